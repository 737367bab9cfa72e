"""Integrations and their responses: what a method calls and what becomes of the answer."""

from typing import Any

import pytest

from tests.control_client import LAMBDA_URI, TO_MOCK, a_method, a_mock, bad_request, bare, not_found, refusal

HTTP = {"type": "HTTP", "integrationHttpMethod": "GET", "uri": "http://example.com/{id}"}
STREAMED = {"type": "HTTP_PROXY", "responseTransferMode": "STREAM"}
MAPPINGS = "Invalid mapping expression specified: Validation Result: warnings : [], errors : "


def test_a_lambda_proxy_has_aws_s_defaults(client: Any) -> None:
    """The cache goes by the resource's identifier, the timeout is 29 s."""
    place = a_method(client)

    made = client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=LAMBDA_URI)

    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert bare(made) == {
        "type": "AWS_PROXY",
        "httpMethod": "POST",
        "uri": LAMBDA_URI,
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29000,
        "cacheNamespace": place["resourceId"],
        "cacheKeyParameters": [],
    }


def test_an_http_integration_connects_over_the_internet(client: Any) -> None:
    """Unless it says otherwise."""
    assert client.put_integration(**a_method(client), **HTTP)["connectionType"] == "INTERNET"


def test_an_integration_keeps_everything_that_was_said(client: Any) -> None:
    """Connection, mappings, templates, cache keys, TLS."""
    place = a_method(client, requestParameters={"method.request.querystring.q": True})
    said = {
        "type": "HTTP_PROXY",
        "uri": "https://${stageVariables.host}/pets",
        "connectionType": "VPC_LINK",
        "connectionId": "${stageVariables.link}",
        "credentials": "arn:aws:iam::123456789012:role/pets",
        "requestParameters": {"integration.request.querystring.q": "method.request.querystring.q"},
        "requestTemplates": {"application/json": "$input.body"},
        "passthroughBehavior": "NEVER",
        "cacheNamespace": "pets",
        "cacheKeyParameters": ["method.request.querystring.q"],
        "contentHandling": "CONVERT_TO_TEXT",
        "timeoutInMillis": 50,
        "tlsConfig": {"insecureSkipVerification": True},
        "responseTransferMode": "BUFFERED",
        "integrationTarget": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/pets/1",
    }

    client.put_integration(**place, **said, integrationHttpMethod="ANY")

    assert bare(client.get_integration(**place)) == {**said, "httpMethod": "ANY"}


def test_putting_an_integration_again_replaces_it(client: Any) -> None:
    """Its responses too."""
    place = a_mock(client)

    client.put_integration(**place, **HTTP)

    got = client.get_integration(**place)
    assert (got["type"], "integrationResponses" in got, "requestTemplates" in got) == ("HTTP", False, False)


@pytest.mark.parametrize(
    "uri",
    [
        LAMBDA_URI,
        LAMBDA_URI.replace("path/2015", "path//2015"),
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${stageVariables.fn}/invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:x/response-streaming-invocations",
        "arn:aws:apigateway:us-east-1:firehose:action/PutRecord",
    ],
)
def test_a_proxy_may_call_lambda_and_firehose(uri: str, client: Any) -> None:
    """A stage variable may stand for the function."""
    place = a_method(client)

    client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)

    assert client.get_integration(**place)["uri"] == uri


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"timeoutInMillis": 49}, "Timeout should be between 50 ms and 29000 ms"),
        ({"timeoutInMillis": 29_001}, "Timeout should be between 50 ms and 29000 ms"),
        (
            {"passthroughBehavior": "ALWAYS"},
            "Invalid passthroughBehavior specified. Valid options are WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER",
        ),
        ({"credentials": "me"}, "Invalid ARN specified in the request"),
        ({"integrationHttpMethod": "FETCH"}, "Invalid HttpMethod specified. Valid options are "),
        ({**STREAMED, "timeoutInMillis": 900_001}, "Timeout should be between 50 ms and 900000 ms"),
        ({"responseTransferMode": "STREAM", "type": "HTTP"}, "Response transfer mode STREAM is only supported for "),
        ({"requestTemplates": {"json": "x"}}, "Validation Result: warnings : [], errors : [Invalid content type"),
        ({"requestTemplates": {"a/b": "x" * 307_201}}, "Invalid mapping template specified. Must be at most 300 KB"),
        ({"uri": "ftp://example.com"}, "Invalid HTTP endpoint specified for URI"),
    ],
)
def test_an_integration_that_cannot_be_is_refused(said: dict[str, object], message: str, client: Any) -> None:
    """A put and a patch of the same are refused alike. fact: control.reported-texts, control.chosen-texts"""
    place = a_method(client)

    found = refusal(client.put_integration, **place, **{**HTTP, **said})

    assert (found.code, found.status) == ("BadRequestException", 400)
    assert found.message.startswith(message)
    assert "methodIntegration" not in client.get_method(**place)


def test_an_http_proxy_may_stream_for_a_quarter_of_an_hour(client: Any) -> None:
    """Its answers are then passed on as they come. fact: streaming.types"""
    place = a_method(client)
    streamed = {**STREAMED, "timeoutInMillis": 900_000}

    client.put_integration(**place, **{**HTTP, **streamed})

    assert client.get_integration(**place).items() >= streamed.items()


def test_a_function_that_streams_is_refused_by_name(client: Any) -> None:
    """Never a buffered answer in its place. fact: streaming.types"""
    function = "arn:aws:lambda:us-east-1:123456789012:function:pets"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/{function}/response-streaming-invocations"
    said = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": uri, "responseTransferMode": "STREAM"}

    found = refusal(client.put_integration, **a_method(client), **said)

    assert found == bad_request("apiglab does not have responseTransferMode STREAM of Lambda functions yet.")


