"""AWS_IAM: real signatures of real callers get in, and everything else is refused in AWS's words."""

import json
import time
from typing import Any

import pytest

from apiglab.gateway.identity import Identity
from apiglab.model.clock import Clock
from tests.gateway_builders import API_ID
from tests.iam_builders import (
    ACCOUNT,
    ELSEWHERE,
    Guarded,
    a_policy,
    a_resource_policy,
    a_session,
    a_statement,
    ann,
)

ALLOW, DENY, SILENT = a_statement(), a_statement("Deny"), a_statement(resource="arn:aws:execute-api:*:*:other/*")
MASKED = f"arn:aws:execute-api:us-east-1:********9012:{API_ID}/dev/GET/pets"
SIDES = {"Allow": ALLOW, "Deny": DENY, "silent": SILENT}


def refusal(response: Any) -> tuple[int, str | None, Any]:
    """Status, error type and body."""
    return response.status, response.headers.get("x-amzn-ErrorType"), json.loads(response.body)


@pytest.mark.parametrize("where", ["header", "query"])
async def test_a_signed_call_gets_in(where: str) -> None:
    """By the header and by the query string. fact: iam.context, iam.signature-stays"""
    gateway = Guarded(ann(ALLOW))

    response = await gateway.sign(where=where)

    event = gateway.event()
    assert response.status == 200
    assert event["requestContext"]["identity"] | {"userAgent": None, "sourceIp": None} == {
        "cognitoIdentityPoolId": None,
        "accountId": ACCOUNT,
        "cognitoIdentityId": None,
        "caller": "AIDAANN",
        "sourceIp": None,
        "principalOrgId": None,
        "accessKey": "AKIDEXAMPLE",
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
        "userArn": f"arn:aws:iam::{ACCOUNT}:user/ann",
        "userAgent": None,
        "user": "AIDAANN",
    }
    assert "Authorization" not in event["headers"]


async def test_a_session_gets_in_with_its_token() -> None:
    """The session's name stands behind the role's id. fact: iam.context"""
    gateway = Guarded(a_session(ALLOW))

    assert (await gateway.sign(token="token")).status == 200
    identity = gateway.event()["requestContext"]["identity"]
    assert (identity["caller"], identity["userArn"]) == (
        "AROAREADER:s",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/s",
    )


async def test_the_journey_names_the_statement_that_decided() -> None:
    """By the policy's name and the statement's Sid or number. fact: iam.limits"""
    gateway = Guarded(ann(SILENT, {**ALLOW, "Sid": "Calls"}))

    await gateway.sign()

    assert gateway.decision()["reason"] == "authorization.iam"
    assert gateway.decision()["detail"]["identity_policies"] == {
        "decision": "allow",
        "policy": "ann/calls",
        "statement": "Calls",
    }


async def test_a_known_key_is_not_looked_for_again() -> None:
    """The second call asks IAM nothing."""
    gateway = Guarded(ann(ALLOW))
    await gateway.sign()
    gateway.iam.identities.clear()

    assert (await gateway.sign()).status == 200


def _a_time_away(seconds: int) -> Clock:
    """A clock whose real time is that far from the signer's."""

    class Away(Clock):
        __slots__ = ()

        def real(self) -> float:
            return time.time() + seconds

    return Away()


@pytest.mark.parametrize(
    ("sent", "error_type", "reason", "message"),
    [
        ({}, "MissingAuthenticationTokenException", "missing", "Missing Authentication Token"),
        (
            {"Authorization": "Bearer abc"},
            "IncompleteSignatureException",
            "incomplete",
            "'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.",
        ),
        (
            {"Authorization": "AWS4-HMAC-SHA256 X=y"},
            "IncompleteSignatureException",
            "incomplete",
            (
                "Authorization header requires 'Credential' parameter. "
                "Authorization header requires 'Signature' parameter. "
                "Authorization header requires 'SignedHeaders' parameter. "
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                "Authorization=AWS4-HMAC-SHA256 X=y"
            ),
        ),
    ],
)
async def test_what_is_not_signed_is_refused(sent: dict[str, str], error_type: str, reason: str, message: str) -> None:
    """What lacks is named. fact: iam.signature-refusals"""
    gateway = Guarded(ann(ALLOW))

    response = await gateway.get(headers=sent)

    assert refusal(response) == (403, error_type, {"message": message})
    assert gateway.journey()["reason"] == f"authorization.iam.{reason}"
    assert gateway.backends.calls == []


