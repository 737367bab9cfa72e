"""Signing in by Cognito's API: nobody gets tokens who has not shown what proves them."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.user_pool import PASSWORD, Pool, a_pool, refusal
from tests.serving import Served
from tests.srp_client import SrpClient

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool with a user, and one whose password is temporary."""
    made = a_pool(server)
    made.user("ann", email="ann@example.com")
    made.user("bob")
    return made


def start(pool: Pool, client: str, flow: str = "USER_PASSWORD_AUTH", **given: str) -> Any:
    """A sign-in of ann, unless said otherwise."""
    parameters = {"USERNAME": "ann", "PASSWORD": PASSWORD, **given}
    return pool.cognito.initiate_auth(ClientId=client, AuthFlow=flow, AuthParameters=parameters)


def secret_hash(client: dict[str, Any], name: str = "ann") -> str:
    """What a client with a secret adds."""
    digest = hmac.new(client["ClientSecret"].encode(), (name + client["ClientId"]).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def test_a_client_has_the_flows_that_it_was_given(pool: Pool) -> None:
    """And SRP and refresh where it was given none. fact: cognito.flows"""
    plain = pool.client(ExplicitAuthFlows=[])["ClientId"]
    admin = {"UserPoolId": pool.id, "ClientId": plain, "AuthParameters": {"USERNAME": "ann", "PASSWORD": PASSWORD}}

    assert refusal(start, pool=pool, client=plain) == (
        "InvalidParameterException",
        "USER_PASSWORD_AUTH flow not enabled for this client",
    )
    assert refusal(pool.cognito.admin_initiate_auth, AuthFlow="ADMIN_USER_PASSWORD_AUTH", **admin) == (
        "InvalidParameterException",
        "Auth flow not enabled for this client",
    )
    assert start(pool, plain, "USER_SRP_AUTH", SRP_A="abc")["ChallengeName"] == "PASSWORD_VERIFIER"


def test_an_admin_s_flow_is_an_admin_s(pool: Pool) -> None:
    """Without credentials of the account nobody begins it. fact: cognito.flows"""
    client = pool.client()["ClientId"]

    assert refusal(start, pool=pool, client=client, flow="ADMIN_USER_PASSWORD_AUTH")[0] == "InvalidParameterException"


@pytest.mark.parametrize("flow", ["CUSTOM_AUTH", "USER_AUTH"])
def test_what_is_not_built_lets_nobody_in(pool: Pool, flow: str) -> None:
    """By name. fact: cognito.flows"""
    code, message = refusal(start, pool=pool, client=pool.client()["ClientId"], flow=flow)

    assert (code, flow in message) == ("NotImplementedException", True)


def test_srp_proves_a_password_without_sending_it(pool: Pool) -> None:
    """As AWS's own libraries sign in. fact: cognito.srp"""
    client, srp = pool.client(ExplicitAuthFlows=[])["ClientId"], SrpClient(pool.id, PASSWORD)
    begun = pool.cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": "ann", "SRP_A": f"{srp.public:x}"}
    )

    tokens = pool.cognito.respond_to_auth_challenge(
        ClientId=client,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=srp.answer(begun["ChallengeParameters"]),
    )["AuthenticationResult"]

    assert pool.cognito.get_user(AccessToken=tokens["AccessToken"])["Username"] == "ann"


@pytest.mark.parametrize(
    "changed",
    [
        {"PASSWORD_CLAIM_SIGNATURE": base64.b64encode(b"\0" * 32).decode()},
        {"PASSWORD_CLAIM_SIGNATURE": ""},
        {"PASSWORD_CLAIM_SIGNATURE": "!"},
        {"PASSWORD_CLAIM_SECRET_BLOCK": base64.b64encode(b"made up").decode()},
        {"PASSWORD_CLAIM_SECRET_BLOCK": ""},
        {"TIMESTAMP": "Tue Nov 14 22:13:21 UTC 2023"},
        {"USERNAME": "bob"},
        {"USERNAME": ""},
    ],
)
def test_without_the_password_there_is_no_signature(pool: Pool, changed: dict[str, str]) -> None:
    """Nor with another user's name, or with a challenge that was not given. fact: cognito.srp"""
    client, srp = pool.client()["ClientId"], SrpClient(pool.id, PASSWORD)
    told = start(pool, client, "USER_SRP_AUTH", SRP_A=f"{srp.public:x}")["ChallengeParameters"]
    answer = {"ClientId": client, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": srp.answer(told)}

    wrong = {**answer, "ChallengeResponses": {**srp.answer(told), **changed}}

    assert refusal(pool.cognito.respond_to_auth_challenge, **wrong) == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )


