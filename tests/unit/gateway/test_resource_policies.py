"""An API's resource policy: who may call it, whatever guards the method."""

import json
from typing import Any

import pytest

from apiglab.gateway.resource_policy import combined
from apiglab.language.policy import Decision, Verdict
from tests.gateway_builders import API_ID, a_method, serve
from tests.iam_builders import API_ARN, Guarded, a_resource_policy, a_statement

A, D, S = Verdict(Decision.ALLOW, "p"), Verdict(Decision.DENY, "p"), Verdict(Decision.SILENT)


def opened(*statements: dict[str, Any]) -> Guarded:
    """An API whose methods have no guard but this policy."""
    return Guarded(authorization_type="NONE", policy=a_resource_policy(*statements))


@pytest.mark.parametrize(
    ("statements", "ending", "reason"),
    [
        (
            [a_statement(resource=f"{API_ARN}/prod/*")],
            "because no resource-based policy allows the execute-api:Invoke action",
            "not_allowed",
        ),
        (
            [a_statement(), a_statement("Deny", Sid="NotHere")],
            "with an explicit deny in a resource-based policy",
            "denied",
        ),
    ],
)
async def test_an_open_method_needs_the_policy_s_allow(
    statements: list[dict[str, Any]], ending: str, reason: str
) -> None:
    """Silence refuses, too. fact: resource-policy.stands-alone, iam.denied-texts"""
    gateway = opened(*statements)

    response = await gateway.get()

    arn = f"arn:aws:execute-api:us-east-1:********9012:{API_ID}/dev/GET/pets"
    who = "User: anonymous is not authorized to perform: execute-api:Invoke on resource:"
    assert (response.status, json.loads(response.body)) == (403, {"Message": f"{who} {arn} {ending}"})
    assert response.headers.get("x-amzn-ErrorType") == "AccessDeniedException"
    assert gateway.journey()["reason"] == f"authorization.resource_policy.{reason}"
    assert gateway.backends.calls == []


async def test_what_the_policy_allows_gets_in() -> None:
    """The journey names the statement. fact: resource-policy.stands-alone"""
    gateway = opened(a_statement(resource=f"{API_ARN}/dev/GET/pets", Sid="Pets"))

    assert (await gateway.get()).status == 200
    assert gateway.decision()["detail"]["resource_policy"]["statement"] == "Pets"
    assert (await gateway.get("/other")).status == 403


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, 200),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.7"]}}, 200),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, 403),
        ({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, 403),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, 403),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, 200),
        ({"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/ann"}}, 403),
        ({"Bool": {"aws:SecureTransport": "false"}}, 403),
        ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, 403),
    ],
)
async def test_conditions_see_the_request(condition: dict[str, Any], status: int) -> None:
    """The address is the peer's, whatever the headers say. fact: iam.condition-keys"""
    gateway = opened(a_statement(Condition=condition))

    response = await gateway.get(headers={"X-Forwarded-For": "10.0.0.1", "X-Real-IP": "10.0.0.1"})

    assert response.status == status


@pytest.mark.parametrize(("key", "header"), [("aws:Referer", "Referer"), ("aws:UserAgent", "User-Agent")])
async def test_a_page_or_a_browser_is_whatever_the_client_says(key: str, header: str) -> None:
    """Anybody may write these headers: they are asked about as sent, and prove nothing. fact: iam.condition-keys"""
    gateway = opened(a_statement(Condition={"StringLike": {key: "https://shop.example/*"}}))

    said = [{}, {header: "https://evil.example/?https://shop.example/"}, {header: "https://shop.example/forged"}]

    assert [(await gateway.get(headers=headers)).status for headers in said] == [403, 403, 200]


async def test_only_principals_that_are_everybody_are_anybody() -> None:
    """A caller without a signature is nobody's. fact: resource-policy.stands-alone"""
    named = a_statement(Principal={"AWS": "arn:aws:iam::123456789012:root"})

    assert (await opened(named).get()).status == 403


async def test_a_policy_that_cannot_be_read_denies_everything() -> None:
    """None can be saved; one that comes otherwise lets nobody in."""
    pets = serve({"/": [a_method()]}, policy='{"Statement": [{"Effect": "Allow"}]}')

    assert (await pets.ask("GET", "/")).status == 403


@pytest.mark.parametrize(
    ("own", "of_api", "same", "expected"),
    [
        (A, A, True, "allow"),
        (A, S, True, "allow"),
        (A, D, True, "deny"),
        (S, A, True, "allow"),
        (S, S, True, "silent"),
        (S, D, True, "deny"),
        (D, A, True, "deny"),
        (D, S, True, "deny"),
        (D, D, True, "deny"),
        (A, None, True, "allow"),
        (S, None, True, "silent"),
        (A, A, False, "allow"),
        (A, S, False, "silent"),
        (A, D, False, "deny"),
        (S, A, False, "silent"),
        (S, S, False, "silent"),
        (S, D, False, "deny"),
        (D, A, False, "deny"),
        (D, S, False, "deny"),
        (D, D, False, "deny"),
        (A, None, False, "silent"),
    ],
)
def test_two_sides_are_combined_by_aws_s_tables(
    own: Verdict, of_api: Verdict | None, same: bool, expected: str
) -> None:
    """Whatever gave the caller's side: IAM or an authorizer. fact: resource-policy.table-a, resource-policy.table-b

    An authorizer is asked only after an explicit deny was looked for. fact: resource-policy.two-phases
    """
    assert combined(own, of_api, same_account=same).decision == expected
