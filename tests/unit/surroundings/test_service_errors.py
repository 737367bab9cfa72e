"""An error speaks the protocol of the service that was asked."""

import json

import pytest
from botocore.parsers import create_parser
from botocore.session import get_session

from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.service_errors import ServiceError, not_implemented, render, spoken_protocol

ERROR = ServiceError(code="SomeException", status=400, message="a <message> & more")


@pytest.mark.parametrize(
    ("service", "operation", "protocol"),
    [
        ("sqs", "ListQueues", "json"),
        ("lambda", "ListFunctions", "rest-json"),
        ("iam", "ListUsers", "query"),
        ("ec2", "DescribeVpcs", "ec2"),
        ("s3", "ListBuckets", "rest-xml"),
        ("cloudfront", "ListDistributions", "rest-xml"),
        ("cloudwatch", "ListMetrics", "smithy-rpc-v2-cbor"),
    ],
)
def test_botocore_reads_the_error_in_every_protocol(service: str, operation: str, protocol: str) -> None:
    """Code and message survive each of AWS's protocols; botocore's own parser is the judge."""
    response = render(ERROR, protocol, request_id="r-1", service=service)
    shape = get_session().get_service_model(service).operation_model(operation).output_shape
    parsed = create_parser(protocol).parse(
        {
            "status_code": response.status,
            "headers": {name.lower(): value for name, value in response.headers},
            "body": response.body,
        },
        shape,
    )

    assert (parsed["Error"]["Code"], parsed["Error"]["Message"]) == ("SomeException", "a <message> & more")
    assert parsed["ResponseMetadata"]["RequestId"] == "r-1"


def test_a_long_message_survives_cbor() -> None:
    """CBOR writes lengths above 23 and above 255 in more bytes."""
    error = ServiceError(code="X", status=500, message="é" * 400)

    body = render(error, "smithy-rpc-v2-cbor", request_id="r", service="cloudwatch").body

    assert body.endswith(b"\x79\x03\x20" + ("é" * 400).encode())


def test_the_error_for_what_is_missing_is_one_that_clients_do_not_retry() -> None:
    """botocore retries 500, 502, 503 and 504; 501 comes through at once. fact: surroundings.not-implemented"""
    error = not_implemented("sqs.CancelMessageMoveTask")

    assert (error.code, error.status, error.message) == (
        "NotImplementedException",
        501,
        "apiglab's surroundings (moto) do not have sqs.CancelMessageMoveTask.",
    )


@pytest.mark.parametrize(
    ("headers", "query", "model_protocol", "service", "protocol"),
    [
        ({"smithy-protocol": "rpc-v2-cbor"}, "", "json", "monitoring", "smithy-rpc-v2-cbor"),
        ({"Content-Type": "application/x-amz-json-1.1"}, "", None, "outposts", "json"),
        ({"X-Amz-Target": "A.B"}, "", None, "outposts", "json"),
        ({"Content-Type": "application/x-amz-json-1.0"}, "", "json", "sqs", "json"),
        ({}, "Action=ListQueues", "json", "sqs", "query"),
        ({}, "Action=DescribeVpcs", "ec2", "ec2", "ec2"),
        ({}, "", "rest-json", "lambda", "rest-json"),
        ({}, "", "rest-xml", "cloudfront", "rest-xml"),
        ({}, "", None, "s3", "rest-xml"),
        ({}, "", None, "outposts", "rest-json"),
    ],
)
def test_the_client_s_protocol_goes_before_the_model_s(
    headers: dict[str, str], query: str, model_protocol: str | None, service: str, protocol: str
) -> None:
    """SQS speaks JSON to new clients and the query protocol to old ones, so the request decides."""
    request = HttpRequest("POST", "/", query, Headers(headers.items()))

    assert spoken_protocol(request, model_protocol, service) == protocol


def test_json_errors_carry_their_type_in_the_header_too() -> None:
    """rest-json clients read x-amzn-ErrorType, JSON ones read __type; both are there."""
    response = render(ERROR, "rest-json", request_id="r-1", service="lambda")

    assert response.headers.get("x-amzn-errortype") == "SomeException"
    assert json.loads(response.body) == {"__type": "SomeException", "message": "a <message> & more"}
