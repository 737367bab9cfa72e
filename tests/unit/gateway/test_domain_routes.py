"""Which stage a path below a custom domain name leads to."""

import asyncio
import json

import pytest

from apiglab.gateway.domain_routes import DomainRoutes, DomainTarget, compile_routes
from apiglab.model.domain import (
    ApiMapping,
    HeaderMatch,
    InvokeApi,
    MatchBasePaths,
    MatchHeaders,
    RoutingRule,
    RoutingRuleAction,
    RoutingRuleCondition,
)
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, HttpRequest
from apiglab.model.rest import IntegrationResponse
from tests.gateway_builders import API_ID, a_method, a_mock, serve

NAME = "petstore.example.com"
ECHO = '{"path": "$context.path", "base": "$context.customDomain.basePathMatched", "host": "$context.domainName"}'


def _mapping(number: int, key: str, stage: str | None = "prod") -> ApiMapping:
    return ApiMapping(api_mapping_id=f"m{number}", api_mapping_key=key, api_id=f"api-{number}", stage=stage)


def _rule(number: int, priority: int, *conditions: RoutingRuleCondition, strip: bool = False) -> RoutingRule:
    invoke = InvokeApi(api_id=f"api-{number}", stage="prod", strip_base_path=strip)
    return RoutingRule(
        routing_rule_id=f"r{number}",
        routing_rule_arn="arn",
        priority=priority,
        conditions=conditions,
        actions=(RoutingRuleAction(invoke_api=invoke),),
    )


def _header(name: str, glob: str) -> RoutingRuleCondition:
    return RoutingRuleCondition(match_headers=MatchHeaders(any_of=(HeaderMatch(header=name, value_glob=glob),)))


def _path(*paths: str) -> RoutingRuleCondition:
    return RoutingRuleCondition(match_base_paths=MatchBasePaths(any_of=paths))


def _routes(*mappings: ApiMapping, mode: str = "API_MAPPING_ONLY", rules: tuple[RoutingRule, ...] = ()) -> DomainRoutes:
    return compile_routes(NAME, mode, mappings, rules)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/orders/v1/items/123", DomainTarget("api-2", "prod", "/orders/v1/items", "/123")),
        ("/orders/v2/items/categories/5", DomainTarget("api-4", "prod", "/orders/v2/items/categories", "/5")),
        ("/orders/v2/items", DomainTarget("api-3", "prod", "/orders/v2/items", "/")),
        ("/orders/v2/itemsets", DomainTarget("api-1", "prod", "", "/orders/v2/itemsets")),
        ("/customers", DomainTarget("api-1", "prod", "", "/customers")),
        ("/", DomainTarget("api-1", "prod", "", "/")),
    ],
)
def test_the_longest_base_path_wins(path: str, target: DomainTarget) -> None:
    """AWS's own example. fact: domains.longest-base-path-wins"""
    routes = _routes(
        _mapping(1, ""),
        _mapping(2, "orders/v1/items"),
        _mapping(3, "orders/v2/items"),
        _mapping(4, "orders/v2/items/categories"),
    )

    assert routes.find(path, Headers()) == target


def test_without_a_stage_the_path_names_it() -> None:
    """The first name after the base path. fact: domains.stage-in-the-path"""
    routes = _routes(_mapping(1, "v1", stage=None))

    assert routes.find("/v1/dev/pets", Headers()) == DomainTarget("api-1", "dev", "/v1/dev", "/pets")