def test_a_challenge_is_answered_once_by_its_client(pool: Pool) -> None:
    """fact: cognito.challenges"""
    client, srp = pool.client()["ClientId"], SrpClient(pool.id, PASSWORD)
    told = [start(pool, client, "USER_SRP_AUTH", SRP_A=f"{srp.public:x}")["ChallengeParameters"] for _ in range(2)]
    respond = pool.cognito.respond_to_auth_challenge
    answer = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": srp.answer(told[0])}
    other = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": srp.answer(told[1])}

    respond(ClientId=client, **answer)

    assert refusal(respond, ClientId=client, **answer)[0] == "NotAuthorizedException"
    assert refusal(respond, ClientId=pool.client()["ClientId"], **other)[0] == "NotAuthorizedException"


@pytest.mark.parametrize("number", ["", "0", "xyz", "-1", "f" * 800])
def test_srp_takes_numbers_of_its_group(pool: Pool, number: str) -> None:
    """fact: cognito.srp"""
    client = pool.client()["ClientId"]

    assert (
        refusal(start, pool=pool, client=client, flow="USER_SRP_AUTH", SRP_A=number)[0] == "InvalidParameterException"
    )


def test_a_temporary_password_is_replaced_by_its_own_user(pool: Pool) -> None:
    """Whoever holds a session sets nobody else's password with it. fact: cognito.challenges"""
    pool.cognito.admin_create_user(UserPoolId=pool.id, Username="new", TemporaryPassword="Temp-1234")
    client, other = pool.client()["ClientId"], pool.client()["ClientId"]
    begun = start(pool, client, USERNAME="new", PASSWORD="Temp-1234")
    session = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": begun["Session"]}
    respond = pool.cognito.respond_to_auth_challenge

    def answer(name: str, password: str = PASSWORD) -> dict[str, str]:
        return {"USERNAME": name, "NEW_PASSWORD": password}

    stolen = refusal(respond, ClientId=client, ChallengeResponses=answer("ann", "Stolen-1234"), **session)
    elsewhere = refusal(respond, ClientId=other, ChallengeResponses=answer("new"), **session)
    weak = refusal(respond, ClientId=client, ChallengeResponses=answer("new", "weak"), **session)
    done = respond(ClientId=client, ChallengeResponses=answer("new"), **session)
    again = refusal(respond, ClientId=client, ChallengeResponses=answer("new"), **session)

    assert begun["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    codes = [stolen[0], elsewhere[0], weak[0], again[0]]
    assert codes == [
        "NotAuthorizedException",
        "NotAuthorizedException",
        "InvalidPasswordException",
        "NotAuthorizedException",
    ]
    assert done["AuthenticationResult"]["TokenType"] == "Bearer"
    assert start(pool, client)["AuthenticationResult"]["TokenType"] == "Bearer"


def test_a_session_ends_after_three_minutes(pool: Pool, move_clock: Callable[[float], None]) -> None:
    """fact: cognito.challenges"""
    pool.cognito.admin_create_user(UserPoolId=pool.id, Username="late", TemporaryPassword="Temp-1234")
    client = pool.client()["ClientId"]
    begun = start(pool, client, USERNAME="late", PASSWORD="Temp-1234")
    move_clock(181)

    assert refusal(
        pool.cognito.respond_to_auth_challenge,
        ClientId=client,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=begun["Session"],
        ChallengeResponses={"USERNAME": "late", "NEW_PASSWORD": PASSWORD},
    ) == ("NotAuthorizedException", "Invalid session for the user.")


def test_a_client_with_a_secret_proves_that_it_knows_it(pool: Pool) -> None:
    """At the beginning and at a refresh; one without has nothing to prove. fact: cognito.secret-hash"""
    client, plain = pool.client(GenerateSecret=True), pool.client()["ClientId"]
    name, good = client["ClientId"], secret_hash(client)
    tokens = start(pool, name, SECRET_HASH=good)["AuthenticationResult"]
    refresh = {"flow": "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN": tokens["RefreshToken"]}

    assert [
        refusal(start, pool=pool, client=name)[1],
        refusal(start, pool=pool, client=name, SECRET_HASH=secret_hash(client, "bob"))[1],
        refusal(start, pool=pool, client=plain, SECRET_HASH=good)[1],
        refusal(start, pool=pool, client=name, **refresh)[1],
    ] == [
        f"Client {name} is configured with secret but SECRET_HASH was not received",
        f"Unable to verify secret hash for client {name}",
        f"Unable to verify secret hash for client {plain}",
        f"Client {name} is configured with secret but SECRET_HASH was not received",
    ]
    assert "IdToken" in start(pool, name, SECRET_HASH=good, **refresh)["AuthenticationResult"]


def test_a_client_s_refresh_token_is_no_other_s(pool: Pool) -> None:
    """fact: cognito.refresh"""
    client, other = pool.client()["ClientId"], pool.client()["ClientId"]
    token = start(pool, client)["AuthenticationResult"]["RefreshToken"]

    assert refusal(start, pool=pool, client=other, flow="REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token) == (
        "NotAuthorizedException",
        "Invalid Refresh Token",
    )


def test_whether_a_user_is_there_is_told_to_clients_that_want_it(pool: Pool) -> None:
    """PreventUserExistenceErrors. fact: cognito.flows"""
    plain, silent = pool.client()["ClientId"], pool.client(PreventUserExistenceErrors="ENABLED")["ClientId"]
    nobody = {"pool": pool, "USERNAME": "nobody"}

    assert refusal(start, client=plain, **nobody) == ("UserNotFoundException", "User does not exist.")
    assert refusal(start, client=silent, **nobody) == ("NotAuthorizedException", "Incorrect username or password.")


@pytest.mark.parametrize("operation", ["associate_software_token", "set_user_mfa_preference"])
def test_there_is_no_second_factor(pool: Pool, operation: str) -> None:
    """moto would take any code for one. fact: cognito.mfa"""
    token = start(pool, pool.client()["ClientId"])["AuthenticationResult"]["AccessToken"]

    assert refusal(getattr(pool.cognito, operation), AccessToken=token)[0] == "NotImplementedException"
    assert refusal(pool.cognito.create_user_pool, PoolName="x", MfaConfiguration="ON")[0] == "NotImplementedException"


def test_an_access_token_serves_its_user_for_its_time(pool: Pool, move_clock: Callable[[float], None]) -> None:
    """fact: cognito.self-service"""
    token = start(pool, pool.client()["ClientId"])["AuthenticationResult"]["AccessToken"]
    before = pool.cognito.get_user(AccessToken=token)["Username"]
    move_clock(3600)

    assert (before, refusal(pool.cognito.get_user, AccessToken=token)) == (
        "ann",
        ("NotAuthorizedException", "Access Token has expired"),
    )


def test_a_refresh_token_is_revoked_by_its_client(pool: Pool) -> None:
    """And nothing of its sign-in serves here any more. fact: oauth.revoke"""
    client, other = pool.client(GenerateSecret=True), pool.client()["ClientId"]
    name, shown = client["ClientId"], {"SECRET_HASH": secret_hash(client)}
    tokens = start(pool, name, **shown)["AuthenticationResult"]
    revoke = {"Token": tokens["RefreshToken"]}

    assert refusal(pool.cognito.revoke_token, ClientId=name, **revoke)[0] == "NotAuthorizedException"
    assert refusal(pool.cognito.revoke_token, ClientId=other, **revoke)[0] == "UnauthorizedException"
    pool.cognito.revoke_token(ClientId=name, ClientSecret=client["ClientSecret"], **revoke)

    refresh = {"flow": "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN": tokens["RefreshToken"], **shown}
    assert refusal(start, pool=pool, client=name, **refresh)[0] == "NotAuthorizedException"
    assert refusal(pool.cognito.get_user, AccessToken=tokens["AccessToken"])[0] == "NotAuthorizedException"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[]", "SerializationException"),
        (b"{", "SerializationException"),
        (b"[" * 100_000, "SerializationException"),
        (b"{}", "InvalidParameterException"),
        (b'{"ClientId": [], "AuthFlow": "USER_PASSWORD_AUTH"}', "InvalidParameterException"),
        (b'{"ClientId": "a", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": "ann"}', "InvalidParameterException"),
        (b'{"ClientId": "a", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": 1}}',
         "InvalidParameterException"),
        (b'{"ClientId": "a", "AuthFlow": "USER_PASSWORD_AUTH", "Unknown": 1}', "ResourceNotFoundException"),
    ],
)  # fmt: skip
def test_a_request_of_another_form_is_refused(server: Served, pool: Pool, body: bytes, code: str) -> None:
    """Whoever sends it, unsigned as it is. fact: cognito.shapes"""
    headers = {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}
    answer = server.ask("POST", "/", headers={**headers, "Content-Type": "application/x-amz-json-1.1"}, data=body)

    assert (answer.status_code, answer.json()["__type"].rpartition("#")[2]) == (400, code)
