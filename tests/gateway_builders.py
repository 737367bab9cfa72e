"""Complete values for the gateway's tests: APIs, deployments and a data plane with a backend of three lines."""

import random
from collections.abc import Mapping
from typing import Any

from apiglab.gateway.data_plane import DataPlane
from apiglab.gateway.deployment import compile_deployment
from apiglab.gateway.registry import Registry
from apiglab.model.authorizer import Authorizer
from apiglab.model.clock import StoppedClock
from apiglab.model.frozen import EMPTY, FrozenMap
from apiglab.model.function import Invocation
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.model.rest import (
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Model,
    RequestValidator,
    Resource,
    RestApi,
    RestApiSnapshot,
)
from apiglab.model.stage import Stage

API_ID = "abcde12345"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pets"
LAMBDA_URI = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"


class FakeBackends:
    """Answers every invocation with what a function of the test gives, and remembers what it was asked."""

    def __init__(self, answer: bytes | Exception = b'{"statusCode": 200}', function_error: str | None = None) -> None:
        self.answer = answer
        self.function_error = function_error
        self.calls: list[dict[str, Any]] = []

    async def invoke_lambda(self, function: str, payload: bytes, **where: str) -> Invocation:
        """Record the call and answer it."""
        self.calls.append({"function": function, "payload": payload, **where})
        if isinstance(self.answer, Exception):
            raise self.answer
        return Invocation(request_id="lambda-request", payload=self.answer, function_error=self.function_error)


def a_mock(
    template: str | None = '{"statusCode": 200}',
    *,
    responses: Mapping[str, IntegrationResponse] | None = None,
    passthrough_behavior: str = "WHEN_NO_MATCH",
) -> Integration:
    """A MOCK integration with one JSON request template and, unless given, a default 200."""
    return Integration(
        type="MOCK",
        cache_namespace="root",
        passthrough_behavior=passthrough_behavior,
        request_templates=None if template is None else FrozenMap({"application/json": template}),
        integration_responses=FrozenMap(
            {"200": IntegrationResponse(status_code="200")} if responses is None else responses
        ),
    )


def a_lambda_proxy(uri: str = LAMBDA_URI, *, http_method: str = "POST", timeout_in_millis: int = 29_000) -> Integration:
    """A Lambda proxy integration."""
    return Integration(
        type="AWS_PROXY",
        http_method=http_method,
        uri=uri,
        cache_namespace="root",
        timeout_in_millis=timeout_in_millis,
    )


def a_method(verb: str = "GET", integration: Integration | None = None, **members: Any) -> Method:
    """A method that declares 200 and calls ``integration``, a MOCK unless given."""
    declared = members.pop("statuses", ("200",))
    return Method(
        http_method=verb,
        method_integration=integration or a_mock(),
        method_responses=FrozenMap({status: MethodResponse(status_code=status) for status in declared}),
        **members,
    )


def an_api(
    methods: Mapping[str, list[Method]],
    *,
    gateway_responses: tuple[GatewayResponse, ...] = (),
    models: tuple[Model, ...] = (),
    request_validators: tuple[RequestValidator, ...] = (),
    authorizers: tuple[Authorizer, ...] = (),
    **members: Any,
) -> RestApiSnapshot:
    """An API with the given methods by resource path."""
    return RestApiSnapshot(
        rest_api=RestApi(id=API_ID, name="pets", created_date=0.0, root_resource_id="root", **members),
        account_id="123456789012",
        region="us-east-1",
        resources=tuple(
            Resource(
                id=f"res{index}",
                path=path,
                resource_methods=FrozenMap({method.http_method: method for method in of_path}),
            )
            for index, (path, of_path) in enumerate(methods.items())
        ),
        gateway_responses=gateway_responses,
        authorizers=authorizers,
        models=models,
        request_validators=request_validators,
    )


def a_stage(**members: Any) -> Stage:
    """The stage ``dev`` with AWS's defaults."""
    return Stage(
        **{"deployment_id": "dep123", "stage_name": "dev", "created_date": 0.0, "last_updated_date": 0.0, **members}
    )


class Served:
    """A data plane that serves one API on one stage, and how to ask it."""

    def __init__(self, api: RestApiSnapshot, backends: FakeBackends, stage: Stage) -> None:
        self.backends = backends
        registry = Registry()
        canary = stage.canary_settings
        arm = compile_deployment(api, canary.deployment_id) if canary is not None and canary.deployment_id else None
        registry.publish(compile_deployment(api, "dep123"), stage, arm)
        self.plane = DataPlane(registry, backends, StoppedClock(), random.Random(7), raise_bugs=True)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        headers: Mapping[str, str] | list[tuple[str, str]] = EMPTY,
        body: bytes = b"",
        stage: str = "dev",
    ) -> Response:
        """Send one request to ``path`` below the stage."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        request = HttpRequest(method, f"/{stage}{path}", query, Headers(pairs), body, "192.0.2.7", "https")
        return await self.plane.serve(request, api_id=API_ID, path=f"/{stage}{path}", domain_name="127.0.0.1")

    def journey(self) -> dict[str, Any]:
        """The newest request's journey."""
        newest: dict[str, Any] = self.plane.journal.recent(limit=1)[0]
        return newest


def serve(
    methods: Mapping[str, list[Method]],
    *,
    answer: bytes | Exception = b'{"statusCode": 200}',
    function_error: str | None = None,
    stage: Stage | None = None,
    **api: Any,
) -> Served:
    """An API with ``methods`` served on ``dev``, its Lambda functions answering ``answer``."""
    return Served(an_api(methods, **api), FakeBackends(answer, function_error), stage or a_stage())
