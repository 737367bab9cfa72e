"""The Invoke operation over HTTP, answered by a running Lambda."""

import asyncio
import base64
import json
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.runtime.api import InvokeApi
from apiglab.runtime.service import LambdaService
from tests.runtime_builders import ACCOUNT, REGION, logged, make_function, running

pytestmark = pytest.mark.slow

SOURCE = """
def handler(event, context):
    if event == "fail":
        raise ValueError("no")
    print("seen", event)
    return [event, context.invoked_function_arn.rpartition(":")[2], getattr(context.client_context, "custom", None)]
"""


async def invoke(
    service: LambdaService, body: bytes, *, path: str = "pets", query: str = "", **headers: str
) -> Response:
    """The answer to one Invoke; headers' underscores stand for hyphens."""
    pairs = Headers((name.replace("_", "-"), value) for name, value in headers.items())
    target = f"/2015-03-31/functions/{path}/invocations"
    request = HttpRequest("POST", target, query=query, headers=pairs, body=body)
    return await InvokeApi(service).respond(request, account_id=ACCOUNT, region=REGION)


def parsed(response: Response) -> Any:
    """The body, parsed."""
    return json.loads(response.body)


async def test_a_synchronous_invocation_answers_with_the_result() -> None:
    """200 with the payload, the version that ran and the invocation's request id."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b'"hi"')

    assert (response.status, parsed(response)) == (200, ["hi", "pets", None])
    assert response.headers.get("X-Amz-Executed-Version") == "$LATEST"
    assert response.headers.get("Content-Type") == "application/json"
    assert "X-Amz-Function-Error" not in response.headers
    assert "X-Amz-Log-Result" not in response.headers


async def test_no_body_is_an_empty_event() -> None:
    """An Invoke without a payload gives the handler an empty object. fact: lambda.empty-payload"""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"")

    assert parsed(response)[0] == {}


async def test_a_function_s_error_is_200_with_a_header() -> None:
    """A handler that raises is still a 200; the header says it failed."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b'"fail"')

    assert (response.status, response.headers.get("X-Amz-Function-Error")) == (200, "Unhandled")
    assert parsed(response)["errorType"] == "ValueError"


async def test_the_log_s_tail_comes_on_demand() -> None:
    """``X-Amz-Log-Type: Tail`` gives the end of the invocation's log, START to REPORT, in base64."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"1", X_Amz_Log_Type="Tail")

    lines = base64.b64decode(response.headers.get("X-Amz-Log-Result") or "").decode().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["START", "seen", "END", "REPORT"]
    assert lines[0] == f"START RequestId: {response.headers.get('x-amzn-RequestId')} Version: $LATEST"


async def test_the_client_context_reaches_the_handler() -> None:
    """The header's base64 JSON is the context's ``client_context``."""
    header = base64.b64encode(b'{"custom": {"n": 1}}').decode()
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"1", X_Amz_Client_Context=header)

    assert parsed(response)[2] == {"n": 1}


@pytest.mark.parametrize(
    ("path", "query", "seen"),
    [
        ("pets", "Qualifier=live", "live"),
        ("pets:live", "", "live"),
        (f"arn%3Aaws%3Alambda%3A{REGION}%3A{ACCOUNT}%3Afunction%3Apets%3Alive", "", "live"),
        (f"arn%3Aaws%3Alambda%3A{REGION}%3A{ACCOUNT}%3Afunction%3Apets", "", "pets"),
        (f"{ACCOUNT}:function:pets:live", "", "live"),
        (f"{ACCOUNT}:function:pets", "", "pets"),
    ],
)
async def test_functions_are_named_in_every_form(path: str, query: str, seen: str) -> None:
    """Name, partial ARN and ARN, with the qualifier in the name or the query; the handler's ARN ends with it."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"1", path=path, query=query)

    assert parsed(response)[1] == seen


async def test_an_asynchronous_invocation_is_accepted_and_run_later() -> None:
    """202 without a body at once; the event runs with the request id that was answered."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"7", X_Amz_Invocation_Type="Event")
        before = logged(service)
        await service.events.drained()
        after = logged(service)

    assert (response.status, response.body, before) == (202, b"", [])
    assert f"START RequestId: {response.headers.get('x-amzn-RequestId')} Version: $LATEST\n" in after
    assert "seen 7\n" in after


async def test_a_failing_event_is_tried_three_times_with_one_request_id() -> None:
    """A failed asynchronous invocation is retried twice. fact: lambda.event-retries"""
    async with running(make_function(SOURCE), retry_delays=(0, 0)) as service:
        response = await invoke(service, b'"fail"', X_Amz_Invocation_Type="Event")
        await service.events.drained()
        lines = logged(service)

    start = f"START RequestId: {response.headers.get('x-amzn-RequestId')} Version: $LATEST\n"
    assert lines.count(start) == 3


async def test_a_dry_run_runs_nothing() -> None:
    """204, and no worker is started."""
    async with running(make_function(SOURCE)) as service:
        response = await invoke(service, b"1", X_Amz_Invocation_Type="DryRun")
        workers = service.stats().workers

    assert (response.status, response.body, workers) == (204, b"", 0)


async def test_reserved_concurrency_is_told_in_aws_s_words() -> None:
    """A throttled Invoke is 429 with reason and type. fact: lambda.throttled"""
    async with running(make_function(SOURCE, reserved_concurrent_executions=0)) as service:
        response = await invoke(service, b"1")

    assert (response.status, response.headers.get("x-amzn-ErrorType")) == (429, "TooManyRequestsException")
    assert parsed(response) == {
        "Type": "User",
        "Reason": "ReservedFunctionConcurrentInvocationLimitExceeded",
        "message": "Rate Exceeded.",
    }


async def test_boto3_reads_every_answer() -> None:
    """boto3's own client takes answers and errors for Lambda's: its parser is the judge."""
    session = botocore.session.get_session()
    model = session.get_service_model("lambda").operation_model("Invoke")
    parser = create_parser("rest-json")

    def read(response: Response) -> Any:
        class Body:
            def read(self) -> bytes:
                return response.body

        told = {"status_code": response.status, "headers": HeadersDict(response.headers.pairs)}
        told["body"] = Body() if response.status < 300 else response.body
        return parser.parse(told, model.output_shape if response.status < 300 else None)

    async with running(make_function(SOURCE)) as service:
        fine = read(await invoke(service, b'"fail"', X_Amz_Log_Type="Tail"))
        missing = read(await invoke(service, b"1", path="nosuch"))
        garbled = read(await invoke(service, b"{"))
        await asyncio.sleep(0)

    assert (fine["StatusCode"], fine["FunctionError"], fine["ExecutedVersion"]) == (200, "Unhandled", "$LATEST")
    assert missing["Error"]["Code"] == "ResourceNotFoundException"
    assert missing["Error"]["Message"] == f"Function not found: arn:aws:lambda:{REGION}:{ACCOUNT}:function:nosuch"
    assert garbled["Error"]["Code"] == "InvalidRequestContentException"
