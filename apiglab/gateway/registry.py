"""What is served: for each API and stage a compiled deployment and the stage's live settings.

The control plane publishes; a request looks up once and keeps what it found to its end, so that
a redeployment in its middle cannot tear it. Entries are replaced whole, never edited.
"""

from dataclasses import dataclass

from apiglab.gateway.access_log import AccessLog, access_log
from apiglab.gateway.compiled import CompiledDeployment
from apiglab.gateway.domain_routes import DomainRoutes
from apiglab.gateway.method_settings import NO_SETTINGS, MethodSettings, method_settings
from apiglab.gateway.usage_plans import UsagePlans
from apiglab.model.stage import Stage


@dataclass(frozen=True, slots=True)
class Served:
    """One stage of one API as requests find it."""

    deployment: CompiledDeployment
    stage: Stage
    canary: CompiledDeployment | None = None
    """The deployment that ``stage.canary_settings`` sends its share of requests to."""
    settings: MethodSettings = NO_SETTINGS
    """What ``stage.method_settings`` say, ready to be looked up in."""
    access_log: AccessLog | None = None


class Registry:
    """Every stage that can be called, by API id and stage name."""

    def __init__(self) -> None:
        self._apis: dict[str, dict[str, Served]] = {}
        self._domains: dict[str, DomainRoutes] = {}
        self.vpc_links: dict[str, str] = {}
        """From the id of each VPC link to the ARN of the load balancer that it leads to."""
        self.client_certificates: dict[str, str] = {}
        """From the id of each client certificate to its key and itself, in PEM."""
        self.usage_plans = UsagePlans()

    def publish(self, deployment: CompiledDeployment, stage: Stage, canary: CompiledDeployment | None = None) -> None:
        """Serve ``stage`` from ``deployment``, and its canary's share from ``canary``, from now on."""
        api_id = deployment.rest_api.id
        served = Served(deployment, stage, canary, method_settings(stage), access_log(stage))
        self._apis[api_id] = {**self._apis.get(api_id, {}), stage.stage_name: served}

    def withdraw_stage(self, api_id: str, stage_name: str) -> None:
        """Stop serving one stage; one that is not served stays so."""
        stages = self._apis.get(api_id, {})
        self._apis[api_id] = {name: served for name, served in stages.items() if name != stage_name}

    def withdraw_api(self, api_id: str) -> None:
        """Stop serving every stage of an API."""
        self._apis.pop(api_id, None)

    def clear(self) -> None:
        """Stop serving everything."""
        self._apis = {}
        self._domains = {}
        self.vpc_links.clear()
        self.client_certificates.clear()
        self.usage_plans.clear()

    def publish_domain(self, routes: DomainRoutes) -> None:
        """Serve a custom domain name from now on."""
        self._domains[routes.domain_name] = routes

    def withdraw_domain(self, domain_name: str) -> None:
        """Stop serving a custom domain name."""
        self._domains.pop(domain_name, None)

    def find_domain(self, host: str) -> DomainRoutes | None:
        """The custom domain name that ``host`` is: itself, or the wildcard one level above it."""
        if not self._domains:
            return None
        name = host.partition(":")[0].lower()
        return self._domains.get(name) or self._domains.get(f"*.{name.partition('.')[2]}")

    def find(self, api_id: str, stage_name: str) -> Served | None:
        """What serves that stage, or None where there is no such API or stage."""
        stages = self._apis.get(api_id)
        return stages.get(stage_name) if stages else None

    def knows(self, api_id: str) -> bool:
        """Whether any stage of that API was ever served."""
        return api_id in self._apis
