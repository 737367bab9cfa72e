"""User pools on a real server: sign-in, the tokens, and an API that takes them."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.integration.user_pool import PASSWORD, Pool, a_pool, guard, said
from tests.serving import Served
from tests.tokens import a_key, part, signed, without_signature

pytestmark = pytest.mark.slow

Move = Callable[[float], None]
UNAUTHORIZED = {"message": "Unauthorized"}
SPECIES = {"Name": "species", "AttributeDataType": "String", "Mutable": True}


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool with two groups and a user in both."""
    made = a_pool(server, Schema=[SPECIES, {"Name": "email", "AttributeDataType": "String"}])
    for precedence, group in ((2, "vets"), (1, "keepers")):
        made.cognito.create_group(
            UserPoolId=made.id,
            GroupName=group,
            Precedence=precedence,
            RoleArn=f"arn:aws:iam::123456789012:role/{group}",
        )
    made.user("ann", "vets", "keepers", email="ann@example.com", email_verified="true", custom__species="cat")
    return made


@pytest.fixture(scope="module")
def client(pool: Pool) -> str:
    """An app client."""
    found: str = pool.client()["ClientId"]
    return found


def ask(server: Served, api: dict[str, str], token: str | None) -> requests.Response:
    """A call of an API with a token."""
    headers = {} if token is None else {"Authorization": token}
    return server.ask("GET", f"/_aws/execute-api/{api['restApiId']}/dev/", headers=headers)


def reason(server: Served) -> str:
    """Why the newest request was refused."""
    found: str = server.ask("GET", "/_apiglab/requests").json()["requests"][0]["reason"]
    return found


def test_an_id_token_tells_who_the_user_is(pool: Pool, client: str) -> None:
    """With email, custom attributes, groups in order and the preferred role. fact: cognito.tokens"""
    _, claims = said(pool.sign_in(client, "ann")["IdToken"])
    ids = {name: claims.pop(name) for name in ("sub", "origin_jti", "event_id", "jti")}
    times = {name: claims.pop(name) for name in ("iat", "auth_time", "exp")}

    assert claims == {
        "iss": pool.issuer,
        "aud": client,
        "token_use": "id",
        "cognito:username": "ann",
        "cognito:groups": ["keepers", "vets"],
        "cognito:roles": [f"arn:aws:iam::123456789012:role/{group}" for group in ("keepers", "vets")],
        "cognito:preferred_role": "arn:aws:iam::123456789012:role/keepers",
        "email": "ann@example.com",
        "email_verified": True,
        "custom:species": "cat",
    }
    assert len(set(ids.values())) == 4
    assert times["exp"] - times["iat"] == 3600
    assert times["iat"] == pytest.approx(times["auth_time"], abs=10)  # a key is made in between


def test_an_access_token_tells_what_the_client_may_do(pool: Pool, client: str) -> None:
    """And no more of the user than the name. fact: cognito.tokens"""
    tokens = pool.sign_in(client, "ann")
    _, claims = said(tokens["AccessToken"])
    _, identity = said(tokens["IdToken"])

    shared = ("sub", "iss", "origin_jti", "auth_time", "cognito:groups")
    assert {name: claims.pop(name) for name in shared} == {name: identity[name] for name in shared}
    for name in ("iat", "exp", "jti", "event_id"):
        del claims[name]
    assert claims == {
        "client_id": client,
        "username": "ann",
        "scope": "aws.cognito.signin.user.admin",
        "token_use": "access",
    }


def test_a_client_s_read_attributes_bound_what_its_id_tokens_tell(pool: Pool) -> None:
    """fact: cognito.tokens"""
    narrow = pool.client(ReadAttributes=["email"])["ClientId"]

    _, claims = said(pool.sign_in(narrow, "ann")["IdToken"])

    assert [name in claims for name in ("sub", "email", "email_verified", "custom:species")] == [
        True,
        True,
        False,
        False,
    ]