def test_a_vpc_link_must_be_there(client: Any) -> None:
    """None can be yet; one named by a stage variable is looked for at run time."""
    link = {"connectionType": "VPC_LINK", "connectionId": "abc123"}

    assert refusal(client.put_integration, **a_method(client), **HTTP, **link) == not_found(
        "Invalid Vpc Link identifier specified"
    )


@pytest.mark.parametrize(
    ("target", "source", "fault"),
    [
        ("integration.request.header.x", "'static'", None),
        ("integration.request.path.x", "method.request.path.id", None),
        ("integration.request.header.x", "method.request.multivalueheader.h", None),
        ("integration.request.header.x", "method.request.body.pets[0].name", None),
        ("integration.request.header.x", "method.request.body", None),
        ("integration.request.querystring.x", "stageVariables.v", None),
        ("integration.request.querystring.x", "context.requestId", None),
        ("integration.request.cookie.x", "'y'", "Invalid mapping expression specified: integration.request.cookie.x"),
        ("integration.request.header.x", "static", "Invalid mapping expression specified: static"),
        (
            "integration.request.header.x",
            "integration.response.header.y",
            "Invalid mapping expression specified: integration.response.header.y",
        ),
        (
            "integration.request.header.x",
            "method.request.header.other",
            "Invalid mapping expression parameter specified: method.request.header.other",
        ),
        (
            "integration.request.path.proxy",
            "method.request.path.proxy",
            "Invalid mapping expression parameter specified: method.request.path.proxy",
        ),
    ],
)
def test_a_request_maps_only_from_what_the_method_declares(
    target: str, source: str, fault: str | None, client: Any
) -> None:
    """Targets and sources are AWS's. fact: control.mappings-name-what-is-declared"""
    place = a_method(client, requestParameters={"method.request.path.id": True, "method.request.header.h": False})
    mappings = {"requestParameters": {target: source}}

    if fault is None:
        assert client.put_integration(**place, **TO_MOCK, **mappings)["requestParameters"] == {target: source}
    else:
        assert refusal(client.put_integration, **place, **TO_MOCK, **mappings) == bad_request(f"{MAPPINGS}[{fault}]")


def test_a_response_maps_only_to_headers_that_are_declared(client: Any) -> None:
    """By the method response of the same status. fact: control.mappings-name-what-is-declared"""
    place = a_mock(client)
    declared, other = "method.response.header.X-Pets", "method.response.header.X-Other"
    operation = {"op": "add", "path": f"/responseParameters/{declared}", "value": "false"}
    client.update_method_response(**place, statusCode="200", patchOperations=[operation])
    mapped = {declared: "integration.response.header.pets"}

    made = client.put_integration_response(**place, statusCode="200", responseParameters=mapped)

    assert made["responseParameters"] == mapped
    assert refusal(
        client.put_integration_response, **place, statusCode="200", responseParameters={other: "'x'"}
    ) == bad_request(f"{MAPPINGS}[Invalid mapping expression parameter specified: {other}]")
    assert refusal(
        client.put_integration_response, **place, statusCode="200", responseParameters={declared: "method.request.body"}
    ) == bad_request(f"{MAPPINGS}[Invalid mapping expression specified: method.request.body]")


def test_an_empty_template_is_null(client: Any) -> None:
    """In requests and responses, put and patched. fact: control.empty-template-is-null"""
    place = a_mock(client)
    empty = {"application/json": ""}
    operation = {"op": "add", "path": "/requestTemplates/text~1plain", "value": ""}

    request = client.put_integration(**place, type="MOCK", requestTemplates=empty)
    response = client.put_integration_response(**place, statusCode="200", responseTemplates=empty)
    patched = client.update_integration(**place, patchOperations=[operation])

    assert request["requestTemplates"] == response["responseTemplates"] == {"application/json": None}
    assert patched["requestTemplates"] == {"application/json": None, "text/plain": None}


def test_an_integration_response_keeps_what_was_said_and_can_be_put_again(client: Any) -> None:
    """An empty selection pattern is kept, and no method response is needed."""
    place = a_mock(client)
    first = {"statusCode": "201", "selectionPattern": "", "responseTemplates": {"application/json": "{}"}}
    second = {"statusCode": "201", "selectionPattern": "4..", "contentHandling": "CONVERT_TO_TEXT"}

    assert bare(client.put_integration_response(**place, **first)) == first
    assert bare(client.put_integration_response(**place, **second)) == second
    assert bare(client.get_integration_response(**place, statusCode="201")) == second


def test_an_integration_response_can_change_its_status(client: Any) -> None:
    """It moves to the new one and is gone from the old."""
    place = a_mock(client)
    operation = {"op": "replace", "path": "/statusCode", "value": "202"}

    client.update_integration_response(**place, statusCode="200", patchOperations=[operation])

    assert client.get_integration(**place)["integrationResponses"] == {"202": {"statusCode": "202"}}


def test_an_integration_response_cannot_lose_its_status(client: Any) -> None:
    """A patch that empties it is refused. fact: control.chosen-texts"""
    place = a_mock(client)
    operation = {"op": "replace", "path": "/statusCode"}

    assert refusal(
        client.update_integration_response, **place, statusCode="200", patchOperations=[operation]
    ) == bad_request("Invalid status code specified: null")


def test_deleted_integrations_and_responses_are_gone(client: Any) -> None:
    """The response first, then the whole integration."""
    place = a_mock(client)

    client.delete_integration_response(**place, statusCode="200")
    without_response = client.get_integration(**place)
    client.delete_integration(**place)

    assert "integrationResponses" not in without_response
    assert refusal(client.get_integration, **place) == not_found("Invalid Integration identifier specified")
    assert refusal(client.delete_integration, **place) == not_found("Invalid Integration identifier specified")
