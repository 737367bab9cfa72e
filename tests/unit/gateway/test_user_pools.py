"""User pools at the gateway: whose token counts, for which methods, and for how long."""

import json

import pytest
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventModel

from tests.pool_builders import ACCESS, ID, an_authorizer, ask, authorization, guarded, reason
from tests.tokens import (
    CLIENT,
    ISSUER,
    NOW,
    POOL,
    a_key,
    access_claims,
    id_claims,
    signed,
    signed_with_the_public_key,
    without_signature,
)

UNAUTHORIZED = b'{"message":"Unauthorized"}'
EXPIRED = b'{"message":"The incoming token has expired"}'


async def test_an_id_token_lets_its_owner_in_and_tells_who_it_is() -> None:
    """All claims reach the function as texts, as powertools reads them. fact: cognito.claims, cognito.token-use"""
    pets, _ = guarded()

    answer = await ask(pets, ID)

    event = json.loads(pets.backends.calls[0]["payload"])
    assert answer.status == 200
    assert event["requestContext"]["authorizer"] == {
        "claims": {
            "sub": "ann-1",
            "iss": ISSUER,
            "aud": CLIENT,
            "token_use": "id",
            "auth_time": str(NOW),
            "iat": "Tue Nov 14 22:13:20 UTC 2023",
            "exp": "Tue Nov 14 23:13:20 UTC 2023",
            "cognito:username": "ann",
            "cognito:groups": "keepers,vets",
            "email_verified": "true",
        }
    }
    read = APIGatewayProxyEventModel.model_validate(event).requestContext.authorizer
    assert read is not None
    assert read.claims == event["requestContext"]["authorizer"]["claims"]


@pytest.mark.parametrize("before", ["", "Bearer ", "bearer ", "BEARER  ", " Bearer "])
async def test_bearer_may_stand_before_a_token(before: str) -> None:
    """In any case, or not at all. fact: cognito.bearer"""
    pets, _ = guarded()

    assert (await ask(pets, before + ID)).status == 200


@pytest.mark.parametrize("header", [None, "", " ", "Bearer", "Bearer "])
async def test_without_a_token_nobody_gets_in(header: str | None) -> None:
    """Missing and empty are the same 401. fact: cognito.refusals"""
    pets, _ = guarded()

    answer = await ask(pets, header)

    assert (answer.status, answer.body, answer.headers.get("x-amzn-ErrorType"), reason(pets)) == (
        401,
        UNAUTHORIZED,
        "UnauthorizedException",
        "authorization.cognito.no_token",
    )


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("ann", "malformed"),
        ("Basic YW5uOnNlY3JldA==", "malformed"),
        ("AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/execute-api/aws4_request", "malformed"),
        ("a" * 9_000, "malformed"),
        (ID.rpartition(".")[0] + ".", "malformed"),
        (without_signature(id_claims()), "algorithm"),
        (signed_with_the_public_key(id_claims()), "algorithm"),
        (signed(id_claims(), kid="other="), "unknown_key"),
        (signed(id_claims(), key=a_key("another")), "signature"),
        (ID[:-8] + "AAAAAAAA", "signature"),
        (signed(id_claims(iss=ISSUER.replace("Pool1", "Pool2"))), "other_issuer"),
        (signed(id_claims(iss=ISSUER + "/")), "other_issuer"),
        (signed(id_claims(iss=[ISSUER])), "other_issuer"),
        (signed(id_claims(iss=None)), "other_issuer"),
        (signed(id_claims(exp=None)), "expired"),
        (signed(id_claims(exp=str(NOW + 9))), "expired"),
        (signed(id_claims(exp=True)), "expired"),
        (signed(id_claims(exp=float("nan"))), "expired"),
        (signed(id_claims(nbf=NOW + 60)), "not_yet_valid"),
        (signed(id_claims(iat=NOW + 60)), "not_yet_valid"),
        (signed(id_claims(nbf="soon")), "not_yet_valid"),
        (ACCESS, "not_an_id_token"),
        (signed(id_claims(token_use=None)), "not_an_id_token"),
        (signed(id_claims(token_use=["id"])), "not_an_id_token"),
    ],
)
async def test_a_token_that_does_not_count_says_why_in_the_journey_only(token: str, why: str) -> None:
    """The client is told the same each time, and no function runs. fact: cognito.refusals"""
    pets, _ = guarded()

    answer = await ask(pets, token)

    assert (answer.status, reason(pets)) == (401, f"authorization.cognito.{why}")
    assert answer.body == (EXPIRED if why == "expired" else UNAUTHORIZED)
    assert pets.backends.calls == []