def test_each_pool_signs_with_two_keys_of_its_own(server: Served, pool: Pool, client: str) -> None:
    """Which it serves: another library verifies both tokens with them. fact: cognito.keys"""
    tokens, keys = pool.sign_in(client, "ann"), pool.keys()
    other = a_pool(server, "others").keys()

    assert [said(tokens[name])[0]["kid"] for name in ("IdToken", "AccessToken")] == [key["kid"] for key in keys]
    assert len({key["n"] for key in keys + other}) == 4
    assert {(key["alg"], key["use"], key["kty"], key["e"]) for key in keys} == {("RS256", "sig", "RSA", "AQAB")}
    for name in ("IdToken", "AccessToken"):
        decoded = jwt.decode(tokens[name], KeySet.import_key_set({"keys": keys}), algorithms=["RS256"])
        assert decoded.claims["iss"] == pool.issuer


def test_a_pool_that_is_not_there_has_no_keys(server: Served) -> None:
    """fact: cognito.keys"""
    answer = server.ask("GET", "/us-east-1_Nowhere/.well-known/jwks.json")

    assert (answer.status_code, answer.json()) == (404, {"message": "User pool us-east-1_Nowhere does not exist."})


@pytest.mark.parametrize(
    ("settings", "lasts"),
    [
        ({}, (3600, 3600)),
        ({"AccessTokenValidity": 2, "IdTokenValidity": 3}, (7200, 10_800)),
        (
            {
                "AccessTokenValidity": 5,
                "IdTokenValidity": 600,
                "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "seconds"},
            },
            (300, 600),
        ),
    ],
)
def test_tokens_last_as_the_client_says(pool: Pool, settings: dict[str, Any], lasts: tuple[int, int]) -> None:
    """fact: cognito.validity"""
    tokens = pool.sign_in(pool.client(**settings)["ClientId"], "ann")
    claims = [said(tokens[name])[1] for name in ("AccessToken", "IdToken")]

    assert (tokens["ExpiresIn"], *(each["exp"] - each["iat"] for each in claims)) == (lasts[0], *lasts)


def test_a_refresh_token_goes_on_with_the_sign_in(pool: Pool, client: str, move_clock: Move) -> None:
    """The same sign-in, at a later time. fact: cognito.refresh"""
    first = pool.sign_in(client, "ann")
    move_clock(1800)
    again = pool.cognito.initiate_auth(
        ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": first["RefreshToken"]}
    )["AuthenticationResult"]

    before, after = said(first["IdToken"])[1], said(again["IdToken"])[1]
    assert [after[name] == before[name] for name in ("origin_jti", "auth_time", "jti")] == [True, True, False]
    assert after["iat"] - before["iat"] == pytest.approx(1800, abs=5)


