"""A deployment compiled: all that can be decided before a request comes, as frozen values.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiglab.gateway.compiled_guards import OPEN, CompiledGuard
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.router import Router
from apiglab.language.json_schema import ModelError, ModelSchema
from apiglab.language.mapping_expression import MappingExpression
from apiglab.language.pattern import JavaPattern
from apiglab.language.policy import Policy
from apiglab.language.substitution import Substitution
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template
from apiglab.model.rest import Method, Resource, RestApi

Templates = Mapping[str, Template | VtlError]
"""From content type to what was compiled; a template that could not be is refused when it is chosen."""


@dataclass(frozen=True, slots=True)
class CompiledIntegrationResponse:
    """One integration response: when it is chosen and what it makes of the backend's answer."""

    status_code: int
    pattern: JavaPattern | None
    """None where this is the default, chosen when no pattern matches."""
    headers: tuple[tuple[str, MappingExpression], ...]
    templates: Templates
    content_handling: str | None = None

    def describe(self) -> str:
        """Which one it is, and why it was chosen, in words."""
        if self.pattern is None:
            return f"{self.status_code}, the default"
        return f"{self.status_code}, whose selection pattern {self.pattern.source!r} matched"


@dataclass(frozen=True, slots=True)
class MockIntegration:
    """An integration that answers from its own templates."""

    templates: Templates
    passthrough_behavior: str
    responses: tuple[CompiledIntegrationResponse, ...]
    content_handling: str | None = None


@dataclass(frozen=True, slots=True)
class RequestMapping:
    """One mapped parameter of the backend's request."""

    place: str
    """``path``, ``querystring`` or ``header``."""
    name: str
    source: MappingExpression


@dataclass(frozen=True, slots=True)
class HttpIntegration:
    """An integration with a backend that is reached by its URL."""

    proxy: bool
    """HTTP_PROXY, which passes the request on as it is, and not HTTP."""
    http_method: str
    uri: str
    """With ``${stageVariables.x}`` and ``{path parameters}`` still in it."""
    mappings: tuple[RequestMapping, ...]
    templates: Templates
    passthrough_behavior: str
    content_handling: str | None
    responses: tuple[CompiledIntegrationResponse, ...]
    timeout: float
    """Seconds."""
    insecure_skip_verification: bool = False
    stream_idle: float | None = None
    """Seconds of silence that end a streamed answer; None where answers are buffered."""
    vpc_link: str | None = None
    """The id of the VPC link that leads there, maybe by a stage variable; None over the internet."""


@dataclass(frozen=True, slots=True)
class LambdaProxyIntegration:
    """An integration that hands the whole request to a Lambda function."""

    uri: str
    """With ``${stageVariables.x}`` still in it."""
    function: str | None
    """The function's ARN or name, where no stage variable is needed to tell it."""
    http_method: str
    timeout: float
    """Seconds."""
    credentials: str | None = None
    """The role to invoke it as, in place of the function's own policy."""


@dataclass(frozen=True, slots=True)
class ServiceIntegration:
    """An integration with an AWS service, by an action or a path of its API."""

    uri: str
    """With ``${stageVariables.x}`` and ``{path parameters}`` still in it."""
    http_method: str
    mappings: tuple[RequestMapping, ...]
    templates: Templates
    passthrough_behavior: str
    content_handling: str | None
    responses: tuple[CompiledIntegrationResponse, ...]
    timeout: float
    """Seconds."""
    credentials: str | None
    """The role to call the service as; may hold stage variables."""


@dataclass(frozen=True, slots=True)
class LambdaIntegration(ServiceIntegration):
    """An integration that gives a Lambda function what a template makes of the request."""

    function: str | None
    """The function's ARN or name, where no stage variable is needed to tell it."""


@dataclass(frozen=True, slots=True)
class IntegrationNotBuilt:
    """An integration of a kind that the gateway does not have: every call of it is refused."""

    kind: str


CompiledIntegration = (
    MockIntegration
    | LambdaProxyIntegration
    | LambdaIntegration
    | ServiceIntegration
    | HttpIntegration
    | IntegrationNotBuilt
)


@dataclass(frozen=True, slots=True)
class RequestCheck:
    """What a request validator checks of one method."""

    parameters: tuple[str, ...] = ()
    """The required ones, as ``method.request.header.name``, in the order in which AWS names the missing."""
    bodies: Mapping[str, ModelSchema | ModelError] | None = None
    """The models by content type; None where bodies are not checked."""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """By what a method's answers are told apart in the stage's cache."""

    namespace: str
    parameters: tuple[tuple[str, MappingExpression], ...]
    """Their names, and where in a request their values are."""


@dataclass(frozen=True, slots=True)
class CompiledMethod:
    """One verb on one resource, ready to be called."""

    resource: Resource
    method: Method
    integration: CompiledIntegration
    declared_statuses: frozenset[int]
    """The statuses with a method response."""
    check: RequestCheck | None = None
    """None where the method has no validator, or one that checks nothing."""
    guard: CompiledGuard = OPEN
    cache: CacheKey | None = None
    """None where there is no integration whose answers could be kept."""


@dataclass(frozen=True, slots=True)
class CompiledGatewayResponse:
    """An API's own wording of one refusal."""

    status: int | None
    headers: tuple[tuple[str, MappingExpression], ...]
    templates: Mapping[str, Substitution]


@dataclass(frozen=True, slots=True)
class BinaryMediaTypes:
    """Which content types count as binary."""

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    every: bool = False

    def match(self, content_type: str | None) -> bool:
        """Whether a body of this type is binary; parameters such as a charset do not count."""
        if not (self.every or self.exact or self.prefixes):
            return False
        if content_type is None:
            return self.every
        mime = content_type.partition(";")[0].strip().lower()
        return self.every or mime in self.exact or any(mime.startswith(prefix) for prefix in self.prefixes)


@dataclass(frozen=True, slots=True)
class CompiledDeployment:
    """An API frozen at ``CreateDeployment``, ready to be looked up in."""

    deployment_id: str
    rest_api: RestApi
    account_id: str
    region: str
    router: Router[CompiledMethod]
    binary_media_types: BinaryMediaTypes = field(default_factory=BinaryMediaTypes)
    gateway_responses: Mapping[ResponseType, CompiledGatewayResponse] = field(default_factory=dict)
    resource_policy: Policy | None = None
    """Who may call the API; None where nothing restricts it."""

    def wording(self, error: GatewayError) -> CompiledGatewayResponse | None:
        """The API's own wording of ``error``: that of its type, else that of all 4xx or 5xx, else None."""
        responses = self.gateway_responses
        family = ResponseType.DEFAULT_4XX if error.status < 500 else ResponseType.DEFAULT_5XX
        return responses.get(error.response_type) or responses.get(family)
