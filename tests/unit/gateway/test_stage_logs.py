"""What a stage's logs say of a request."""

import json
from typing import Any

import pytest

from apiglab.gateway.data_plane import DataPlane
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import HttpRequest
from apiglab.model.stage import AccessLogSettings, CanarySettings, MethodSetting
from tests.gateway_builders import Served, a_lambda_proxy, a_method, a_stage, serve

GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/api/access:*"


class Sink:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.groups: set[tuple[str, str, str, bool]] = set()

    def append(
        self, account_id: str, region: str, group: str, stream: str, events: list[tuple[int, str]], *, must_exist: bool
    ) -> None:
        """Note where the lines go and what they say."""
        assert len(stream) == 32
        self.groups.add((account_id, region, group, must_exist))
        self.lines += [(group, message) for _, message in events]


def logged(form: str | None = None, answer: bytes = b'{"statusCode": 201}', **stage: Any) -> tuple[Served, Sink]:
    """An API on a stage with an access log of this form, and where it goes."""
    log = AccessLogSettings(destination_arn=GROUP, format=form) if form is not None else None
    methods = [a_method("GET", a_lambda_proxy()), a_method("POST")]
    pets = serve({"/pets": methods}, stage=a_stage(access_log_settings=log, **stage), answer=answer)
    sink = Sink()
    old = pets.plane
    pets.plane = DataPlane(old.registry, old.backends, old.clock, old.chance, log_sink=sink, raise_bugs=True)
    return pets, sink


async def line(form: str, path: str = "/pets", answer: bytes = b'{"statusCode": 201}', **stage: Any) -> str:
    """The line of one request."""
    pets, sink = logged(form, answer, **stage)
    await pets.ask("GET", path, headers={"User-Agent": "curl/8"})
    return sink.lines[0][1]


CLF = (
    "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
    '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength '
    "$context.requestId"
)


async def test_the_common_log_format() -> None:
    """As AWS's preset writes it. fact: access-log.missing"""
    pets, sink = logged(CLF)

    response = await pets.ask("GET", "/pets")

    assert sink.lines == [
        (
            "/api/access",
            '192.0.2.7 - - [14/Nov/2023:22:13:20 +0000] "GET /pets HTTP/1.1" 201 0 '
            + (response.headers.get("x-amzn-RequestId") or ""),
        )
    ]
    assert sink.groups == {("123456789012", "us-east-1", "/api/access", True)}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("apiId", "abcde12345"),
        ("stage", "dev"),
        ("resourceId", "res0"),
        ("identity.userAgent", "curl/8"),
        ("endpointType", "EDGE"),
        ("integration.status", "201"),
        ("integration.integrationStatus", "200"),
        ("integrationStatus", "200"),
        ("integration.requestId", "lambda-request"),
        ("awsEndpointRequestId", "lambda-request"),
        ("error.message", "-"),
        ("authorizer.status", "-"),
        ("isCanaryRequest", "-"),
        ("xrayTraceId", "-"),
        ("wafResponseCode", "-"),
        ("no.such.variable", "-"),
    ],
)
async def test_variables_of_a_request_that_was_served(variable: str, value: str) -> None:
    """fact: access-log.variables"""
    assert await line(f"$context.{variable}") == value


@pytest.mark.parametrize("variable", ["responseLatency", "integrationLatency"])
async def test_latencies_are_whole_milliseconds(variable: str) -> None:
    """How many depends on the machine. fact: access-log.variables"""
    assert 0 <= int(await line(f"$context.{variable}")) < 60_000


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("status", "502"),
        ("error.message", "Internal server error"),
        ("error.messageString", '"Internal server error"'),
        ("error.responseType", "DEFAULT_5XX"),
        ("integration.integrationStatus", "200"),
        ("integrationStatus", "200"),
    ],
)
async def test_variables_of_a_request_that_failed(variable: str, value: str) -> None:
    """fact: access-log.variables"""
    assert await line(f"$context.{variable}", answer=b'"no proxy answer"') == value


async def test_the_integration_s_error() -> None:
    """fact: access-log.variables"""
    said = await line("$context.integrationErrorMessage", answer=b'"no proxy answer"')

    assert said.startswith("Execution failed due to configuration error: Malformed Lambda proxy response")


async def test_the_canary_is_told() -> None:
    """Where the stage has one. fact: access-log.variables"""
    canary = CanarySettings(percent_traffic=0.0, deployment_id="dep123")

    assert await line("$context.isCanaryRequest", canary_settings=canary) == "false"


