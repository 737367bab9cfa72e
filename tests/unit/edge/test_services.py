"""Requests to services reach who answers them, on the right account."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from apiglab.edge.callers import RootKeys, TrustingCallers, VerifiedCallers
from apiglab.edge.services import Services
from apiglab.model.clock import Clock
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.service_errors import ServiceError
from tests.signing import HOST, signed

ROOT = RootKeys(access_key_id="ROOT", secret_access_key="root-secret")
USER = RootKeys(access_key_id="USER", secret_access_key="user-secret", account_id="999999999999")


@dataclass
class Recorder:
    """Every application at once; it remembers what it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    answer: Response = field(default_factory=lambda: Response(200))

    def control(self) -> Any:
        """As the control plane."""
        return _Control(self)

    def invoke_api(self) -> Any:
        """As Lambda's Invoke."""
        return _InvokeApi(self)

    def admin(self) -> Any:
        """As the server's own paths."""
        return _Admin(self)

    async def respond(self, request: HttpRequest, *, service: str | None = None) -> Response:
        """As the services around."""
        self.asked.append(("surroundings", service or ""))
        return self.answer


@dataclass
class _Control:
    recorder: Recorder

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        self.recorder.asked.append(("control", account_id, region))
        return self.recorder.answer


class _AuthorizationServers:
    """None of the requests here is for one."""

    def serves(self, request: HttpRequest) -> bool:
        return False

    async def respond(self, request: HttpRequest, *, from_another_site: bool) -> Response:
        raise AssertionError(request)


@dataclass
class _InvokeApi:
    recorder: Recorder

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        self.recorder.asked.append(("invoke", account_id, region))
        return self.recorder.answer


@dataclass
class _Admin:
    recorder: Recorder

    async def respond(self, request: HttpRequest) -> Response:
        self.recorder.asked.append(("admin", request.path))
        return self.recorder.answer


class _Permissions:
    async def check(self, request: HttpRequest, **_: str) -> None:
        if request.path == "/forbidden":
            raise ServiceError(code="AccessDeniedException", status=403, message="not you")


@pytest.fixture
def recorder() -> Recorder:
    """What the services were asked."""
    return Recorder()


def services(recorder: Recorder, *, strict: bool = False) -> Services:
    """The services, plain or strict."""
    callers = VerifiedCallers(ROOT, {"USER": USER}.get, Clock()) if strict else TrustingCallers()
    return Services(
        control=recorder.control(),
        surroundings=recorder,
        invoke_api=recorder.invoke_api(),
        admin=recorder.admin(),
        callers=callers,
        permissions=_Permissions(),
        authorization_servers=_AuthorizationServers(),
        any_host=strict,
    )


@pytest.mark.parametrize(
    ("method", "path", "service", "asked"),
    [
        ("GET", "/restapis", "apigateway", ("control", "123456789012", "eu-west-1")),
        ("GET", "/v2/apis", "apigateway", ("control", "123456789012", "eu-west-1")),
        ("POST", "/2015-03-31/functions/f/invocations", "lambda", ("invoke", "123456789012", "eu-west-1")),
        ("POST", "/2014-11-13/functions/f/invoke-async/", "lambda", ("invoke", "123456789012", "eu-west-1")),
        (
            "POST",
            "/2021-11-15/functions/f/response-streaming-invocations",
            "lambda",
            ("invoke", "123456789012", "eu-west-1"),
        ),
        ("POST", "/2015-03-31/functions", "lambda", ("surroundings", "lambda")),
        ("POST", "/2015-03-31/functions/f/invocations", "s3", ("surroundings", "s3")),
        ("GET", "/", "SQS", ("surroundings", "sqs")),
        ("GET", "/restapis", "iam", ("surroundings", "iam")),
    ],
)
@pytest.mark.parametrize("where", ["header", "query"])
async def test_the_scope_of_the_signature_tells_the_service(
    recorder: Recorder, method: str, path: str, service: str, asked: tuple[str, ...], where: str
) -> None:
    """Signed in the header or presigned: the credential scope names service and region."""
    await services(recorder).respond(signed(method, path, service=service, region="eu-west-1", where=where))

    assert recorder.asked == [asked]


