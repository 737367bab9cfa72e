"""MOCK integrations, method responses and what every answer carries."""

from dataclasses import replace

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import IntegrationResponse
from tests.gateway_builders import a_method, a_mock, a_stage, serve

IDS = (
    ("x-amzn-RequestId", "6513270e-269e-4d37-f2a7-4de452e6b438"),
    ("x-amz-apigw-id", "UKSjptB/XAwvixI="),
)


async def test_answers_with_the_standard_headers() -> None:
    """A MOCK answers its status with AWS's ids, a JSON content type and no trace id.

    fact: headers.standard, mock.answers-from-template
    """
    pets = serve({"/pets": [a_method()]})

    response = await pets.ask("GET", "/pets")

    assert response == Response(200, Headers((("Content-Type", "application/json"), *IDS)), b"")


@pytest.mark.parametrize("template", ['{"statusCode": 200}', "{statusCode: 200}", "{'statusCode': '200', 'x': 1}"])
async def test_lenient_status_code(template: str) -> None:
    """The template need not be strict JSON. fact: mock.lenient-status-code"""
    pets = serve({"/pets": [a_method(integration=a_mock(template))]})

    response = await pets.ask("GET", "/pets")

    assert response.status == 200


@pytest.mark.parametrize("template", ["{}", '{"statusCode": "two hundred"}', '{"status": 200}', ""])
async def test_without_status_code(template: str) -> None:
    """Without an integer statusCode the API is misconfigured. fact: mock.lenient-status-code"""
    pets = serve({"/pets": [a_method(integration=a_mock(template))]})

    response = await pets.ask("GET", "/pets")

    assert (response.status, response.body) == (500, b'{"message":"Internal server error"}')
    assert pets.journey()["reason"] == "integration.mock.no_status_code"


async def test_response_by_status() -> None:
    """The status selects the response by pattern, whose headers and template make the answer."""
    responses = {
        "200": IntegrationResponse(status_code="200"),
        "404": IntegrationResponse(
            status_code="404",
            selection_pattern="4\\d{2}",
            response_parameters=FrozenMap(
                {
                    "method.response.header.X-Shelter": "'Paws & Co'",
                    "method.response.header.X-Stage": "context.stage",
                    "method.response.header.X-Colour": "stageVariables.colour",
                    "method.response.header.X-Absent": "stageVariables.absent",
                }
            ),
            response_templates=FrozenMap({"application/json": '{"error": "no such pet"}'}),
        ),
    }
    method = a_method(integration=a_mock('{"statusCode": 404}', responses=responses), statuses=("200", "404"))
    pets = serve({"/pets": [method]}, stage=a_stage(variables=FrozenMap({"colour": "blue"})))

    response = await pets.ask("GET", "/pets")

    assert (response.status, response.body) == (404, b'{"error": "no such pet"}')
    assert [pair for pair in response.headers if pair[0].startswith("X-")] == [
        ("X-Shelter", "Paws & Co"),
        ("X-Stage", "dev"),
        ("X-Colour", "blue"),
    ]


async def test_several_patterns_match() -> None:
    """The lowest status wins. fact: integration-response.lowest-status-first"""
    responses = {
        "500": IntegrationResponse(status_code="500", selection_pattern=".*"),
        "400": IntegrationResponse(status_code="400", selection_pattern="4.."),
    }
    method = a_method(integration=a_mock('{"statusCode": 404}', responses=responses), statuses=("400", "500"))
    pets = serve({"/pets": [method]})

    response = await pets.ask("GET", "/pets")

    assert response.status == 400


@pytest.mark.parametrize("pattern", ["5..", "(", "40"])
async def test_no_pattern_matches(pattern: str) -> None:
    """A pattern must match the whole status, and one that is no pattern matches nothing; without a default it is 500.

    fact: pattern.invalid-never-matches
    """
    responses = {"500": IntegrationResponse(status_code="500", selection_pattern=pattern)}
    method = a_method(integration=a_mock('{"statusCode": 404}', responses=responses), statuses=("500",))
    pets = serve({"/pets": [method]})

    await pets.ask("GET", "/pets")

    assert pets.journey()["reason"] == "integration_response.no_match"