async def test_a_token_of_a_megabyte_is_not_even_read() -> None:
    """All headers together have 10,240 bytes, for everybody."""
    pets, _ = guarded()

    assert ((await ask(pets, "a" * 1_048_576)).status, reason(pets)) == (431, "request.headers_too_large")


async def test_an_expired_token_is_told_so() -> None:
    """To the second, in the lab's time, whether the token was seen before or not. fact: cognito.refusals"""
    pets, _ = guarded()
    answers = []
    for seconds in (0, 3599, 1):
        pets.plane.clock.advance(seconds)
        answers.append(await ask(pets, ID))

    assert [answer.status for answer in answers] == [200, 200, 401]
    assert answers[2].body == EXPIRED
    assert authorization(pets) == {
        "message": "The incoming token has expired",
        "log": "the token does not count: its time is over",
        "claim": "exp",
        "value": NOW + 3600,
        "now": NOW + 3600,
        "user_pool": POOL,
        "token_use": "id",
        "client": CLIENT,
    }


@pytest.mark.parametrize(
    ("scopes", "token", "why"),
    [
        (("pets/read",), ACCESS, None),
        (("pets/write", "openid"), ACCESS, None),
        (("pets/write",), ACCESS, "scope"),
        (("pets/rea", "pets", "read"), ACCESS, "scope"),
        (("pets/read",), signed(access_claims(scope=None)), "scope"),
        (("pets/read",), signed(access_claims(scope=["pets/read"])), "scope"),
        (("pets/read",), ID, "not_an_access_token"),
        (("pets/read",), signed(id_claims(scope="pets/read")), "not_an_access_token"),
    ],
)
async def test_scopes_want_an_access_token_that_has_one_of_them(
    scopes: tuple[str, ...], token: str, why: str | None
) -> None:
    """And never an ID token, whatever it says. fact: cognito.token-use"""
    pets, _ = guarded(scopes=scopes)

    answer = await ask(pets, token)

    assert (answer.status, reason(pets)) == ((200, None) if why is None else (401, f"authorization.cognito.{why}"))


@pytest.mark.parametrize(
    ("expression", "scopes", "token", "why"),
    [
        (CLIENT, (), ID, None),
        ("client[0-9]", (), ID, None),
        ("client", (), ID, "audience"),
        ("(a|aa)+b", (), signed(id_claims(aud="a" * 5000)), "audience"),
        ("(", (), ID, "audience"),
        (".*", (), signed(id_claims(aud=[CLIENT])), "audience"),
        (".*", ("pets/read",), ACCESS, "audience"),
    ],
)
async def test_the_validation_expression_is_about_aud(
    expression: str, scopes: tuple[str, ...], token: str, why: str | None
) -> None:
    """As a whole; an access token has no aud, so none passes. fact: cognito.audience"""
    pets, _ = guarded(scopes=scopes, authorizer=an_authorizer(identity_validation_expression=expression))

    answer = await ask(pets, token)

    assert (answer.status, reason(pets)) == ((200, None) if why is None else (401, f"authorization.cognito.{why}"))


async def test_another_header_may_hold_the_token() -> None:
    """And then Authorization does not. fact: cognito.bearer"""
    pets, _ = guarded(authorizer=an_authorizer(identity_source="method.request.header.X-Token"))

    answers = [await ask(pets, ID, "x-token"), await ask(pets, ID)]

    assert [answer.status for answer in answers] == [200, 401]


async def test_two_headers_are_none() -> None:
    """Nobody smuggles one past the gateway to a backend that reads the other. fact: cognito.bearer"""
    pets, _ = guarded()
    good, bad = ("Authorization", ID), ("authorization", "nothing")

    answers = [await pets.ask("GET", "/pets", headers=[good, each]) for each in (bad, good)]

    assert [answer.status for answer in answers] == [401, 401]
    assert reason(pets) == "authorization.cognito.malformed"


@pytest.mark.parametrize(
    ("statement", "status", "why"),
    [
        ({"Effect": "Allow", "Resource": "*"}, 200, None),
        ({"Effect": "Allow", "Resource": "execute-api:/other/*"}, 403, "authorization.resource_policy.not_allowed"),
        ({"Effect": "Deny", "Resource": "*"}, 403, "authorization.resource_policy.denied"),
    ],
)
async def test_the_resource_policy_is_asked_once_the_token_counts(
    statement: dict[str, str], status: int, why: str | None
) -> None:
    """It has to allow the call by itself, and nobody without a token hears of it. fact: resource-policy.stands-alone"""
    whole = {"Principal": "*", "Action": "execute-api:Invoke", **statement}
    pets, _ = guarded(policy=json.dumps({"Version": "2012-10-17", "Statement": [whole]}))

    without = await ask(pets, "nothing")
    answer = await ask(pets, ID)

    assert (without.status, answer.status, reason(pets)) == (401, status, why)
