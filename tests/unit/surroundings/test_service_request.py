"""An integration's call in the protocol of its service, by botocore's own models."""

from functools import cache
from typing import Any

import botocore.session
import pytest

from apiglab.model.backend import AwsCall, BackendError
from apiglab.model.credentials import RoleCredentials
from apiglab.model.http import Headers
from apiglab.surroundings.service_request import FORM, ServiceRequest, UnknownOperationError, build_request


@cache
def model(service: str) -> Any:
    """botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


def build(uri: str, headers: dict[str, str] | None = None, botocore_name: str = "", **members: Any) -> ServiceRequest:
    """The request for ``service:kind/target``."""
    service, _, rest = uri.partition(":")
    kind, _, target = rest.partition("/")
    call = AwsCall(
        service=service,
        region="us-east-1",
        account_id="123456789012",
        kind=kind,
        target=target,
        headers=Headers((headers or {}).items()),
        credentials=RoleCredentials("arn:aws:iam::123456789012:role/gateway"),
        source_arn="arn:aws:execute-api:us-east-1:123456789012:abc/*",
        **{"method": "POST", **members},
    )
    return build_request(call, model(botocore_name or service.rpartition(".")[2]))


@pytest.mark.parametrize(
    ("uri", "name", "target", "content_type"),
    [
        ("dynamodb:action/PutItem", "dynamodb", "DynamoDB_20120810.PutItem", "application/x-amz-json-1.0"),
        ("kinesis:action/PutRecord", "kinesis", "Kinesis_20131202.PutRecord", "application/x-amz-json-1.1"),
        (
            "states:action/StopExecution",
            "stepfunctions",
            "AWSStepFunctions.StopExecution",
            "application/x-amz-json-1.0",
        ),
    ],
)
def test_json_services_get_their_target(uri: str, name: str, target: str, content_type: str) -> None:
    """And their own content type in the place of any JSON. fact: aws-integration.target"""
    request = build(uri, {"Content-Type": "application/json"}, name, body=b"{}")

    assert (request.http.method, request.http.path, request.http.body) == ("POST", "/", b"{}")
    assert dict(request.http.headers.pairs) == {"X-Amz-Target": target, "Content-Type": content_type}


@pytest.mark.parametrize(
    ("uri", "headers", "members"),
    [
        ("events:action/PutEvents", {}, {}),
        ("events:path//", {}, {}),
        ("events:action/PutEvents", {"X-Amz-Target": "AWSEvents.Fly"}, {}),
        ("dynamodb:action/PutItem", {}, {"method": "GET"}),
        ("sqs:path/1/q", {}, {"body": b"Action=SendMessage&MessageBody=x"}),
    ],
)
def test_json_services_know_nothing_else(uri: str, headers: dict[str, str], members: dict[str, Any]) -> None:
    """fact: aws-integration.target, aws-integration.unknown-operation"""
    with pytest.raises(UnknownOperationError):
        build(uri, headers, **members)


def test_query_services_get_a_form() -> None:
    """Of the action, the URI's and the mapped parameters; a body of another type does not count."""
    request = build(
        "sns:action/Publish&Subject=Hi+you",
        {"Content-Type": "application/json"},
        query=(("Message", "a&b"),),
        body=b'{"x": 1}',
    )

    assert request.http.body == b"Action=Publish&Subject=Hi+you&Message=a%26b&Version=2010-03-31"
    assert (request.query or {}).get("Action") == "Publish"
    assert request.http.headers.get("Content-Type") == FORM


def test_a_form_by_path() -> None:
    """The template's form keeps its path; the version is added, and a list may lack its number."""
    request = build(
        "sqs:path/123456789012/orders",
        {"Content-Type": FORM},
        body=b'Action=ReceiveMessage&AttributeName=All&MessageBody={"a": "b"}',
    )

    assert request.http.path == "/123456789012/orders"
    assert request.http.body == (
        b"Action=ReceiveMessage&AttributeName.1=All&MessageBody=%7B%22a%22%3A+%22b%22%7D&Version=2012-11-05"
    )


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("sqs:action/Fly", "sqs has no action Fly"),
        ("sns:path/", "no Action is given"),
        ("dynamodb:action/putItem", "dynamodb has no action putItem"),
        ("s3:action/GetObject&Bucket=b", "s3's action GetObject needs what /b/{Key+} names in braces"),
    ],
)
def test_what_is_not_there(uri: str, said: str) -> None:
    """The error names it. fact: aws-integration.errors"""
    with pytest.raises(BackendError) as raised:
        build(uri)

    assert (raised.value.kind, str(raised.value)) == ("not_there", said)


def test_rest_services_by_path() -> None:
    """Path, query, headers and body as they are; a bucket may be the sub-domain."""
    request = build("pets.s3:path/a%20b?tagging", {"X-Own": "1"}, query=(("x", "y z"),), method="PUT", body=b"hi").http

    assert (request.method, request.path, request.query) == ("PUT", "/pets/a%20b", "tagging=&x=y+z")
    assert (request.headers, request.body) == (Headers((("X-Own", "1"),)), b"hi")


def test_rest_services_by_action() -> None:
    """Each parameter goes where the operation has it, and the operation's own verb is used."""
    uri = "s3:action/GetObject&Bucket=pets&Key=a/b c&Range=bytes=0-1&VersionId=7&x=y"
    request = build(uri).http

    assert (request.method, request.path, request.query) == ("GET", "/pets/a/b%20c", "versionId=7&x=y")
    assert request.headers.pairs == (("Range", "bytes=0-1"),)
