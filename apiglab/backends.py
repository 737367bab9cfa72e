"""What the gateway and the services around it call: functions, after asking their policy, and HTTP backends."""

import asyncio
import logging
from typing import Unpack

from apiglab.edge.outgoing import HttpClient
from apiglab.gateway.backends import Permission
from apiglab.gateway.registry import Registry
from apiglab.model.backend import AwsCall, BackendRequest
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.model.http import Response
from apiglab.runtime.service import LambdaService
from apiglab.surroundings.functions import Functions
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.service_calls import ServiceCalls
from apiglab.surroundings.vpc_links import VpcLinks

_log = logging.getLogger("apiglab.lambda")
_API_GATEWAY = "apigateway.amazonaws.com"


class LocalBackends:
    """Invokes functions for those whom their resource policies let in, and sends HTTP requests."""

    def __init__(
        self, functions: Functions, service: LambdaService, calls: ServiceCalls, links: VpcLinks, registry: Registry
    ) -> None:
        self._functions = functions
        self._links = links
        self._calls = calls
        self._service = service
        self._http = HttpClient(registry.client_certificates)
        self._events: set[asyncio.Task[None]] = set()

    async def invoke_lambda(self, function: str, payload: bytes, **permission: Unpack[Permission]) -> Invocation:
        """Invoke a function on behalf of API Gateway."""
        found, qualifier = await self._find_for_api(function, permission)
        return await self._service.invoke(found, payload, trace_id=permission["trace_id"], qualifier=qualifier)

    async def invoke_lambda_event(self, function: str, payload: bytes, **permission: Unpack[Permission]) -> None:
        """Queue an asynchronous invocation on behalf of API Gateway."""
        found, _ = await self._find_for_api(function, permission)
        await self._service.invoke_event(found, payload, trace_id=permission["trace_id"])

    async def call_aws(self, call: AwsCall) -> Response:
        """Ask a service around API Gateway."""
        return await self._calls.call(call)

    async def send_http(self, request: BackendRequest) -> Response:
        """Send a request to an HTTP backend, by the VPC link that it names where it names one."""
        if request.vpc_link is not None:
            request = await self._links.addressed(request, request.vpc_link)
        return await self._http.send(request)

    async def close(self) -> None:
        """Let go of the connections to backends."""
        await self._http.close()

    def take_event(self, event: LambdaEvent) -> None:
        """Queue an asynchronous invocation that a service asks for; what is refused is logged, as nobody waits."""
        task = asyncio.create_task(self._accept(event), name=f"event of {event.source}")
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def invoke_for_service(self, event: LambdaEvent) -> Invocation:
        """Invoke a function for a service that waits for what comes of it."""
        found, qualifier = self._find(event.function, event.account_id, event.region, event.source, event.source_arn)
        return await self._service.invoke(found, event.payload, qualifier=qualifier)

    async def _accept(self, event: LambdaEvent) -> None:
        try:
            found, _ = self._find(event.function, event.account_id, event.region, event.source, event.source_arn)
            await self._service.invoke_event(found, event.payload)
        except LambdaError as error:
            _log.warning("%s did not get to invoke %s: %s", event.source, event.function, error)

    async def _find_for_api(self, function: str, permission: Permission) -> tuple[Function, str | None]:
        """The function, once its policy lets the API in, or those of the role or the caller let them."""
        source_arn, credentials = permission["source_arn"], permission["credentials"]
        where = permission["account_id"], permission["region"], _API_GATEWAY
        if credentials is None:
            return self._find(function, *where, source_arn)
        found, qualifier = self._find(function, *where, None)
        arn = f"{found.function_arn}:{qualifier}" if qualifier else found.function_arn
        if not await self._calls.may_invoke(credentials, source_arn, arn):
            message = f"{credentials.arn} is not authorized to perform: lambda:InvokeFunction on resource: {arn}"
            raise LambdaError("AccessDeniedException", 403, message)
        return found, qualifier

    def _find(
        self, reference: str, account_id: str, region: str, principal: str, source_arn: str | None
    ) -> tuple[Function, str | None]:
        """The function, and the version or alias it was named by; ``source_arn`` None asks no policy."""
        found = self._functions.find(reference, account_id=account_id, region=region)
        qualifier = _qualifier(reference)
        if source_arn is not None and not self._functions.allows(
            found, qualifier=qualifier, principal=principal, source_arn=source_arn
        ):
            message = f"{principal} is not authorized to perform: lambda:InvokeFunction on resource: {reference}"
            raise LambdaError("AccessDeniedException", 403, message)
        return found, qualifier


def _qualifier(reference: str) -> str | None:
    """The version or alias that a function was named by: ``live`` of ``name:live`` or ``arn:…:function:name:live``."""
    _, _, name = reference.rpartition("function:")
    return name.partition(":")[2] or None