@pytest.mark.parametrize(("percent", "ends"), [(0.0, [""]), (100.0, ["", "/Canary"])])
async def test_the_canary_has_groups_of_its_own(percent: float, ends: list[str]) -> None:
    """What it serves is in the stage's groups too. fact: logs.canary"""
    canary = CanarySettings(percent_traffic=percent, deployment_id="dep123")
    pets, sink = logged("$context.isCanaryRequest", canary_settings=canary, method_settings=level("INFO"))

    await pets.ask("GET", "/pets")

    expected = {("123456789012", "us-east-1", "/api/access", True)}
    expected |= {("123456789012", "us-east-1", "/api/access" + end, False) for end in ends if end}
    expected |= {
        ("123456789012", "us-east-1", f"API-Gateway-Execution-Logs_abcde12345/dev{end}", False) for end in ends
    }
    assert sink.groups == expected
    told = {group: message for group, message in sink.lines if group.startswith("/api")}
    assert told == {"/api/access" + end: "true" if percent else "false" for end in ends}


async def test_tracing_is_told() -> None:
    """Where the stage has it. fact: access-log.variables"""
    assert (await line("$context.xrayTraceId", tracing_enabled=True)).startswith("1-6553f100-")


async def test_a_request_that_matches_no_method_is_logged() -> None:
    """fact: access-log.missing"""
    assert await line("$context.status $context.resourcePath", "/nothing") == "403 -"


async def test_a_json_format_is_json() -> None:
    """With nothing but strings in it."""
    form = json.dumps({"status": "$context.status", "user": "$context.identity.user"})

    assert json.loads(await line(form)) == {"status": "201", "user": "-"}


def level(name: str, *, data_trace: bool = False) -> Any:
    """The settings of a stage that logs so."""
    return FrozenMap({"*/*": MethodSetting(logging_level=name, data_trace_enabled=data_trace)})


@pytest.mark.parametrize(
    ("name", "data_trace", "verb", "lines"),
    [
        ("OFF", True, "GET", 0),
        ("ERROR", True, "POST", 0),
        ("INFO", False, "POST", 8),
        ("INFO", True, "POST", 14),
        ("INFO", False, "GET", 11),
    ],
)
async def test_how_much_each_level_tells(name: str, data_trace: bool, verb: str, lines: int) -> None:
    """fact: execution-log.levels"""
    pets, sink = logged(method_settings=level(name, data_trace=data_trace))

    await pets.ask(verb, "/pets")

    assert len(sink.lines) == lines


async def test_errors_tell_why() -> None:
    """And nothing of the rest. fact: execution-log.levels"""
    pets, sink = logged(answer=b'"no proxy answer"', method_settings=level("ERROR"))

    request_id = (await pets.ask("GET", "/pets")).headers.get("x-amzn-RequestId")

    told = [message.removeprefix(f"({request_id}) ").partition(":")[0] for _, message in sink.lines]
    assert told == [
        "Starting execution for request",
        "Execution failed due to configuration error",
        "Method completed with status",
    ]
    assert sink.groups == {("123456789012", "us-east-1", "API-Gateway-Execution-Logs_abcde12345/dev", False)}


async def test_a_long_event_is_cut() -> None:
    """fact: execution-log.cut"""
    pets, sink = logged(method_settings=level("INFO", data_trace=True))

    await pets.ask("GET", "/pets", headers={"X-Long": "x" * 3_000})

    longest = max((message for _, message in sink.lines), key=len)
    assert (len(longest), longest[-12:]) == (1024, " [TRUNCATED]")


async def test_a_secret_is_masked() -> None:
    """fact: execution-log.secrets"""
    pets, sink = logged(method_settings=level("INFO", data_trace=True))

    await pets.ask("POST", "/pets", headers={"x-api-key": "a-secret-of-thirty-characters"})

    assert not [message for _, message in sink.lines if "a-secret" in message]


async def test_a_test_invocation_is_neither_logged_nor_counted() -> None:
    """Its log is its answer."""
    pets, sink = logged("$context.requestId", method_settings=level("INFO"))
    served = pets.plane.registry.find("abcde12345", "dev")
    assert served is not None

    await pets.plane.test_invoke(served, HttpRequest("GET", "/pets"))

    assert (sink.lines, list(pets.plane.monitor.metrics.data("123456789012", "us-east-1"))) == ([], [])


async def test_a_log_that_fails_stops_no_request(caplog: pytest.LogCaptureFixture) -> None:
    """The client has its answer, and the bug is in the server's own log."""
    pets, sink = logged("$context.requestId")
    pets.plane.raise_bugs = False
    sink.append = None  # type: ignore[method-assign, assignment]  # broken

    response = await pets.ask("GET", "/pets")

    assert (response.status, "a bug of apiglab's own in its logs" in caplog.text) == (201, True)
