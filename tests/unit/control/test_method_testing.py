"""TestInvokeMethod: a method called as it stands."""

import json
from typing import Any

import pytest

from tests.control_client import (
    LAMBDA_URI,
    TO_MOCK,
    Plane,
    a_method,
    a_mock,
    bad_request,
    bare,
    not_found,
    refusal,
)

_BODY = '{"stage": "$context.stage", "ip": "$context.identity.sourceIp", "v": "$stageVariables.v"}'


def _a_mock_of_everything(client: Any, **method: Any) -> dict[str, str]:
    """A MOCK that tells what of its context a template sees."""
    place = a_method(client, **method)
    client.put_integration(**place, **TO_MOCK)
    client.put_method_response(**place, statusCode="200", responseParameters={"method.response.header.X-Domain": False})
    client.put_integration_response(
        **place,
        statusCode="200",
        responseParameters={"method.response.header.X-Domain": "context.domainName"},
        responseTemplates={"application/json": _BODY},
    )
    return place


def test_a_method_is_called_without_a_deployment(client: Any) -> None:
    """On AWS's made-up stage, domain and address, with the given variables. fact: test-invoke.context"""
    place = _a_mock_of_everything(client)

    got = bare(client.test_invoke_method(**place, stageVariables={"v": "1"}))

    assert json.loads(got["body"]) == {"stage": "test-invoke-stage", "ip": "test-invoke-source-ip", "v": "1"}
    assert got["status"] == 200
    assert got["headers"] == {"Content-Type": "application/json", "X-Domain": "testPrefix.testDomainName"}


def test_the_answer_has_every_member_of_aws_s(client: Any) -> None:
    """And no header that only a client of the deployed API would get. fact: test-invoke.response"""
    got = bare(client.test_invoke_method(**a_mock(client)))

    log = got.pop("log")
    latency = got.pop("latency")
    assert got == {
        "status": 200,
        "body": "",
        "headers": {"Content-Type": "application/json"},
        "multiValueHeaders": {"Content-Type": ["application/json"]},
    }
    assert 0 <= latency < 60_000
    lines = log.splitlines()
    assert lines[0].startswith("Execution log for request ")
    assert lines[-1] == "Tue Nov 14 22:13:20 UTC 2023 : Method completed with status: 200"


def test_repeated_headers_are_told_in_full(control_plane: Plane) -> None:
    """The last one alone under headers. fact: test-invoke.response"""
    client = control_plane.client
    control_plane.backends.answer = json.dumps(
        {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": "x"}
    ).encode()
    place = a_method(client)
    client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=LAMBDA_URI)

    got = client.test_invoke_method(**place)

    assert got["headers"]["Set-Cookie"] == "b=2"
    assert got["multiValueHeaders"]["Set-Cookie"] == ["a=1", "b=2"]


def test_a_function_is_invoked_for_the_test_s_stage(control_plane: Plane) -> None:
    """The event, and the ARN that the function's policy is asked about, name it. fact: test-invoke.context"""
    client = control_plane.client
    control_plane.backends.answer = b'{"statusCode": 200}'
    place = a_method(client, verb="POST")
    client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=LAMBDA_URI)

    client.test_invoke_method(**place, pathWithQueryString="/?kind=cat", body='{"a": 1}', headers={"X-One": "1"})

    call = control_plane.backends.calls[-1]
    event = json.loads(call["payload"])
    assert call["source_arn"].endswith(f":{place['restApiId']}/test-invoke-stage/POST/")
    assert event["requestContext"]["stage"] == "test-invoke-stage"
    assert event["queryStringParameters"] == {"kind": "cat"}
    assert (event["body"], event["headers"]["X-One"]) == ('{"a": 1}', "1")


def test_a_test_needs_no_key_and_no_open_api(client: Any) -> None:
    """What would keep a client out does not matter. fact: test-invoke.context, test-invoke.unguarded"""
    policy = '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}'
    place = _a_mock_of_everything(client, apiKeyRequired=True)
    operations = [
        {"op": "replace", "path": "/policy", "value": policy},
        {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"},
    ]
    client.update_rest_api(restApiId=place["restApiId"], patchOperations=operations)

    assert client.test_invoke_method(**place)["status"] == 200


def test_a_test_is_validated_as_json(client: Any) -> None:
    """Whatever type is said; the log has the faults. fact: test-invoke.content-type, execution-log.refusals"""
    api = client.create_rest_api(name="pets")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "POST"}
    schema = json.dumps({"type": "object", "required": ["name"]})
    client.create_model(restApiId=api["id"], name="Pet", contentType="application/json", schema=schema)
    validator = client.create_request_validator(restApiId=api["id"], validateRequestBody=True)
    client.put_method(
        **place,
        authorizationType="NONE",
        requestModels={"application/json": "Pet"},
        requestValidatorId=validator["id"],
    )
    client.put_integration(**place, **TO_MOCK)

    got = client.test_invoke_method(**place, body="{}", headers={"Content-Type": "text/plain"})

    assert (got["status"], got["body"]) == (400, '{"message":"Invalid request body"}')
    assert (
        "Request body does not match model schema for content type application/json: "
        '[object has missing required properties (["name"])]\n'
    ) in got["log"]


