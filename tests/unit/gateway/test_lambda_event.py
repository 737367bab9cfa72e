"""Lambda proxy integrations: the event that a function gets."""

import base64
import json

import pytest
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventModel

from apiglab.model.frozen import FrozenMap
from tests.gateway_builders import a_lambda_proxy, a_method, a_stage, serve
from tests.lambda_api import a_pets_api, the_event


async def test_event() -> None:
    """The event has every member that AWS sends, in AWS's order.

    fact: lambda-proxy.event, lambda-proxy.host-and-forwarded, headers.dropped-from-client
    """
    pets = a_pets_api(stage=a_stage(variables=FrozenMap({"colour": "blue"})))

    await pets.ask(
        "POST",
        "/pets/a%2Bb",
        query="x=1&x=2+3&y=%2B",
        headers=[
            ("Host", "127.0.0.1:4566"),
            ("tEsT-HEADeR", "one"),
            ("tEsT-HEADeR", "two"),
            ("User-Agent", "curl"),
            ("X-Forwarded-For", "10.0.0.1"),
            ("Connection", "keep-alive"),
            ("Content-Length", "5"),
        ],
        body=b"hello",
    )

    host = "abcde12345.execute-api.us-east-1.amazonaws.com"
    trace_id = "Root=1-6553f100-324b7caee3835c962c1fee7a"
    event = the_event(pets)
    assert json.dumps(event) == json.dumps(
        {
            "resource": "/pets/{id}",
            "path": "/pets/a%2Bb",
            "httpMethod": "POST",
            "headers": {
                "tEsT-HEADeR": "two",
                "User-Agent": "curl",
                "Host": host,
                "X-Amzn-Trace-Id": event["headers"]["X-Amzn-Trace-Id"],
                "X-Forwarded-For": "10.0.0.1, 192.0.2.7",
                "X-Forwarded-Port": "443",
                "X-Forwarded-Proto": "https",
            },
            "multiValueHeaders": {
                "tEsT-HEADeR": ["one", "two"],
                "User-Agent": ["curl"],
                "Host": [host],
                "X-Amzn-Trace-Id": [event["headers"]["X-Amzn-Trace-Id"]],
                "X-Forwarded-For": ["10.0.0.1, 192.0.2.7"],
                "X-Forwarded-Port": ["443"],
                "X-Forwarded-Proto": ["https"],
            },
            "queryStringParameters": {"x": "2 3", "y": "+"},
            "multiValueQueryStringParameters": {"x": ["1", "2 3"], "y": ["+"]},
            "pathParameters": {"id": "a%2Bb"},
            "stageVariables": {"colour": "blue"},
            "requestContext": {
                "resourceId": "res1",
                "resourcePath": "/pets/{id}",
                "httpMethod": "POST",
                "extendedRequestId": "UKSjptB/XAwvixI=",
                "requestTime": "14/Nov/2023:22:13:20 +0000",
                "path": "/dev/pets/a%2Bb",
                "accountId": "123456789012",
                "protocol": "HTTP/1.1",
                "stage": "dev",
                "domainPrefix": "abcde12345",
                "requestTimeEpoch": 1700000000000,
                "requestId": "6513270e-269e-4d37-f2a7-4de452e6b438",
                "identity": {
                    "cognitoIdentityPoolId": None,
                    "accountId": None,
                    "cognitoIdentityId": None,
                    "caller": None,
                    "sourceIp": "192.0.2.7",
                    "principalOrgId": None,
                    "accessKey": None,
                    "cognitoAuthenticationType": None,
                    "cognitoAuthenticationProvider": None,
                    "userArn": None,
                    "userAgent": "curl",
                    "user": None,
                },
                "domainName": host,
                "deploymentId": "dep123",
                "apiId": "abcde12345",
            },
            "body": "hello",
            "isBase64Encoded": False,
        }
    )
    assert len(event["headers"]["X-Amzn-Trace-Id"]) == len(trace_id)


async def test_event_fits_powertools() -> None:
    """An independent model of AWS's event accepts ours. fact: lambda-proxy.event"""
    pets = a_pets_api()

    await pets.ask("GET", "/pets/7", headers={"User-Agent": "curl"})

    parsed = APIGatewayProxyEventModel.model_validate(the_event(pets))
    assert (parsed.path, parsed.requestContext.stage) == ("/pets/7", "dev")


async def test_empty_maps_are_null() -> None:
    """What is absent is null, not an empty map. fact: lambda-proxy.event"""
    method = a_method("GET", a_lambda_proxy())
    pets = serve({"/": [method]})

    await pets.ask("GET", "/")

    event = the_event(pets)
    names = ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body")
    assert {name: event[name] for name in names} == dict.fromkeys(names)


@pytest.mark.parametrize(
    ("path", "event_path", "proxy", "context_path"),
    [
        ("/a/", "/a/", "a", "/dev/a/"),
        ("/a//b", "/a//b", "a//b", "/dev/a//b"),
        ("//a", "/a", "a", "/dev//a"),
        ("/test%2Balias@x.com/a+b", "/test%2Balias@x.com/a+b", "test%2Balias@x.com/a+b", "/dev/test%2Balias@x.com/a+b"),
    ],
)
async def test_paths_in_the_event(path: str, event_path: str, proxy: str, context_path: str) -> None:
    """Slashes and percent-encoding as AWS shows them. fact: routing.slashes-after-the-stage"""
    pets = a_pets_api()

    await pets.ask("GET", path)

    event = the_event(pets)
    assert (event["path"], event["pathParameters"], event["requestContext"]["path"]) == (
        event_path,
        {"proxy": proxy},
        context_path,
    )


@pytest.mark.parametrize(
    ("media_types", "body", "sent", "is_base64"),
    [
        (None, b"caf\xe9", "caf\ufffd", False),
        (("image/png",), b"\x89PNG", base64.b64encode(b"\x89PNG").decode(), True),
        (("image/*",), b"\x89PNG", base64.b64encode(b"\x89PNG").decode(), True),
        (("*/*",), b"text", base64.b64encode(b"text").decode(), True),
        (("image/jpeg",), b"plain", "plain", False),
    ],
)
async def test_body_in_the_event(media_types: tuple[str, ...] | None, body: bytes, sent: str, is_base64: bool) -> None:
    """Binary media types reach the function as base64. fact: payload.binary-as-text"""
    pets = a_pets_api(binary_media_types=media_types)

    await pets.ask("POST", "/pets/7", headers={"Content-Type": "image/png"}, body=body)

    event = the_event(pets)
    assert (event["body"], event["isBase64Encoded"]) == (sent, is_base64)
