"""One call of an API: the facts that hold from its arrival to its answer."""

from collections.abc import Callable
from time import gmtime

from apiglab.gateway.backends import Backends
from apiglab.gateway.caller import ANYBODY, Caller
from apiglab.gateway.compiled import CompiledDeployment
from apiglab.gateway.live import Live
from apiglab.gateway.method_settings import MethodSettings
from apiglab.gateway.trace import Trace
from apiglab.gateway.vpc_endpoints import VpcEndpoint
from apiglab.model.http import HttpRequest
from apiglab.model.rest import RestApi
from apiglab.model.stage import Stage

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Call:
    """The fixed facts of one invocation. A redeployment in its middle changes none of them."""

    __slots__ = (
        "_make_trace_id",
        "_trace_id",
        "api_key",
        "api_key_id",
        "backends",
        "base_path",
        "caller",
        "deployment",
        "distribution_request_id",
        "domain_name",
        "is_canary",
        "is_test",
        "live",
        "path",
        "request",
        "settings",
        "stage",
        "started_at",
        "trace",
        "variables",
        "vpc_endpoint",
    )

    def __init__(
        self,
        *,
        request: HttpRequest,
        path: str,
        domain_name: str,
        base_path: str | None = None,
        deployment: CompiledDeployment,
        stage: Stage,
        settings: MethodSettings,
        variables: dict[str, str],
        backends: Backends,
        live: Live,
        trace: Trace,
        make_trace_id: Callable[[Trace], str],
        is_canary: bool = False,
        is_test: bool = False,
    ) -> None:
        self.request = request
        self.path = path
        """The raw path below the stage; it begins with a slash."""
        self.domain_name = domain_name
        self.base_path = base_path
        """What a custom domain name's mapping took off the path: ``/v1``, or nothing; None by the API's own name."""
        self.is_canary = is_canary
        """Whether the stage's canary serves it."""
        self.is_test = is_test
        """Whether this is a TestInvokeMethod, which asks no guard. fact: test-invoke.unguarded"""
        self.deployment = deployment
        self.stage = stage
        self.settings = settings
        """What the stage has set for its methods."""
        self.variables = variables
        """The stage's variables, with the canary's over them where the canary serves this call."""
        self.backends = backends
        self.live = live
        """What is counted, cached and kept between requests."""
        self.caller: Caller = ANYBODY
        """Who calls; anybody until authorization has told."""
        self.api_key: str | None = None
        """The value of the API key that the caller showed, once it was found good."""
        self.api_key_id: str | None = None
        self.distribution_request_id: str | None = None
        """CloudFront's id of the request, where it came through CloudFront."""
        self.vpc_endpoint: VpcEndpoint | None = None
        """The VPC endpoint through which the call came, once it was found."""
        self.trace = trace
        self._make_trace_id = make_trace_id
        self._trace_id: str | None = None
        self.started_at = trace.started_at

    @property
    def is_private(self) -> bool:
        """Whether the API is reached through VPC endpoints only."""
        return "PRIVATE" in self.rest_api.endpoint_configuration.types

    @property
    def rest_api(self) -> RestApi:
        """The API as deployed."""
        return self.deployment.rest_api

    @property
    def trace_id(self) -> str:
        """The X-Ray root of this call: the client's, or a new one, made for those backends that see it."""
        if self._trace_id is None:
            self._trace_id = self._make_trace_id(self.trace)
        return self._trace_id

    @property
    def full_path(self) -> str:
        """The path as the client wrote it, ``/dev/pets`` or ``/v1/pets``: ``$context.path``."""
        base = f"/{self.stage.stage_name}" if self.base_path is None else self.base_path
        return base + self.path

    @property
    def request_id(self) -> str:
        """The id that the client reads from ``x-amzn-RequestId``."""
        return self.trace.request_id

    @property
    def extended_request_id(self) -> str:
        """The id that the client reads from ``x-amz-apigw-id``."""
        return self.trace.extended_request_id

    @property
    def request_time(self) -> str:
        """When the call came, in the form of ``$context.requestTime``: 04/Mar/2020:19:15:17 +0000."""
        t = gmtime(self.started_at)
        return f"{t.tm_mday:02}/{_MONTHS[t.tm_mon - 1]}/{t.tm_year}:{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} +0000"