@pytest.mark.parametrize(
    ("identity", "how", "seconds", "error_type", "reason", "beginning"),
    [
        (ann(ALLOW), {"key": "AKIDOTHER"}, 0, "UnrecognizedClient", "unknown_key", "The security token included"),
        (ann(ALLOW), {"token": "x"}, 0, "UnrecognizedClient", "wrong_token", "The security token included"),
        (a_session(ALLOW), {}, 0, "UnrecognizedClient", "wrong_token", "The security token included"),
        (
            a_session(ALLOW, expires_at=1.0),
            {"token": "token"},
            0,
            "ExpiredToken",
            "expired_token",
            "The security token included in the request is expired",
        ),
        (
            ann(ALLOW),
            {"service": "apigateway", "region": "eu-west-1"},
            0,
            "InvalidSignature",
            "wrong_scope",
            (
                "Credential should be scoped to a valid region. "
                "Credential should be scoped to correct service: 'execute-api'. "
            ),
        ),
        (ann(ALLOW), {}, 301, "InvalidSignature", "wrong_time", "Signature expired: "),
        (ann(ALLOW), {}, -330, "InvalidSignature", "wrong_time", "Signature not yet current: "),
        (ann(ALLOW), {"secret": "x"}, 0, "InvalidSignature", "mismatch", "The request signature we calculated"),
    ],
)
async def test_a_signature_that_does_not_count_is_refused(
    identity: Identity, how: dict[str, str], seconds: int, error_type: str, reason: str, beginning: str
) -> None:
    """Each cause has its own words. fact: iam.signature-refusals"""
    gateway = Guarded(identity, clock=_a_time_away(seconds))

    status, kind, body = refusal(await gateway.sign(**how))

    assert (status, kind) == (403, f"{error_type}Exception")
    assert body["message"].startswith(beginning)
    assert gateway.journey()["reason"] == f"authorization.iam.{reason}"
    assert gateway.backends.calls == []


async def test_a_session_ends_by_the_lab_s_time() -> None:
    """Moving the lab's clock ends a session, and leaves a user's key alone. fact: sigv4.two-clocks"""
    clock = Clock()
    session = Guarded(a_session(ALLOW, expires_at=clock.now() + 900), clock=clock)
    user = Guarded(ann(ALLOW), clock=clock)
    before = await session.sign(token="token")

    clock.advance(901)

    assert before.status == 200
    assert (await session.sign(token="token")).status == 403
    assert (await user.sign()).status == 200


@pytest.mark.parametrize(
    ("own", "of_api", "expected"),
    [
        ("Allow", "Allow", 200),
        ("Allow", "silent", 200),
        ("Allow", "Deny", 403),
        ("silent", "Allow", 200),
        ("silent", "silent", 403),
        ("silent", "Deny", 403),
        ("Deny", "Allow", 403),
        ("Deny", "silent", 403),
        ("Deny", "Deny", 403),
        ("Allow", None, 200),
        ("silent", None, 403),
        ("Deny", None, 403),
    ],
)
async def test_table_a(own: str, of_api: str | None, expected: int) -> None:
    """A caller of the API's own account. fact: resource-policy.table-a, policy.explicit-deny-wins"""
    policy = None if of_api is None else a_resource_policy(SIDES[of_api])
    gateway = Guarded(ann(SIDES[own]), policy=policy)

    response = await gateway.sign()

    assert response.status == expected
    if expected == 403:
        explicit = "Deny" in (own, of_api)
        assert (" with an explicit deny" in response.body.decode()) is explicit
        assert gateway.journey()["reason"] == f"authorization.iam.{'denied' if explicit else 'not_allowed'}"


