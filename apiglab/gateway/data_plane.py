"""The data plane's door: from an API's id and a path to the stage that answers."""

import base64
import logging
import re
from time import perf_counter

from apiglab.gateway import rest
from apiglab.gateway.authorizer_cache import Answer
from apiglab.gateway.backends import Backends
from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledDeployment
from apiglab.gateway.compiled_guards import LambdaAuthorizer, UserPools
from apiglab.gateway.domain_routes import DomainRoutes
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.gateway_response import answer, default_body
from apiglab.gateway.identity import Identities
from apiglab.gateway.journal import Journal
from apiglab.gateway.lambda_authorizer import ask, identity_of
from apiglab.gateway.live import Live
from apiglab.gateway.monitor import LogSink, Monitor
from apiglab.gateway.pool_keys import PoolKeys, VerifiedToken
from apiglab.gateway.registry import Registry, Served
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Trace
from apiglab.gateway.user_pools import verified_token
from apiglab.gateway.vpc_endpoints import VpcEndpoints
from apiglab.model.backend import RESPONSE_LIMIT
from apiglab.model.clock import Chance, Clock
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.model.rest import ThrottleSettings
from apiglab.model.stream import Stream, StreamBrokenError

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TRACE_ROOT = re.compile(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}")

TEST_DOMAIN = "testPrefix.testDomainName"
"""The domain name that AWS gives to calls made for TestInvokeMethod. fact: test-invoke.context"""

Authorized = Answer | VerifiedToken
"""What an authorizer found of a caller."""

log = logging.getLogger(__name__)