async def test_hostile_pattern() -> None:
    """A pattern that backtracks without end costs its request a 500, not the server its time."""
    responses = {"200": IntegrationResponse(status_code="200", selection_pattern="(((\\d|\\d\\d?)+)+)+x")}
    template = '{"statusCode": 200}'
    pets = serve({"/pets": [a_method(integration=a_mock(template, responses=responses))]})

    response = await pets.ask("GET", "/pets")

    assert response.status == 500


async def test_undeclared_status() -> None:
    """A status without a method response is a misconfiguration."""
    pets = serve({"/pets": [a_method(statuses=("404",))]})

    response = await pets.ask("GET", "/pets")

    assert response.status == 500
    assert pets.journey()["reason"] == "method_response.undeclared_status"


@pytest.mark.parametrize(
    ("accept", "body"),
    [(None, b"json"), ("text/html, application/json", b"html"), ("image/png", b"json"), ("*/*", b"json")],
)
async def test_response_template_by_accept(accept: str | None, body: bytes) -> None:
    """fact: integration-response.template-by-accept"""
    templates = FrozenMap({"text/html": "html", "application/json": "json"})
    responses = {"200": IntegrationResponse(status_code="200", response_templates=templates)}
    pets = serve({"/pets": [a_method(integration=a_mock(responses=responses))]})

    response = await pets.ask("GET", "/pets", headers={"Accept": accept} if accept else {})

    assert response.body == body


@pytest.mark.parametrize(
    ("behavior", "template", "content_type", "status"),
    [
        ("WHEN_NO_MATCH", '{"statusCode": 200}', "text/xml", 200),
        ("WHEN_NO_TEMPLATES", '{"statusCode": 200}', "text/xml", 415),
        ("WHEN_NO_TEMPLATES", None, "text/xml", 200),
        ("NEVER", None, "text/xml", 415),
        ("NEVER", '{"statusCode": 200}', "text/xml", 415),
        ("NEVER", '{"statusCode": 200}', "application/json; charset=utf-8", 200),
        ("NEVER", '{"statusCode": 200}', None, 200),
    ],
)
async def test_passthrough(behavior: str, template: str | None, content_type: str | None, status: int) -> None:
    """fact: integration-request.passthrough"""
    integration = a_mock(template, passthrough_behavior=behavior)
    pets = serve({"/pets": [a_method("POST", integration)]})

    headers = {"Content-Type": content_type} if content_type else {}
    response = await pets.ask("POST", "/pets", headers=headers, body=b'{"statusCode": 200}')

    assert response.status == status


TEMPLATE = """
#set($pet = $input.path('$.pet'))
{"statusCode": #if($pet.age > 2)200#else 400#end, "name": $input.json('$.pet.name'), "id": "$input.params('id')"}
"""


async def test_templates_compute() -> None:
    """The request's template reads the payload and the parameters, the response's reads the context."""
    shown = "$context.resourcePath $context.identity.sourceIp $stageVariables.colour [$context.identity.user]"
    response_template = FrozenMap({"application/json": shown})
    responses = {"200": IntegrationResponse(status_code="200", response_templates=response_template)}
    method = a_method("POST", a_mock(TEMPLATE, responses=responses))
    pets = serve({"/pets/{id}": [method]}, stage=a_stage(variables=FrozenMap({"colour": "blue"})))

    response = await pets.ask("POST", "/pets/a%20b", body=b'{"pet": {"name": "Rex", "age": 3}}')

    assert (response.status, response.body) == (200, b"/pets/{id} 192.0.2.7 blue []")
    step = next(step for step in pets.journey()["steps"] if step["phase"] == "Integration request")
    assert step["detail"]["body"] == '\n{"statusCode": 200, "name": "Rex", "id": "a b"}\n'