@pytest.mark.parametrize(
    ("own", "of_api", "expected"),
    [
        ("Allow", "Allow", 200),
        ("Allow", "silent", 403),
        ("Allow", "Deny", 403),
        ("silent", "Allow", 403),
        ("silent", "silent", 403),
        ("silent", "Deny", 403),
        ("Deny", "Allow", 403),
        ("Deny", "silent", 403),
        ("Deny", "Deny", 403),
        ("Allow", None, 403),
    ],
)
async def test_table_b(own: str, of_api: str | None, expected: int) -> None:
    """A caller of another account. fact: resource-policy.table-b"""
    policy = None if of_api is None else a_resource_policy(SIDES[of_api])
    gateway = Guarded(ann(SIDES[own], account_id=ELSEWHERE), policy=policy)

    response = await gateway.sign()

    assert response.status == expected
    if expected == 403:
        explicit = "Deny" in (own, of_api)
        assert (" with an explicit deny" in response.body.decode()) is explicit


@pytest.mark.parametrize(
    ("identity", "policy", "why"),
    [
        (ann(SILENT), None, "because no identity-based policy allows the execute-api:Invoke action"),
        (ann(DENY), None, "with an explicit deny in an identity-based policy"),
        (ann(ALLOW), DENY, "with an explicit deny in a resource-based policy"),
        (
            ann(ALLOW, boundary=(a_policy(SILENT),)),
            None,
            "because no permissions boundary allows the execute-api:Invoke action",
        ),
        (ann(ALLOW, boundary=()), None, "because no permissions boundary allows the execute-api:Invoke action"),
        (ann(ALLOW, boundary=(a_policy(DENY),)), None, "with an explicit deny in a permissions boundary"),
        (
            ann(ALLOW, session=(a_policy(SILENT),)),
            None,
            "because no session policy allows the execute-api:Invoke action",
        ),
    ],
)
async def test_the_refusal_says_what_refused(identity: Identity, policy: dict[str, Any] | None, why: str) -> None:
    """With a capital Message, and of the account only the last digits. fact: iam.denied-texts, iam.limits"""
    gateway = Guarded(identity, policy=None if policy is None else a_resource_policy(policy))

    assert refusal(await gateway.sign()) == (
        403,
        "AccessDeniedException",
        {
            "Message": f"User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: execute-api:Invoke "
            f"on resource: {MASKED} {why}"
        },
    )


async def test_a_policy_that_names_the_account_leaves_it_to_the_account() -> None:
    """The caller's own policies have to allow it then. fact: policy.account-principal"""
    policy = a_resource_policy({**ALLOW, "Principal": {"AWS": ACCOUNT}})
    named = a_resource_policy({**ALLOW, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/ann"}})

    assert (await Guarded(ann(), policy=policy).sign()).status == 403
    assert (await Guarded(ann(ALLOW), policy=policy).sign()).status == 200
    assert (await Guarded(ann(), policy=named).sign()).status == 200


async def test_a_session_policy_is_not_widened() -> None:
    """What a session may do at most is not for the API's policy to change. fact: iam.limits"""
    policy = a_resource_policy({**ALLOW, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"}})
    narrow = a_session(ALLOW, session=(a_policy(SILENT),))

    assert (await Guarded(a_session(), policy=policy).sign(token="token")).status == 200
    assert (await Guarded(narrow, policy=policy).sign(token="token")).status == 403


async def test_the_root_may_do_what_no_policy_of_the_api_denies() -> None:
    """fact: iam.root"""
    root = ann(root=True)

    assert (await Guarded(root).sign()).status == 200
    assert (await Guarded(root, policy=a_resource_policy(DENY)).sign()).status == 403


async def test_conditions_see_the_caller() -> None:
    """Name, tags and ARN are keys. fact: iam.condition-keys"""
    condition = {
        "StringEquals": {"aws:username": "ann", "aws:PrincipalTag/team": "cats", "aws:PrincipalType": "User"},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/a*"},
        "Bool": {"aws:SecureTransport": "true"},
        "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
        "NumericGreaterThan": {"aws:EpochTime": "1000"},
        "StringLike": {"aws:UserAgent": "curl/*", "aws:Referer": "https://pets/*"},
        "Null": {"aws:SourceVpce": "true"},
    }
    headers = {"User-Agent": "curl/8", "Referer": "https://pets/cats"}

    assert (
        await Guarded(ann(a_statement(Condition=condition), tags={"Team": "cats"})).sign(headers=headers)
    ).status == 200
    assert (await Guarded(ann(a_statement(Condition=condition))).sign(headers=headers)).status == 403