class DataPlane:
    """Serves every deployed API."""

    def __init__(
        self,
        registry: Registry,
        backends: Backends,
        clock: Clock,
        chance: Chance,
        *,
        identities: Identities | None = None,
        vpc_endpoints: VpcEndpoints | None = None,
        pool_keys: PoolKeys | None = None,
        account_throttle: ThrottleSettings | None = None,
        log_sink: LogSink | None = None,
        raise_bugs: bool = False,
    ) -> None:
        """``identities``: who knows the keys that requests are signed with; nobody does where it is left out.
        ``vpc_endpoints``: who knows those by which private APIs are called; there are none where it is left out.
        ``pool_keys``: who knows the user pools that sign tokens; there are none where it is left out.
        ``account_throttle``: what all APIs of an account and region have together; AWS's default where it is left out.

        ``log_sink``: where stages' logs go; nowhere where it is left out.

        ``raise_bugs``: let an error of our own reach the caller, after the client's 500 was recorded; for
        tests.
        """
        self.registry = registry
        self.backends = backends
        self.clock = clock
        self.chance = chance
        self.raise_bugs = raise_bugs
        self.journal = Journal()
        self.monitor = Monitor(log_sink)
        self.live = Live(clock, chance, identities, vpc_endpoints, pool_keys, registry.usage_plans, account_throttle)

    async def serve(self, request: HttpRequest, *, api_id: str, path: str, domain_name: str) -> Response:
        """Answer ``request``, whose raw ``path`` begins with the stage: ``/dev/pets``.

        ``domain_name`` is the host by which the API was called; where that is not the API's own, AWS's name of it
        stands in its place, as it would on AWS.
        """
        stage_name, slash, rest_of_path = path.lstrip("/").partition("/")
        trace = self._begin(request, api_id, stage_name, slash + rest_of_path or "/")
        served = self.registry.find(api_id, stage_name)
        if served is None:
            response = self._refuse_unknown(trace)
        else:
            if not domain_name.startswith(api_id):
                domain_name = f"{api_id}.execute-api.{served.deployment.region}.amazonaws.com"
            response = await self._invoke(served, trace, domain_name)
        self._finish(trace, response)
        return response

    def find_domain(self, host: str) -> DomainRoutes | None:
        """The custom domain name that ``host`` is, or None."""
        return self.registry.find_domain(host)

    async def serve_domain(self, request: HttpRequest, routes: DomainRoutes, *, domain_name: str) -> Response:
        """Answer ``request`` by a custom domain name, whose mappings tell the API, the stage and the path below it."""
        target = routes.find(request.path, request.headers)
        if target is None:
            trace = self._begin(request, "", "", request.path)
            response = _forbid(trace, "domain.no_mapping")
        else:
            trace = self._begin(request, target.api_id, target.stage, target.path)
            served = self.registry.find(target.api_id, target.stage)
            if served is None:
                response = self._refuse_unknown(trace)
            else:
                response = await self._invoke(served, trace, domain_name, target.base_path)
        self._finish(trace, response)
        return response

    async def test_invoke(self, served: Served, request: HttpRequest) -> tuple[Response, Trace]:
        """Answer ``request`` to an API that need not be deployed, as a deployed call is answered: TestInvokeMethod.

        The request's path is that below the stage.
        """
        trace = self._begin(request, served.deployment.rest_api.id, served.stage.stage_name, request.path)
        response = await self._invoke(served, trace, TEST_DOMAIN, is_test=True)
        if response.stream is not None:
            response = await _read(response, response.stream)
        self._finish(trace, response)
        return response, trace

    async def test_authorize(self, served: Served, request: HttpRequest) -> tuple[Authorized | GatewayError, Trace]:
        """What the authorizer of ``served``'s root method says of ``request``: TestInvokeAuthorizer."""
        trace = self._begin(request, served.deployment.rest_api.id, served.stage.stage_name, request.path)
        call = self._call(served, trace, TEST_DOMAIN)
        root = served.deployment.router.find("/", "GET")
        guard = None if root is None else root.method.guard
        answered: Authorized | GatewayError
        try:
            if root is not None and isinstance(guard, LambdaAuthorizer):
                answered = await ask(call, Route(root.method, {}), guard, identity_of(call, guard))
            elif isinstance(guard, UserPools):
                answered = verified_token(call, guard)[0]
            else:
                raise TypeError("the deployment has no root method with an authorizer")
        except GatewayError as refusal:
            answered = trace.error = refusal
        trace.finished = perf_counter()
        return answered, trace

    def clear(self) -> None:
        """Forget every request and whatever was counted or kept on the way."""
        self.journal.clear()
        self.live.clear()
        self.monitor.clear()

    def _begin(self, request: HttpRequest, api_id: str, stage_name: str, path: str) -> Trace:
        trace = Trace(request, api_id, stage_name, path)
        trace.request_id = self._request_id(request)
        trace.extended_request_id = base64.b64encode(self.chance.randbytes(11)).decode()
        trace.clock_offset = self.clock.offset
        trace.started_at = self.clock.now()
        return trace

    def _finish(self, trace: Trace, response: Response) -> None:
        trace.response = response
        trace.finished = perf_counter()
        self.journal.keep(trace)

    async def _invoke(
        self, served: Served, trace: Trace, domain_name: str, base_path: str | None = None, *, is_test: bool = False
    ) -> Response:
        call = self._call(served, trace, domain_name, base_path, is_test=is_test)
        try:
            response = await rest.invoke(call)
        except Exception as bug:  # noqa: BLE001  the one place where a bug of ours becomes AWS's 500
            response = self._answer_bug(call, bug)
        if not is_test:
            self._tell(call, served, response)
        return response

    def _tell(self, call: Call, served: Served, response: Response) -> None:
        """Have the request logged and counted; whatever fails there, the client has its answer."""
        call.trace.response, call.trace.finished = response, perf_counter()
        try:
            self.monitor.note(call, served.access_log)
        except Exception:
            log.exception("request %s: a bug of apiglab's own in its logs", call.request_id)
            if self.raise_bugs:
                raise

    def _call(
        self, served: Served, trace: Trace, domain_name: str, base_path: str | None = None, *, is_test: bool = False
    ) -> Call:
        deployment, variables, is_canary = self._choose_arm(served)
        trace.deployment_id = deployment.deployment_id
        trace.is_canary = is_canary if served.stage.canary_settings else None
        return Call(
            request=trace.request,
            path=trace.path,
            domain_name=domain_name,
            base_path=base_path,
            deployment=deployment,
            stage=served.stage,
            settings=served.settings,
            variables=variables,
            backends=self.backends,
            live=self.live,
            trace=trace,
            make_trace_id=self._trace_id,
            is_canary=is_canary,
            is_test=is_test,
        )

    def _choose_arm(self, served: Served) -> tuple[CompiledDeployment, dict[str, str], bool]:
        """The deployment that serves this call, its variables, and whether that is the canary."""
        stage = served.stage
        variables = dict(stage.variables) if stage.variables else {}
        canary = stage.canary_settings
        if canary is None or served.canary is None or self.chance.random() * 100 >= canary.percent_traffic:
            return served.deployment, variables, False
        return served.canary, {**variables, **(canary.stage_variable_overrides or {})}, True

    def _answer_bug(self, call: Call, bug: Exception) -> Response:
        log.error("request %s: a bug of apiglab's own", call.request_id, exc_info=bug)
        error = GatewayError(ResponseType.API_CONFIGURATION_ERROR, reason="internal_error", log=repr(bug))
        response = rest.finish(call, answer(call, error))
        if self.raise_bugs:
            raise bug
        return response

    def _refuse_unknown(self, trace: Trace) -> Response:
        """AWS's answer where no stage of that name is served. fact: routing.unknown-stage-is-forbidden"""
        return _forbid(trace, "routing.unknown_stage" if self.registry.knows(trace.api_id) else "routing.unknown_api")

    def _request_id(self, request: HttpRequest) -> str:
        """A new UUID, or the client's where it sent one. fact: headers.client-request-id"""
        sent = request.headers.get("x-amzn-RequestId")
        if sent is not None and _UUID.fullmatch(sent):
            return sent
        digits = f"{self.chance.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{digits[16:20]}-{digits[20:]}"

    def _trace_id(self, trace: Trace) -> str:
        sent = trace.request.headers.get("X-Amzn-Trace-Id")
        root = _TRACE_ROOT.search(sent) if sent else None
        return root[0] if root else f"Root=1-{int(trace.started_at):08x}-{self.chance.getrandbits(96):024x}"


def _forbid(trace: Trace, reason: str) -> Response:
    """The 403 that says Forbidden and nothing else. fact: routing.unknown-stage-is-forbidden"""
    # No type of AWS's is named for it; this one says the same.
    error = GatewayError(ResponseType.WAF_FILTERED, reason=reason)
    trace.error = error
    headers = Headers(
        (
            ("Content-Type", "application/json"),
            ("x-amzn-ErrorType", error.error_type),
            ("x-amzn-RequestId", trace.request_id),
            ("x-amz-apigw-id", trace.extended_request_id),
        )
    )
    return Response(403, headers, default_body(error))


async def _read(response: Response, stream: Stream) -> Response:
    """A streamed answer as a whole one, as far as it comes and is small enough. fact: streaming.test-invoke"""
    pieces = []
    try:
        while stream.size <= RESPONSE_LIMIT and (piece := await stream.read()):
            pieces.append(piece)
    except StreamBrokenError:
        pass  # The stream itself tells it to the journey.
    finally:
        stream.close()
    return Response(response.status, response.headers, b"".join(pieces))
