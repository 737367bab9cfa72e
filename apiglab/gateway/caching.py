"""The stage's response cache.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.not_enforced import NotEnforced
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route

_CACHING = NotEnforced("caching.not_built")


@phase("Cache lookup", "api-gateway-caching.html")
def look_up(call: Call, _route: Route) -> NotEnforced | None:
    """Find nothing, and say so where the stage has a cache."""
    return _CACHING if call.stage.cache_cluster_enabled else None
