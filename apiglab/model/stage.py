"""A stage: the name under which a deployment is served, with settings that apply at once.

https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
"""

from dataclasses import dataclass, field

from apiglab.model.frozen import FrozenMap


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSetting:
    """The settings of one method of a stage, or of all by the key ``*/*``; AWS's defaults."""

    metrics_enabled: bool = False
    logging_level: str | None = None
    data_trace_enabled: bool = False
    throttling_burst_limit: int = 5000
    throttling_rate_limit: float = 10_000.0
    caching_enabled: bool = True
    cache_ttl_in_seconds: int = 300
    cache_data_encrypted: bool = False
    require_authorization_for_cache_control: bool = True
    unauthorized_cache_control_header_strategy: str = "SUCCEED_WITH_RESPONSE_HEADER"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLogSettings:
    """Where a stage's access log goes and what one line of it says."""

    format: str | None = None
    destination_arn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanarySettings:
    """The share of a stage's requests that another deployment serves."""

    percent_traffic: float = 0.0
    deployment_id: str | None = None
    stage_variable_overrides: FrozenMap[str, str] | None = None
    use_stage_cache: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A named pointer to a deployment, and what applies without deploying anew."""

    deployment_id: str
    client_certificate_id: str | None = None
    stage_name: str
    description: str | None = None
    cache_cluster_enabled: bool = False
    cache_cluster_size: str | None = None
    cache_cluster_status: str = "NOT_AVAILABLE"
    method_settings: FrozenMap[str, MethodSetting] = field(default_factory=FrozenMap)
    """Keys as they were addressed in the patch: ``pets/GET``, ``~1pets/GET`` and ``*/*``."""
    variables: FrozenMap[str, str] | None = None
    documentation_version: str | None = None
    access_log_settings: AccessLogSettings | None = None
    canary_settings: CanarySettings | None = None
    tracing_enabled: bool = False
    web_acl_arn: str | None = None
    tags: FrozenMap[str, str] | None = None
    created_date: float
    last_updated_date: float
