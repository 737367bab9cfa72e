"""The stage's response cache: whether a backend need be asked at all.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html

How AWS does this
-----------------
What a backend answered is kept for a while by the values of the parameters that are the cache's key, and by nothing
else of the request: a parameter that is missing from the key tells no two callers apart. A client may ask for a fresh
answer by ``Cache-Control: max-age=0``, where it is authorized to or nobody need be.
"""

from typing import Any

from apiglab.gateway.call import Call
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.parameter_mapping import request_value
from apiglab.gateway.phase import phase
from apiglab.gateway.response_cache import LARGEST, Entry, StageCache, make_entry
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description
from apiglab.language.mapping_expression import MappingExpression, Source
from apiglab.model.stage import MethodSetting

DEFAULT = MethodSetting()
INVALIDATE = "execute-api:InvalidateCache"
WARNING = ("Warning", '199 - "The client is not authorized to invalidate the cache"')
"""What the client is told that may not invalidate. fact: caching.warning"""


class Lookup:
    """What the cache said, and where it keeps what the backend says instead."""

    __slots__ = ("_cache", "_key", "_now", "_ttl", "entry", "invalidated", "kept", "warned")

    def __init__(self, cache: StageCache, key: tuple[Any, ...], now: float, ttl: int) -> None:
        self._cache = cache
        self._key = key
        self._now = now
        self._ttl = ttl
        self.entry: Entry | None = None
        self.invalidated = False
        """Whether the client asked for a fresh answer, and may."""
        self.warned = False
        """Whether the client asked for one, may not, and is to be told."""
        self.kept = "the backend's answer was not kept"

    @property
    def exchange(self) -> tuple[EndpointRequest, EndpointResponse] | None:
        """The request that was not sent and the answer to it; None where the backend has to be asked."""
        return None if self.entry is None else (EndpointRequest("", b""), self.entry.response())

    def find(self) -> None:
        """Look the key up."""
        self.entry = self._cache.find(self._key, self._now)

    def settle(self, call: Call, answer: EndpointResponse, mapped: MappedResponse) -> None:
        """Keep what came from the backend, where it can be kept; tell the client what it is to be told.

        fact: caching.what-is-kept, caching.largest
        """
        call.trace.cache_hit = self.entry is not None
        if self.warned:
            mapped.headers.append(WARNING)
        if self.entry is not None:
            return
        if answer.stream is not None:
            self.kept = "a stream is not kept"
        elif not 200 <= mapped.status < 300:
            self.kept = f"an answer of status {mapped.status} is not kept"
        elif len(answer.body) > LARGEST:
            self.kept = f"an answer of {len(answer.body):,} bytes is not kept: {LARGEST:,} is the most"
        else:
            self.kept = f"the backend's answer is kept for {self._ttl} s"
            self._cache.keep(self._key, make_entry(answer, self._now, self._ttl))

    def describe(self) -> Description:
        """Hit or miss, by which key, and how old."""
        names_and_values = [list(pair) for pair in self._key[-1]]
        shown: dict[str, Any] = {"key": names_and_values, "entries": len(self._cache), "room_taken": self._cache.taken}
        if self.entry is not None:
            age = max(0.0, self._now - self.entry.since)
            left = self.entry.until - self._now
            return Description(reason="caching.hit", age_seconds=round(age, 3), seconds_left=round(left, 3), **shown)
        reason = "caching.invalidated" if self.invalidated else "caching.miss"
        return Description(reason=reason, note=self.kept, **shown)


class NoLookup(Lookup):
    """A method whose answers are not kept."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(StageCache(0), ((),), 0.0, 0)

    def settle(self, call: Call, answer: EndpointResponse, mapped: MappedResponse) -> None:
        """Keep nothing."""

    def describe(self) -> Description:
        """Nothing is configured."""
        return Description("skipped", "not configured")


UNCACHED = NoLookup()


@phase("Cache lookup", "api-gateway-caching.html")
def look_up(call: Call, route: Route) -> Lookup:
    """Look for the backend's answer to an earlier request. fact: caching.key"""
    if not call.stage.cache_cluster_enabled or call.is_test or route.compiled.cache is None:
        return UNCACHED
    setting = _setting(call, route)
    if setting is None or (call.is_canary and not _shares_cache(call)):
        return UNCACHED
    compiled = route.compiled.cache
    values = tuple((name, _value(call, route, expression)) for name, expression in compiled.parameters)
    cache = call.live.responses.of(call.rest_api.id, call.stage.stage_name, call.stage.cache_cluster_size)
    # Different deployments never share an entry. fact: caching.canary
    key = (call.deployment.deployment_id, compiled.namespace, route.compiled.method.http_method, values)
    lookup = Lookup(cache, key, call.live.clock.now(), setting.cache_ttl_in_seconds)
    if _wants_fresh(call):
        lookup.invalidated = _may_invalidate(call, setting)
        lookup.warned = (
            not lookup.invalidated
            and setting.unauthorized_cache_control_header_strategy == "SUCCEED_WITH_RESPONSE_HEADER"
        )
    if lookup.invalidated:
        cache.misses += 1
    else:
        lookup.find()
    return lookup


def _setting(call: Call, route: Route) -> MethodSetting | None:
    """The method's settings, None where its answers are not kept. fact: caching.methods"""
    path, verb = route.compiled.resource.path, route.compiled.method.http_method
    own = call.settings.own(path, verb)
    if own is None and verb != "GET":
        return None
    setting = own or call.settings.find(path, verb) or DEFAULT
    return setting if setting.caching_enabled and setting.cache_ttl_in_seconds else None


def _shares_cache(call: Call) -> bool:
    canary = call.stage.canary_settings
    return canary is not None and canary.use_stage_cache


def _value(call: Call, route: Route, expression: MappingExpression) -> Any:
    """A parameter's value as part of a key; a header is found in any case, lest two callers share an entry."""
    if expression.source is Source.REQUEST_HEADER:
        return call.request.headers.get(expression.name)
    value = request_value(call, expression, route.path_parameters)
    return tuple(value) if isinstance(value, list) else value


def _wants_fresh(call: Call) -> bool:
    """Whether the client sent ``Cache-Control: max-age=0``."""
    header = call.request.headers.get("Cache-Control")
    return header is not None and "max-age=0" in [each.strip().lower() for each in header.split(",")]


def _may_invalidate(call: Call, setting: MethodSetting) -> bool:
    """Whether the client may; a 403 where it may not and the stage says so.

    fact: caching.invalidation, caching.strategies
    """
    if not setting.require_authorization_for_cache_control or call.caller.may(INVALIDATE):
        return True
    if setting.unauthorized_cache_control_header_strategy == "FAIL_WITH_403":
        raise GatewayError(
            ResponseType.ACCESS_DENIED,
            reason="caching.may_not_invalidate",
            log=f"the caller may not {INVALIDATE}, and the stage's strategy is FAIL_WITH_403",
        )
    return False
