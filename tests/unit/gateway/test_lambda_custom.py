"""The Lambda custom integration: the event that a template makes, and the answer that patterns choose."""

from typing import Any

import pytest

from apiglab.model.backend import BackendError
from apiglab.model.credentials import RoleCredentials
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, IntegrationResponse
from tests.gateway_builders import FUNCTION, LAMBDA_URI, Served, a_lambda_proxy, a_method, a_stage, serve

ROLE = "arn:aws:iam::123456789012:role/gateway"
RESPONSES = {
    "200": IntegrationResponse(status_code="200"),
    "400": IntegrationResponse(status_code="400", selection_pattern="(?s)bad.*"),
    "404": IntegrationResponse(status_code="404", selection_pattern=".*not found"),
}


def a_custom(**members: Any) -> Integration:
    """An AWS integration with a function."""
    maps = {key: FrozenMap(value) if isinstance(value, dict) else value for key, value in members.items()}
    defaults: dict[str, Any] = {
        "type": "AWS",
        "http_method": "POST",
        "uri": LAMBDA_URI,
        "integration_responses": FrozenMap(RESPONSES),
        "cache_namespace": "root",
    }
    return Integration(**{**defaults, **maps})


def an_api(integration: Integration, **more: Any) -> Served:
    """An API before a function."""
    return serve({"/pets/{id}": [a_method("ANY", integration, statuses=("200", "400", "404"))]}, **more)


async def test_a_template_makes_the_event() -> None:
    """And the answer is passed through as it is, without proxy's form. fact: lambda-custom.event"""
    pets = an_api(
        a_custom(request_templates={"application/json": '{"id": "$input.params(\'id\')"}'}), answer=b'["Rex"]'
    )

    response = await pets.ask("GET", "/pets/7")

    call = pets.backends.calls[-1]
    assert (call["function"], call["payload"], call["credentials"]) == (FUNCTION, b'{"id": "7"}', None)
    assert call["source_arn"] == "arn:aws:execute-api:us-east-1:123456789012:abcde12345/dev/GET/pets/{id}"
    assert (response.status, response.body) == (200, b'["Rex"]')


@pytest.mark.parametrize(("body", "event"), [(b"", b"{}"), (b'{"a": 1}', b'{"a": 1}'), (b"7", b"7")])
async def test_a_body_passed_through(body: bytes, event: bytes) -> None:
    """fact: lambda-custom.event"""
    pets = an_api(a_custom())

    await pets.ask("POST", "/pets/7", body=body)

    assert pets.backends.calls[-1]["payload"] == event


@pytest.mark.parametrize("body", [b"{oops", b"\xff", b"[" * 100_000])
async def test_an_event_that_is_no_json(body: bytes) -> None:
    """Lambda would refuse it. fact: lambda-custom.event"""
    pets = an_api(a_custom())

    response = await pets.ask("POST", "/pets/7", headers={"Content-Type": "text/plain"}, body=body)

    assert (response.status, pets.journey()["reason"], pets.backends.calls) == (400, "integration.lambda.bad_event", [])
    assert response.body.startswith(b'{"message":"Could not parse request body into json: ')


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (b'{"errorMessage": "bad id\\nreally", "errorType": "ValueError"}', 400),
        (b'{"errorMessage": "pet not found"}', 404),
        (b'{"errorMessage": "pet not found, sorry"}', 200),
        (b'{"errorMessage": null}', 200),
        (b"no json", 200),
    ],
)
async def test_the_errors_message_chooses(error: bytes, status: int) -> None:
    """By a match of the whole text; without one the error's JSON comes as a 200. fact: lambda-custom.selector"""
    pets = an_api(a_custom(), answer=error, function_error="Unhandled")

    response = await pets.ask("POST", "/pets/7")

    assert (response.status, response.body) == (status, error)


async def test_a_success_is_matched_by_nothing() -> None:
    """Whatever it says in errorMessage. fact: lambda-custom.selector"""
    pets = an_api(a_custom(), answer=b'{"errorMessage": "pet not found"}')

    response = await pets.ask("POST", "/pets/7")

    assert response.status == 200


async def test_an_event_is_not_waited_for() -> None:
    """fact: lambda-custom.asynchronous"""
    pets = an_api(a_custom(request_parameters={"integration.request.header.X-Amz-Invocation-Type": "'Event'"}))
    events: list[tuple[str, bytes]] = []

    async def invoke_lambda_event(function: str, payload: bytes, **permission: Any) -> None:
        events.append((function, payload))

    pets.backends.invoke_lambda_event = invoke_lambda_event  # type: ignore[attr-defined]  # only here

    response = await pets.ask("POST", "/pets/7", body=b'{"later": true}')

    assert (response.status, response.body, events) == (200, b"", [(FUNCTION, b'{"later": true}')])


async def test_other_invocation_types_are_refused() -> None:
    """Nothing is made up for them."""
    pets = an_api(a_custom(request_parameters={"integration.request.header.X-Amz-Invocation-Type": "'DryRun'"}))

    response = await pets.ask("POST", "/pets/7")

    assert (response.status, pets.journey()["reason"]) == (500, "integration.lambda.refused")


async def test_the_integrations_method_must_be_post() -> None:
    """As for the proxy. fact: lambda-proxy.method-must-be-post"""
    pets = an_api(a_custom(http_method="GET"))

    response = await pets.ask("POST", "/pets/7")

    assert (response.status, pets.journey()["reason"]) == (500, "integration.lambda.http_method")


@pytest.mark.parametrize("proxy", [False, True])
async def test_a_role_goes_along(proxy: bool) -> None:
    """From a stage variable too, and one that cannot be taken on is a 500. fact: aws-integration.role"""
    members = {"credentials": "${stageVariables.role}"}
    integration = a_custom(**members)
    if proxy:
        made = a_lambda_proxy()
        integration = Integration(type="AWS_PROXY", http_method="POST", uri=made.uri, cache_namespace="root", **members)
    stage = a_stage(variables=FrozenMap({"role": ROLE}))
    pets = an_api(integration, stage=stage)
    refused = an_api(integration, stage=stage, answer=BackendError("role", "no"))

    await pets.ask("POST", "/pets/7")
    response = await refused.ask("POST", "/pets/7")

    assert pets.backends.calls[-1]["credentials"] == RoleCredentials(ROLE)
    assert (response.status, refused.journey()["reason"]) == (500, "integration.aws.role")


async def test_a_function_named_by_a_stage_variable() -> None:
    """With its alias."""
    uri = LAMBDA_URI.replace(":pets/", ":${stageVariables.name}:live/")
    pets = an_api(a_custom(uri=uri), stage=a_stage(variables=FrozenMap({"name": "pets"})))

    await pets.ask("POST", "/pets/7")

    assert pets.backends.calls[-1]["function"] == f"{FUNCTION}:live"
