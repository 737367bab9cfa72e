"""A REST API's nouns, named as AWS names them: camelCase turned snake_case and nothing else.

https://docs.aws.amazon.com/apigateway/latest/api/API_Types.html

What AWS leaves out of an answer is ``None`` here. Times are seconds since the epoch.
"""

from dataclasses import dataclass, field

from apiglab.model.authorizer import Authorizer
from apiglab.model.frozen import EMPTY, FrozenMap


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointConfiguration:
    """Where an API can be reached: EDGE (the default), REGIONAL or PRIVATE."""

    types: tuple[str, ...] = ("EDGE",)
    ip_address_type: str = "ipv4"
    vpc_endpoint_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApi:
    """A REST API's own settings, without what hangs below it."""

    id: str
    name: str
    description: str | None = None
    created_date: float
    version: str | None = None
    binary_media_types: tuple[str, ...] | None = None
    minimum_compression_size: int | None = None
    api_key_source: str = "HEADER"
    endpoint_configuration: EndpointConfiguration = field(default_factory=EndpointConfiguration)
    policy: str | None = None
    tags: FrozenMap[str, str] | None = None
    disable_execute_api_endpoint: bool = False
    root_resource_id: str
    security_policy: str | None = None
    endpoint_access_mode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResponse:
    """One status a method may answer with: its declared headers and the models of its bodies."""

    status_code: str
    response_parameters: FrozenMap[str, bool] | None = None
    response_models: FrozenMap[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationResponse:
    """How one kind of backend answer becomes one method response."""

    status_code: str
    selection_pattern: str | None = None
    response_parameters: FrozenMap[str, str] | None = None
    response_templates: FrozenMap[str, str | None] | None = None
    content_handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsConfig:
    """How an HTTPS backend's certificate is checked."""

    insecure_skip_verification: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """What a method calls, and how the request is turned into that call."""

    type: str
    http_method: str | None = None
    uri: str | None = None
    connection_type: str | None = None
    connection_id: str | None = None
    credentials: str | None = None
    request_parameters: FrozenMap[str, str] | None = None
    request_templates: FrozenMap[str, str | None] | None = None
    passthrough_behavior: str = "WHEN_NO_MATCH"
    content_handling: str | None = None
    timeout_in_millis: int = 29_000
    cache_namespace: str
    cache_key_parameters: tuple[str, ...] = ()
    integration_responses: FrozenMap[str, IntegrationResponse] | None = None
    tls_config: TlsConfig | None = None
    response_transfer_mode: str | None = None
    integration_target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One verb on one resource: what it asks of callers, what it calls and what it may answer."""

    http_method: str
    authorization_type: str = "NONE"
    authorizer_id: str | None = None
    api_key_required: bool = False
    request_validator_id: str | None = None
    operation_name: str | None = None
    request_parameters: FrozenMap[str, bool] | None = None
    request_models: FrozenMap[str, str] | None = None
    method_responses: FrozenMap[str, MethodResponse] | None = None
    method_integration: Integration | None = None
    authorization_scopes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One node of an API's path tree; the root has neither ``parent_id`` nor ``path_part``."""

    id: str
    parent_id: str | None = None
    path_part: str | None = None
    path: str
    resource_methods: FrozenMap[str, Method] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A JSON schema (draft 4) that bodies are declared or checked by."""

    id: str
    name: str
    description: str | None = None
    schema: str | None = None
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestValidator:
    """What API Gateway checks of a request before it calls the integration."""

    id: str
    name: str | None = None
    validate_request_body: bool = False
    validate_request_parameters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayResponse:
    """An API's own wording of one of AWS's 21 refusals."""

    response_type: str
    status_code: str | None = None
    response_parameters: FrozenMap[str, str] = EMPTY
    response_templates: FrozenMap[str, str] = EMPTY
    default_response: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment as the control plane lists it; what it serves is its snapshot."""

    id: str
    description: str | None = None
    created_date: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApiSnapshot:
    """All of an API that takes effect by a deployment, frozen at that moment.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
    """

    rest_api: RestApi
    account_id: str
    region: str
    resources: tuple[Resource, ...]
    models: tuple[Model, ...] = ()
    request_validators: tuple[RequestValidator, ...] = ()
    authorizers: tuple[Authorizer, ...] = ()
    gateway_responses: tuple[GatewayResponse, ...] = ()
    """Those that were put; AWS's defaults stand for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleSettings:
    """How many requests a second, and how many at once, are let through."""

    burst_limit: int = 5000
    rate_limit: float = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an account has set for all its APIs of one region."""

    cloudwatch_role_arn: str | None = None
    throttle_settings: ThrottleSettings = field(default_factory=ThrottleSettings)
    features: tuple[str, ...] = ("UsagePlans",)
    api_key_version: str = "4"