@pytest.mark.parametrize(
    ("template", "body", "reason", "log"),
    [
        ("{\n#if(true)", b"", "template.invalid", "#if has no #end at line 2, column 1"),
        ("$input.path('$.x')", b"{no json", "template.failed", "this is no JSON"),
    ],
)
async def test_template_that_fails(template: str, body: bytes, reason: str, log: str) -> None:
    """The client sees AWS's 500, the journey what is wrong and where."""
    pets = serve({"/pets": [a_method("POST", a_mock(template))]})

    response = await pets.ask("POST", "/pets", body=body)

    assert (response.status, response.body) == (500, b'{"message":"Internal server error"}')
    step = pets.journey()["steps"][-1]
    assert (step["phase"], step["outcome"], step["reason"]) == ("Integration request", "refused", reason)
    assert log in step["detail"]["log"]


async def test_binary_body_and_template() -> None:
    """A template takes text: a binary body is a 500 unless it is converted first.

    fact: template.binary-body-is-500, payload.binary-and-template
    """
    plain = a_mock('{"statusCode": 200, "body": "$input.body"}')
    converted = replace(plain, content_handling="CONVERT_TO_TEXT")
    pets = serve(
        {"/plain": [a_method("POST", plain)], "/converted": [a_method("POST", converted)]},
        binary_media_types=("application/json",),
    )

    refused = await pets.ask("POST", "/plain", headers={"Content-Type": "application/json"}, body=b"\xff")
    reason = pets.journey()["reason"]
    taken = await pets.ask("POST", "/converted", headers={"Content-Type": "application/json"}, body=b"\xff")

    assert (refused.status, taken.status) == (500, 200)
    assert reason == "template.binary_body"


async def test_overrides() -> None:
    """A template overrides the status, also an undeclared one, and headers, be it the request's template.

    fact: overrides.status, overrides.once
    """
    template = (
        '#set($context.responseOverride.status = 444)#set($context.requestOverride.header.X-Sent = "sent")'
        "#set($context.responseOverride.header.X-List = ['a', 'b']){\"statusCode\": 200}"
    )
    response_template = FrozenMap({"application/json": "$context.requestOverride.header.X-Sent"})
    mapped = FrozenMap({"method.response.header.x-list": "'mapped'"})
    responses = {
        "200": IntegrationResponse(status_code="200", response_templates=response_template, response_parameters=mapped)
    }
    pets = serve({"/pets": [a_method(integration=a_mock(template, responses=responses))]})

    response = await pets.ask("GET", "/pets")

    assert (response.status, response.body) == (444, b"sent")
    assert response.headers.all("X-List") == ("a", "b")


@pytest.mark.parametrize(
    ("override", "status"),
    [
        ('#set($context.responseOverride.status = "418")', 418),
        ("#set($context.responseOverride.status = 99)", 200),
        ('#set($context.responseOverride.status = "many")', 200),
        ("#set($context.responseOverride.status = 201)#set($context.responseOverride.status = 202)", 500),
    ],
)
async def test_status_overrides(override: str, status: int) -> None:
    """What is no status is ignored, and a second override is an error. fact: overrides.status, overrides.once"""
    pets = serve({"/pets": [a_method(integration=a_mock(override + '{"statusCode": 200}'))]})

    response = await pets.ask("GET", "/pets")

    assert response.status == status


async def test_client_request_id_kept() -> None:
    """fact: headers.client-request-id"""
    pets = serve({"/pets": [a_method()]})
    mine = "01234567-89ab-cdef-0123-456789abcdef"

    kept = await pets.ask("GET", "/pets", headers={"x-amzn-RequestId": mine})
    replaced = await pets.ask("GET", "/pets", headers={"x-amzn-RequestId": "mine"})

    assert kept.headers.all("x-amzn-RequestId") == (mine,)
    assert replaced.headers.get("x-amzn-RequestId") != "mine"
