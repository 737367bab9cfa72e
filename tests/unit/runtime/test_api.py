"""What Invoke refuses before anything runs."""

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.model.function import LambdaError
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.runtime.api import InvokeApi, error_response
from tests.runtime_builders import ACCOUNT, REGION, Shelf, make_function

INVOKE = "/2015-03-31/functions/pets/invocations"


async def refused(
    *, method: str = "POST", path: str = INVOKE, body: bytes = b"{}", **headers: Any
) -> tuple[int, str | None, Any]:
    """Status, error type and body of a request that is not let through; no service runs here."""
    service: Any = SimpleNamespace(functions=Shelf(make_function()), new_request_id=lambda: "id-1", invoke=None)
    pairs = Headers((name.replace("_", "-"), value) for name, value in headers.items())
    request = HttpRequest(method, path, headers=pairs, body=body)
    response = await InvokeApi(service).respond(request, account_id=ACCOUNT, region=REGION)
    return response.status, response.headers.get("x-amzn-ErrorType"), json.loads(response.body)


async def test_an_unknown_function_is_not_found() -> None:
    """The body has AWS's members: Type, and Message with a capital. fact: lambda.not-found-body"""
    assert await refused(path="/2015-03-31/functions/nosuch/invocations") == (
        404,
        "ResourceNotFoundException",
        {"Type": "User", "Message": f"Function not found: arn:aws:lambda:{REGION}:{ACCOUNT}:function:nosuch"},
    )


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b"hello", "Expecting value: line 1 column 1 (char 0)"),
        (b"[NaN]", "Non-standard token 'NaN'"),
    ],
)
async def test_a_body_that_is_no_json_is_refused(body: bytes, detail: str) -> None:
    """AWS's words, then what is wrong. fact: lambda.invalid-content"""
    text = f"Could not parse request body into json: Could not parse payload into json: {detail}"

    assert await refused(body=body) == (400, "InvalidRequestContentException", {"Type": "User", "message": text})


async def test_bytes_that_are_no_text_and_endless_nesting_are_refused() -> None:
    """No body crashes the parser."""
    outcomes = [await refused(body=body) for body in (b"\xff\xfe\xfd", b"[" * 100_000)]

    assert [error for _, error, _ in outcomes] == ["InvalidRequestContentException"] * 2


async def test_a_body_over_six_megabytes_is_refused() -> None:
    """413 before it is even parsed. fact: lambda.request-too-large"""
    text = "Request must be smaller than 6291456 bytes for the InvokeFunction operation"

    assert await refused(body=b"x" * 6_291_457) == (
        413,
        "RequestEntityTooLargeException",
        {"Type": "User", "Message": text},
    )


@pytest.mark.parametrize(
    ("header", "member", "allowed"),
    [
        ("X_Amz_Invocation_Type", "invocationType", "[Event, RequestResponse, DryRun]"),
        ("X_Amz_Log_Type", "logType", "[None, Tail]"),
    ],
)
async def test_unknown_modes_are_refused(header: str, member: str, allowed: str) -> None:
    """A value outside of AWS's list is named."""
    status, error, body = await refused(**dict[str, Any]({header: "Often"}))

    assert (status, error) == (400, "ValidationException")
    assert body["message"] == (
        f"1 validation error detected: Value 'Often' at '{member}' failed to satisfy constraint: "
        f"Member must satisfy enum value set: {allowed}"
    )


@pytest.mark.parametrize("context", ["no base64!", base64.b64encode(b"no json").decode(), "e30=" * 1000])
async def test_a_client_context_must_be_base64_json(context: str) -> None:
    """Anything else, or too much of it, is refused."""
    status, error, body = await refused(X_Amz_Client_Context=context)

    assert (status, error) == (400, "InvalidRequestContentException")
    assert body["message"].startswith("Client context must be")


@pytest.mark.parametrize(
    ("method", "path", "error", "text"),
    [
        (
            "POST",
            "/2021-11-15/functions/pets/response-streaming-invocations",
            "InvalidParameterValueException",
            "The local Lambda does not have InvokeWithResponseStream; use Invoke.",
        ),
        (
            "POST",
            "/2014-11-13/functions/pets/invoke-async/",
            "InvalidParameterValueException",
            "The local Lambda does not have InvokeAsync; use Invoke.",
        ),
        ("GET", INVOKE, "UnknownOperationException", f"The local Lambda has no operation GET {INVOKE}"),
    ],
)
async def test_other_operations_are_refused_by_name(method: str, path: str, error: str, text: str) -> None:
    """What is not Invoke is named. fact: lambda.streaming"""
    _, told, body = await refused(method=method, path=path)

    assert (told, body["message"]) == (error, text)


def test_an_error_of_the_service_itself_is_the_server_s() -> None:
    """5xx have Type Server and a capital Message."""
    response: Response = error_response(LambdaError("ServiceException", 500, "broken"), "id-1")

    assert json.loads(response.body) == {"Type": "Server", "Message": "broken"}
    assert response.headers.get("x-amzn-RequestId") == "id-1"