def test_changes_are_tested_before_they_are_deployed(client: Any) -> None:
    """The API as it stands, not as it is served."""
    place = _a_mock_of_everything(client)
    client.create_deployment(restApiId=place["restApiId"], stageName="dev")
    operation = {"op": "replace", "path": "/responseTemplates/application~1json", "value": "new"}
    client.update_integration_response(**place, statusCode="200", patchOperations=[operation])

    assert client.test_invoke_method(**place)["body"] == "new"


def test_path_parameters_come_from_the_path(client: Any) -> None:
    """That is the only way to give them, and ANY answers any verb."""
    api = client.create_rest_api(name="pets")
    made = client.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="{id}")
    place = {"restApiId": api["id"], "resourceId": made["id"]}
    client.put_method(**place, httpMethod="ANY", authorizationType="NONE")
    client.put_integration(**place, httpMethod="ANY", **TO_MOCK)
    client.put_method_response(**place, httpMethod="ANY", statusCode="200")
    template = {"application/json": "$input.params('id') $context.httpMethod"}
    client.put_integration_response(**place, httpMethod="ANY", statusCode="200", responseTemplates=template)

    got = client.test_invoke_method(**place, httpMethod="PUT", pathWithQueryString="/7?x=1")

    assert got["body"] == "7 PUT"


def test_a_path_of_another_resource_is_refused(client: Any) -> None:
    """It could not reach the method. fact: test-invoke.path"""
    place = a_mock(client)

    assert refusal(client.test_invoke_method, **place, pathWithQueryString="/dogs?x=1") == bad_request(
        "Invalid pathWithQueryString specified: /dogs is no path of the resource /"
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"restApiId": "fake"}, not_found("Invalid Resource identifier specified")),
        ({"resourceId": "fake"}, not_found("Invalid Resource identifier specified")),
        ({"httpMethod": "POST"}, not_found("Invalid Method identifier specified")),
        (
            {"httpMethod": "ANY"},
            bad_request("Invalid HttpMethod specified. Valid options are DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"),
        ),
        ({"clientCertificateId": "fake"}, bad_request("Invalid Client Certificate identifier specified")),
        (
            {"stageVariables": {"a b": "c"}},
            bad_request("Invalid stage variable name: a b.  Please use names with only word characters."),
        ),
    ],
)
def test_what_is_not_there_cannot_be_tested(changed: dict[str, Any], expected: object, client: Any) -> None:
    """Each by the error of what is missing. fact: control.chosen-texts"""
    assert refusal(client.test_invoke_method, **{**a_mock(client), **changed}) == expected


def test_a_method_that_calls_nothing_cannot_be_tested(client: Any) -> None:
    """As it cannot be deployed. fact: control.reported-texts"""
    assert refusal(client.test_invoke_method, **a_method(client)) == bad_request("No integration defined for method")


@pytest.mark.parametrize(
    "said",
    [
        {"headers": {"a": None, "b": "1"}, "multiValueHeaders": {"b": ["2", "3"], "c": None}},
        {"pathWithQueryString": "?a=%ff&&b"},
        {"pathWithQueryString": "//"},
        {"body": "\ud800"},
        {"stageVariables": {}},
    ],
)
def test_an_odd_test_is_a_test(said: dict[str, Any], control_plane: Plane) -> None:
    """Nulls, repeated names, half characters: the method answers."""
    place = a_mock(control_plane.client)
    path = f"/restapis/{place['restApiId']}/resources/{place['resourceId']}/methods/GET"

    answer = control_plane.respond("POST", path, json.dumps(said).encode())

    assert (answer.status, json.loads(answer.body)["status"]) == (200, 200)


@pytest.mark.parametrize("headers", [{"a\r\nb": "1"}, {"a": "1\r\nb: 2"}, {"": "1"}, {"a b": "1"}, {"a": "\x00"}])
def test_a_header_that_no_client_could_send_is_refused(headers: dict[str, str], client: Any) -> None:
    """It would reach the backend as another one. fact: control.chosen-texts"""
    place = a_mock(client)

    assert refusal(client.test_invoke_method, **place, headers=headers) == bad_request(
        f"Invalid header specified: {next(iter(headers))}"
    )
    assert (
        refusal(
            client.test_invoke_method,
            **place,
            multiValueHeaders={name: ["x", value] for name, value in headers.items()},
        ).status
        == 400
    )


def test_a_path_is_sent_as_a_client_would_send_it(control_plane: Plane) -> None:
    """What is no visible ASCII is percent-encoded, what is encoded already stays."""
    client = control_plane.client
    control_plane.backends.answer = b'{"statusCode": 200}'
    api = client.create_rest_api(name="pets")
    made = client.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="{proxy+}")
    place = {"restApiId": api["id"], "resourceId": made["id"], "httpMethod": "GET"}
    client.put_method(**place, authorizationType="NONE")
    client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=LAMBDA_URI)

    client.test_invoke_method(**place, pathWithQueryString="/a b/\u00e9%2F?x=1 HTTP/1.1\r\nEvil: 1")

    event = json.loads(control_plane.backends.calls[-1]["payload"])
    assert event["path"] == "/a%20b/%C3%A9%2F"
    assert event["queryStringParameters"] == {"x": "1 HTTP/1.1\r\nEvil: 1"}
