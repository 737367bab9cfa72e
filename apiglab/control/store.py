"""Everything the control plane knows: frozen records in plain dictionaries, one set for each account and region."""

from dataclasses import dataclass, field

from apiglab.control.errors import unknown_api
from apiglab.gateway.deployment import CompiledDeployment
from apiglab.model.authorizer import Authorizer
from apiglab.model.connections import ClientCertificate, VpcLink
from apiglab.model.documentation import DocumentationPart, DocumentationVersion
from apiglab.model.domain import ApiMapping, DomainName, RoutingRule
from apiglab.model.rest import (
    Account,
    Deployment,
    GatewayResponse,
    Model,
    RequestValidator,
    Resource,
    RestApi,
    RestApiSnapshot,
)
from apiglab.model.stage import Stage
from apiglab.model.usage import ApiKey, UsagePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """One deployment: as it is listed, what it froze, and what it serves."""

    deployment: Deployment
    snapshot: RestApiSnapshot
    compiled: CompiledDeployment


@dataclass(slots=True)
class ApiStore:
    """One REST API and all that hangs below it. Records are replaced whole, never edited."""

    rest_api: RestApi
    resources: dict[str, Resource] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    """By name."""
    request_validators: dict[str, RequestValidator] = field(default_factory=dict)
    authorizers: dict[str, Authorizer] = field(default_factory=dict)
    gateway_responses: dict[str, GatewayResponse] = field(default_factory=dict)
    """Those that were put, by type."""
    deployments: dict[str, Deployed] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    documentation_parts: dict[str, DocumentationPart] = field(default_factory=dict)
    documentation_versions: dict[str, DocumentationVersion] = field(default_factory=dict)


@dataclass(slots=True)
class DomainStore:
    """One custom domain name and what is mapped to it."""

    domain: DomainName
    mappings: dict[str, ApiMapping] = field(default_factory=dict)
    rules: dict[str, RoutingRule] = field(default_factory=dict)


@dataclass(slots=True)
class PlanStore:
    """One usage plan and the keys that are in it."""

    plan: UsagePlan
    quota_since: float
    """When the plan got its quota: its first period has the offset."""
    key_ids: dict[str, bool] = field(default_factory=dict)
    """A set that keeps its order."""


@dataclass(slots=True)
class RegionStore:
    """What one account has in one region."""

    account_id: str
    rest_apis: dict[str, ApiStore] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    client_certificates: dict[str, ClientCertificate] = field(default_factory=dict)
    vpc_links: dict[str, VpcLink] = field(default_factory=dict)
    domain_names: dict[str, DomainStore] = field(default_factory=dict)
    api_keys: dict[str, ApiKey] = field(default_factory=dict)
    usage_plans: dict[str, PlanStore] = field(default_factory=dict)

    def rest_api(self, rest_api_id: str) -> ApiStore:
        """One REST API, or AWS's NotFoundException."""
        try:
            return self.rest_apis[rest_api_id]
        except KeyError:
            raise unknown_api(self.account_id, rest_api_id) from None


class Store:
    """Every account and region; REST API ids are unique across all of them."""

    def __init__(self, account: Account | None = None) -> None:
        """``account``: how every account starts."""
        self._account = account or Account()
        self._regions: dict[tuple[str, str], RegionStore] = {}

    def region(self, account_id: str, region: str) -> RegionStore:
        """What that account has there; nothing at first."""
        return self._regions.setdefault((account_id, region), RegionStore(account_id, account=self._account))

    def has_api(self, rest_api_id: str) -> bool:
        """Whether any account has an API of that id in any region."""
        return self.find_api(rest_api_id) is not None

    def find_api(self, rest_api_id: str) -> ApiStore | None:
        """The API of that id, whoever has it and wherever."""
        found = (region.rest_apis.get(rest_api_id) for region in self._regions.values())
        return next((api for api in found if api is not None), None)

    def has_domain(self, domain_name: str) -> bool:
        """Whether any account has that custom domain name in any region."""
        return any(domain_name in region.domain_names for region in self._regions.values())

    def clear(self) -> None:
        """Forget everything."""
        self._regions.clear()