async def test_an_access_key_of_twelve_digits_is_an_account(recorder: Recorder) -> None:
    """Plain servers keep accounts apart by access key. fact: edge.account-of-key"""
    for key in ("111122223333", "1111222233334", "AKIA22223333"):
        await services(recorder).respond(signed("GET", "/restapis", service="apigateway", key=key))

    assert [account_id for _, account_id, _ in recorder.asked] == ["111122223333", "123456789012", "123456789012"]


@pytest.mark.parametrize(
    ("keys", "asked"),
    [(ROOT, [("control", "123456789012", "us-east-1")]), (USER, [("control", "999999999999", "us-east-1")])],
)
async def test_in_strict_mode_the_key_tells_the_account(
    recorder: Recorder, keys: RootKeys, asked: list[tuple[str, ...]]
) -> None:
    """The account is the one that the key was made in. fact: edge.account-of-key"""
    request = signed("GET", "/restapis", service="apigateway", key=keys.access_key_id, secret=keys.secret_access_key)

    response = await services(recorder, strict=True).respond(request)

    assert (response.status, recorder.asked) == (200, asked)


async def test_a_request_signed_for_execute_api_that_names_no_api(recorder: Recorder) -> None:
    """The refusal says where APIs answer; @connections are refused by name. fact: edge.not-built"""
    lost = await services(recorder).respond(signed("GET", "/dev/pets"))
    connections = await services(recorder).respond(signed("POST", "/dev/@connections/id"))

    assert (lost.status, "/_aws/execute-api/{api id}" in json.loads(lost.body)["message"]) == (404, True)
    assert (connections.status, recorder.asked) == (501, [])


async def test_a_bucket_that_is_none_is_a_request_for_nobody(recorder: Recorder) -> None:
    """S3's NoSuchBucket would mislead whoever mistyped an invoke URL. fact: edge.for-nobody"""
    recorder.answer = Response(404, Headers(), b"<Error><Code>NoSuchBucket</Code></Error>")

    bare = await services(recorder).respond(HttpRequest("GET", "/dev/pets", "", Headers([("Host", HOST)])))
    really = await services(recorder).respond(signed("GET", "/dev/pets", service="s3"))

    assert ("for nobody here" in bare.body.decode(), really) == (True, recorder.answer)


@pytest.mark.parametrize("strict", [False, True])
async def test_health_is_open_to_all(recorder: Recorder, strict: bool) -> None:
    """Neither page nor host nor signature matters to health. fact: edge.admin"""
    evil = Headers([("Host", "evil.example"), ("Origin", "http://evil.example")])

    await services(recorder, strict=strict).respond(HttpRequest("GET", "/_apiglab/health", "", evil))

    assert recorder.asked == [("admin", "/_apiglab/health")]


@pytest.mark.parametrize(
    ("request_", "plain", "strict"),
    [
        (HttpRequest("GET", "/_apiglab/requests", "", Headers([("Host", HOST)])), 200, 403),
        (signed("GET", "/_apiglab/requests", service="apiglab", key="ROOT", secret="root-secret"), 200, 200),
        (signed("GET", "/_apiglab/requests", service="apiglab", key="USER", secret="user-secret"), 200, 403),
        (signed("GET", "/_apiglab/requests", service="apiglab", key="OTHER", secret="root-secret"), 200, 403),
        (HttpRequest("GET", "/_apiglab/requests", "", Headers([("Host", "evil.example")])), 403, 403),
        (HttpRequest("GET", "/_apiglab/requests", "", Headers([("Host", HOST), ("Origin", "null")])), 403, 403),
    ],
)
async def test_the_server_s_own_paths(recorder: Recorder, request_: HttpRequest, plain: int, strict: int) -> None:
    """Plain: whoever is at this machine. Strict: the root keys. fact: edge.admin"""
    answers = [
        (await services(recorder, strict=False).respond(request_)).status,
        (await services(recorder, strict=True).respond(request_)).status,
    ]

    assert answers == [plain, strict]


@pytest.mark.parametrize(("key", "secret", "status"), [("USER", "user-secret", 403), ("ROOT", "root-secret", 200)])
async def test_policies_are_asked_of_all_but_the_root_keys(
    recorder: Recorder, key: str, secret: str, status: int
) -> None:
    """What is refused reaches no service. fact: permissions.strict"""
    request = signed("GET", "/forbidden", service="apigateway", key=key, secret=secret)

    response = await services(recorder, strict=True).respond(request)

    assert (response.status, len(recorder.asked)) == (status, 0 if status == 403 else 1)
