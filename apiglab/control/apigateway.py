"""The control plane of REST APIs: boto3's ``apigateway``, over HTTP requests in memory."""

from collections.abc import Callable
from dataclasses import asdict
from inspect import isawaitable
from typing import Any

from apiglab.control.call import Call, Output, TestAuthorize, TestInvoke
from apiglab.control.errors import not_built
from apiglab.control.operations import OPERATIONS, RECORDS, V2_OPERATIONS, V2_RECORDS
from apiglab.control.protocol.answers import refuse, succeed
from apiglab.control.protocol.errors import ControlError, unknown_operation
from apiglab.control.protocol.parse import parse_input, parse_query
from apiglab.control.protocol.records import to_arguments
from apiglab.control.protocol.service import Service
from apiglab.control.protocol.shapes import Operation
from apiglab.control.protocol.validate import validate_input
from apiglab.control.publishing import snapshot_of
from apiglab.control.store import Store
from apiglab.control.undeployed import undeployed
from apiglab.gateway.quota import UsageCounters
from apiglab.gateway.registry import Registry
from apiglab.model.clock import Chance, Clock
from apiglab.model.http import HttpRequest, Response
from apiglab.model.rest import Account, ThrottleSettings


class ApiGatewayControl:
    """Answers the requests that boto3's ``apigateway`` and ``apigatewayv2`` clients send."""

    def __init__(
        self,
        registry: Registry,
        clock: Clock,
        chance: Chance,
        *,
        invoke: TestInvoke,
        authorize: TestAuthorize,
        flush_authorizers: Callable[[str, str], None],
        flush_responses: Callable[[str, str], None],
        has_certificate: Callable[[str], bool],
        usage: UsageCounters,
        account_throttle: ThrottleSettings | None = None,
    ) -> None:
        """``invoke`` and ``authorize``: how requests reach the data plane without a deployment."""
        self._registry = registry
        self._invoke = invoke
        self._authorize = authorize
        self._flush_authorizers = flush_authorizers
        self._flush_responses = flush_responses
        self._has_certificate = has_certificate
        self._usage = usage
        self._clock = clock
        self._chance = chance
        self._store = Store(Account(throttle_settings=account_throttle or ThrottleSettings()))
        self._rest = Service("apigateway")
        self._v2 = Service("apigatewayv2")

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        """The answer to one request of ``account_id`` in ``region``; only TestInvokeMethod waits for anything."""
        call = Call(
            account_id=account_id,
            region=region,
            store=self._store,
            registry=self._registry,
            invoke=self._invoke,
            clock=self._clock,
            chance=self._chance,
            authorize=self._authorize,
            flush_authorizers=self._flush_authorizers,
            flush_responses=self._flush_responses,
            usage=self._usage,
            has_certificate=self._has_certificate,
        )
        try:
            operation, output = self._perform(call, request)
            if isawaitable(output):
                output = await output
        except ControlError as error:
            return refuse(error, self._chance)
        return succeed(operation, output, self._chance)

    def undeployed(self, api_id: str, stage_name: str) -> dict[str, Any]:
        """What a deployment to a stage would alter, as JSON-ready values; ``LookupError`` where there is no stage."""
        api = self._store.find_api(api_id)
        stage = api.stages.get(stage_name) if api is not None else None
        if api is None or stage is None:
            raise LookupError(f"There is no stage {stage_name} of an API {api_id}.")
        served = api.deployments[stage.deployment_id].snapshot
        changes = undeployed(served, snapshot_of(served, api))
        told = [asdict(change) for change in changes]
        return {"stage": stage_name, "deployment_id": stage.deployment_id, "changes": told}

    def reset(self) -> None:
        """Forget every API of every account."""
        self._store.clear()
        self._registry.clear()

    def _perform(self, call: Call, request: HttpRequest) -> tuple[Operation, Output]:
        is_v2 = request.path.startswith("/v2/")
        service = self._v2 if is_v2 else self._rest
        query = parse_query(request.query)
        found = service.routes.find(request.method, request.path, query)
        if found is None:
            raise unknown_operation(request.method, request.path)
        operation, labels = found
        function: Any = (V2_OPERATIONS if is_v2 else OPERATIONS).get(operation.name)
        if function is None:
            raise not_built(operation.name)
        params = parse_input(operation, labels, query, request)
        validate_input(operation, params)
        return operation, function(call, **to_arguments(operation, params, V2_RECORDS if is_v2 else RECORDS))