@pytest.mark.parametrize(
    ("path", "headers", "api"),
    [
        ("/", {"Hello": "World"}, "api-1"),
        ("/PetStoreShopper", {"hello": "World", "Pet": "Dog-Bella", "Accept": "image/webp"}, "api-1"),
        ("/PetStoreShopper", {"Pet": "Dog-Bella", "Accept": "image/webp"}, "api-2"),
        ("/PetStoreShopper", {"Pet": "Cat-Tom", "Accept": "image/webp"}, "api-3"),
        ("/petstoreshopper", {"Pet": "Dog-Bella", "Accept": "image/webp"}, "api-3"),
        ("/", {"Hello": "world"}, "api-3"),
    ],
)
def test_rules_are_asked_by_priority(path: str, headers: dict[str, str], api: str) -> None:
    """AWS's example of rules only. fact: domains.header-globs"""
    rules = (
        _rule(3, 100),
        _rule(2, 50, _header("Accept", "image/webp"), _header("Pet", "Dog-*"), _path("PetStoreShopper")),
        _rule(1, 10, _header("Hello", "World")),
    )

    found = _routes(mode="ROUTING_RULE_ONLY", rules=rules).find(path, Headers(headers.items()))

    assert found is not None
    assert found.api_id == api


@pytest.mark.parametrize(
    ("glob", "value", "fits"),
    [("a*", "alpha", True), ("a*", "beta", False), ("*a", "beta", True), ("*et*", "beta", True), ("*", "", True)],
)
def test_a_star_stands_at_the_ends(glob: str, value: str, fits: bool) -> None:
    """For anything, also nothing. fact: domains.header-globs"""
    routes = _routes(mode="ROUTING_RULE_ONLY", rules=(_rule(1, 1, _header("x", glob)),))

    assert (routes.find("/", Headers((("X", value),))) is not None) is fits


def test_a_rule_can_take_the_base_path_off() -> None:
    """Or leave it on the path. fact: domains.header-globs"""
    stripping = _routes(mode="ROUTING_RULE_ONLY", rules=(_rule(1, 1, _path("users"), strip=True),))
    leaving = _routes(mode="ROUTING_RULE_ONLY", rules=(_rule(1, 1, _path("users")),))

    assert stripping.find("/users/7", Headers()) == DomainTarget("api-1", "prod", "/users", "/7", "r1")
    assert leaving.find("/users/7", Headers()) == DomainTarget("api-1", "prod", "", "/users/7", "r1")


def test_what_no_rule_takes_goes_by_the_mappings() -> None:
    """Where the mode says so. fact: domains.routing-modes"""
    rules = (_rule(1, 1, _header("x", "y")),)
    both = _routes(_mapping(2, ""), mode="ROUTING_RULE_THEN_API_MAPPING", rules=rules)
    only_rules = _routes(_mapping(2, ""), mode="ROUTING_RULE_ONLY", rules=rules)

    assert both.find("/pets", Headers()) == DomainTarget("api-2", "prod", "", "/pets")
    assert only_rules.find("/pets", Headers()) is None


def _answer(path: str, *, disabled: bool = False) -> tuple[int, dict[str, str]]:
    said = IntegrationResponse(status_code="200", response_templates=FrozenMap({"application/json": ECHO}))
    method = a_method("GET", a_mock(responses={"200": said}))
    pets = serve({"/pets": [method]}, disable_execute_api_endpoint=disabled)
    routes = _routes(ApiMapping(api_mapping_id="m", api_mapping_key="v1", api_id=API_ID, stage="dev"))
    request = HttpRequest("GET", path, "", Headers((("Host", NAME),)), b"", "203.0.113.7", "https", "HTTP/1.1")
    response = asyncio.run(pets.plane.serve_domain(request, routes, domain_name=NAME))
    return response.status, json.loads(response.body)


def test_the_api_sees_the_whole_path_and_the_name() -> None:
    """Its resources do not. fact: domains.base-path-matched"""
    assert _answer("/v1/pets") == (200, {"path": "/v1/pets", "base": "v1", "host": NAME})


def test_the_domain_serves_where_the_default_endpoint_is_disabled() -> None:
    """That is what disabling is for."""
    assert _answer("/v1/pets", disabled=True)[0] == 200


def test_what_is_not_mapped_is_forbidden() -> None:
    """And an API's own refusals stay its own. fact: domains.longest-base-path-wins"""
    assert _answer("/v2/pets") == (403, {"message": "Forbidden"})
    assert _answer("/v1/owners") == (403, {"message": "Missing Authentication Token"})