@pytest.mark.parametrize("flow", ["initiate_auth", "admin_initiate_auth"])
def test_a_refresh_token_ends_with_its_time(pool: Pool, client: str, move_clock: Move, flow: str) -> None:
    """30 days, unless said otherwise; and what nobody gave out is none. fact: cognito.refresh"""
    token = pool.sign_in(client, "ann")["RefreshToken"]
    start = getattr(pool.cognito, flow)
    pool_id = {"UserPoolId": pool.id} if flow.startswith("admin") else {}
    move_clock(30 * 86_400)
    told = []
    for each in (token, "made up"):
        with pytest.raises(ClientError) as refused:
            start(**pool_id, ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": each})
        told.append(refused.value.response["Error"]["Code"])

    assert told == ["NotAuthorizedException", "NotAuthorizedException"]


def test_an_api_takes_the_pool_s_id_tokens(server: Served, pool: Pool, client: str) -> None:
    """And tells the backend whose they are. fact: cognito.token-use, cognito.claims"""
    api = guard(server, [pool.arn])
    tokens = pool.sign_in(client, "ann")

    answers = [ask(server, api, token) for token in (tokens["IdToken"], tokens["AccessToken"], None)]

    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert answers[0].text == said(tokens["IdToken"])[1]["sub"]
    assert answers[1].json() == UNAUTHORIZED


def test_a_method_with_scopes_takes_access_tokens(server: Served, pool: Pool, client: str) -> None:
    """A sign-in by the API has the one scope. fact: cognito.token-use"""
    own, other = (
        guard(server, [pool.arn], scopes=("aws.cognito.signin.user.admin",)),
        guard(server, [pool.arn], scopes=("pets/read",)),
    )
    tokens = pool.sign_in(client, "ann")

    assert [ask(server, own, tokens[name]).status_code for name in ("AccessToken", "IdToken")] == [200, 401]
    assert (ask(server, other, tokens["AccessToken"]).status_code, reason(server)) == (
        401,
        "authorization.cognito.scope",
    )


def test_none_of_the_forged_tokens_gets_in(server: Served, pool: Pool, client: str) -> None:
    """Each attack by the reason that the journey gives. fact: cognito.refusals"""
    api, other = guard(server, [pool.arn]), a_pool(server, "strangers")
    other.user("ann")
    token = pool.sign_in(client, "ann")["IdToken"]
    header, claims = said(token)
    stranger = other.sign_in(other.client()["ClientId"], "ann")["IdToken"]
    parts = token.split(".")
    attacks = {
        "malformed": f"{parts[0]}.{parts[1]}.",
        "algorithm": without_signature(claims),
        "unknown_key": signed(claims),
        "signature": signed(claims, key=a_key(), kid=header["kid"]),
        "other_issuer": stranger,
    }

    told = {}
    for name, attack in attacks.items():
        answer = ask(server, api, attack)
        told[name] = (answer.status_code, answer.json(), reason(server))
    tampered = ask(server, api, f"{parts[0]}.{part({**claims, 'sub': 'bob'})}.{parts[2]}")

    assert told == {name: (401, UNAUTHORIZED, f"authorization.cognito.{name}") for name in attacks}
    assert (tampered.status_code, reason(server)) == (401, "authorization.cognito.signature")
    assert ask(server, api, "a" * 1_000_000).status_code == 400
    assert ask(server, api, token).status_code == 200


def test_a_token_expires_in_the_lab_s_time(server: Served, pool: Pool, client: str, move_clock: Move) -> None:
    """And says so. fact: cognito.refusals"""
    api, token = guard(server, [pool.arn]), pool.sign_in(client, "ann")["IdToken"]
    before = ask(server, api, token)
    move_clock(3600)

    after = ask(server, api, token)

    assert before.status_code == 200
    assert (after.status_code, after.json()) == (401, {"message": "The incoming token has expired"})


def test_a_token_from_before_a_reset_of_the_clock_is_not_valid_yet(
    server: Served, pool: Pool, client: str, move_clock: Move
) -> None:
    """The future's tokens are no good in the present. fact: cognito.refusals"""
    api = guard(server, [pool.arn])
    move_clock(7200)
    token = pool.sign_in(client, "ann")["IdToken"]
    server.ask("POST", "/_apiglab/clock", json={"reset": True})

    assert (ask(server, api, token).status_code, reason(server)) == (401, "authorization.cognito.not_yet_valid")


def test_a_deleted_pool_s_tokens_are_good_for_nothing(server: Served) -> None:
    """At once. fact: cognito.verified-once"""
    gone = a_pool(server, "gone")
    gone.user("bob")
    token = gone.sign_in(gone.client()["ClientId"], "bob")["IdToken"]
    api = guard(server, [gone.arn])
    before = ask(server, api, token).status_code
    gone.cognito.delete_user_pool(UserPoolId=gone.id)

    assert (before, ask(server, api, token).status_code, reason(server)) == (200, 401, "authorization.cognito.no_pool")


def test_an_authorizer_can_be_tried_out(server: Served, pool: Pool, client: str) -> None:
    """Without a deployment: the claims of a good token, the status for another. fact: cognito.test-invoke"""
    gateway, api = server.client("apigateway"), guard(server, [pool.arn])
    token = pool.sign_in(client, "ann")["IdToken"]

    good = gateway.test_invoke_authorizer(**api, headers={"Authorization": token})
    bad = gateway.test_invoke_authorizer(**api, headers={"Authorization": "nothing"})

    assert (good["clientStatus"], good["claims"]["email"], good["claims"]["cognito:groups"]) == (
        0,
        "ann@example.com",
        "keepers,vets",
    )
    assert (bad["clientStatus"], "claims" in bad) == (401, False)


def test_signing_in_needs_the_right_password(pool: Pool, client: str) -> None:
    """The pool's own part of the bargain."""
    with pytest.raises(ClientError) as refused:
        pool.cognito.initiate_auth(
            ClientId=client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD + "x"},
        )

    assert refused.value.response["Error"]["Code"] == "NotAuthorizedException"
