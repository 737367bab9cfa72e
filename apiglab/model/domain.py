"""Custom domain names: names of one's own for APIs, and what below them leads to which stage.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
"""

from dataclasses import dataclass, field

from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import EndpointConfiguration


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainName:
    """A name that APIs are reached by."""

    domain_name: str
    domain_name_arn: str
    domain_name_id: str | None = None
    """Only a private domain has one."""
    certificate_name: str | None = None
    certificate_arn: str | None = None
    certificate_upload_date: float | None = None
    regional_domain_name: str | None = None
    regional_hosted_zone_id: str | None = None
    regional_certificate_name: str | None = None
    regional_certificate_arn: str | None = None
    distribution_domain_name: str | None = None
    distribution_hosted_zone_id: str | None = None
    endpoint_configuration: EndpointConfiguration = field(default_factory=EndpointConfiguration)
    domain_name_status: str = "AVAILABLE"
    security_policy: str = "TLS_1_2"
    endpoint_access_mode: str | None = None
    tags: FrozenMap[str, str] | None = None
    routing_mode: str = "BASE_PATH_MAPPING_ONLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiMapping:
    """What a path below a domain name leads to: v1 calls it a base path mapping."""

    api_mapping_id: str
    api_mapping_key: str = ""
    """The base path without slashes at its ends; empty for whatever no other mapping takes."""
    api_id: str
    stage: str | None = None
    """None where the first name after the base path is the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBasePaths:
    """A condition that a request's path begins with one of these."""

    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMatch:
    """A header's name, and a text that its value must fit; a star stands at an end for anything."""

    header: str
    value_glob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchHeaders:
    """A condition that a request has one of these headers."""

    any_of: tuple[HeaderMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRuleCondition:
    """One condition of a rule: of path or of headers."""

    match_base_paths: MatchBasePaths | None = None
    match_headers: MatchHeaders | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeApi:
    """The stage that a rule leads to."""

    api_id: str
    stage: str
    strip_base_path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRuleAction:
    """What a rule does."""

    invoke_api: InvokeApi


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """Where requests go that meet every condition; the lowest priority is asked first."""

    routing_rule_id: str
    routing_rule_arn: str
    priority: int
    conditions: tuple[RoutingRuleCondition, ...] = ()
    actions: tuple[RoutingRuleAction, ...]
