"""Throttling: who may send how fast.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description


class NotEnforced:
    """A setting of the stage that is kept but that the gateway does not act on yet."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def describe(self) -> Description:
        """The setting, said to have no effect."""
        return Description("skipped", self.reason, note="configured on the stage, but apiglab does not act on it yet")


_THROTTLING = NotEnforced("throttling.not_built")


@phase("Throttling", "api-gateway-request-throttling.html")
def throttle(call: Call, _route: Route) -> NotEnforced | None:
    """Let every request pass, and say so where the stage has limits."""
    return _THROTTLING if call.stage.method_settings else None
