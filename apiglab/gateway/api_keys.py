"""API keys: whether the client shows a key of a usage plan that contains this stage.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description
from apiglab.gateway.usage_plans import KnownKey, KnownPlan

HEADER = "X-API-Key"


class Member:
    """A client that showed a key of a plan."""

    __slots__ = ("key_id", "plan", "source")

    def __init__(self, key_id: str, plan: KnownPlan, source: str) -> None:
        self.key_id = key_id
        self.plan = plan
        self.source = source

    def describe(self) -> Description:
        """Which key and which plan; the key's value is a secret."""
        return Description(
            reason="api_key.known", api_key_id=self.key_id, usage_plan_id=self.plan.id, key_source=self.source
        )


@phase("API key", "api-gateway-api-usage-plans.html")
def check_api_key(call: Call, route: Route) -> Member | None:
    """Ask a method that wants a key for one; any other ignores it. fact: api-keys.only-where-required"""
    if not route.compiled.method.api_key_required:
        return None
    source = call.rest_api.api_key_source
    value = call.request.headers.get(HEADER) if source == "HEADER" else call.caller.usage_identifier_key
    key, plan = _find(call, value)
    call.api_key, call.api_key_id = value, key.id
    return Member(key.id, plan, source)


def _find(call: Call, value: str | None) -> tuple[KnownKey, KnownPlan]:
    """The key, and its plan for this stage; each way to have none is the same 403. fact: api-keys.refused"""
    if not value:
        raise _refused("api_key.missing")
    plans, deployment = call.live.usage_plans, call.deployment
    key = plans.find_key(deployment.account_id, deployment.region, value)
    if key is None:
        raise _refused("api_key.unknown")
    if not key.enabled:
        raise _refused("api_key.disabled")
    plan = plans.find_plan(key, call.rest_api.id, call.stage.stage_name)
    if plan is None:
        raise _refused("api_key.not_in_plan")
    return key, plan


def _refused(reason: str) -> GatewayError:
    return GatewayError(ResponseType.INVALID_API_KEY, reason=reason)
