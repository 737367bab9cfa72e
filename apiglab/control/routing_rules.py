"""Routing rules: stages of REST APIs chosen by headers and paths below a custom domain name.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

from dataclasses import replace

from apiglab.control import domain_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.domains import domain_of, publish_domain
from apiglab.control.paging import page
from apiglab.control.store import DomainStore
from apiglab.model.domain import RoutingRule, RoutingRuleAction, RoutingRuleCondition

MOST_RULES = 50
MOST_HEADERS = 2
PRIORITIES = (1, 1_000_000)


def create_routing_rule(
    call: Call,
    *,
    domain_name: str,
    priority: int,
    conditions: tuple[RoutingRuleCondition, ...],
    actions: tuple[RoutingRuleAction, ...],
    domain_name_id: str | None = None,  # noqa: ARG001  only private domains have one
) -> Output:
    """Add a rule, asked for from now on."""
    store = domain_of(call, domain_name)
    if len(store.rules) >= MOST_RULES:
        raise errors.too_many("routing rules for this domain name", MOST_RULES)
    rule_id = call.new_id(6)
    arn = f"arn:aws:apigateway:{call.region}:{call.account_id}:/domainnames/{domain_name}/routingrules/{rule_id}"
    rule = RoutingRule(
        routing_rule_id=rule_id, routing_rule_arn=arn, priority=priority, conditions=conditions, actions=actions
    )
    return _keep(call, store, rule)


def put_routing_rule(
    call: Call,
    *,
    domain_name: str,
    routing_rule_id: str,
    priority: int,
    conditions: tuple[RoutingRuleCondition, ...],
    actions: tuple[RoutingRuleAction, ...],
    domain_name_id: str | None = None,  # noqa: ARG001
) -> Output:
    """Put a rule in the place of one that is there."""
    store = domain_of(call, domain_name)
    old = _rule_of(store, routing_rule_id)
    return _keep(call, store, replace(old, priority=priority, conditions=conditions, actions=actions))


def get_routing_rule(
    call: Call,
    *,
    domain_name: str,
    routing_rule_id: str,
    domain_name_id: str | None = None,  # noqa: ARG001
) -> Output:
    """One rule."""
    return _rule_of(domain_of(call, domain_name), routing_rule_id)


def list_routing_rules(
    call: Call,
    *,
    domain_name: str,
    next_token: str | None = None,
    max_results: int | None = None,
    domain_name_id: str | None = None,  # noqa: ARG001
) -> Output:
    """A domain's rules in the order in which they are asked."""
    rules = domain_of(call, domain_name).rules.values()
    found = page(rules, lambda rule: f"{rule.priority:07}", next_token, max_results)
    return {"RoutingRules": found.items, "NextToken": found.position}


def delete_routing_rule(
    call: Call,
    *,
    domain_name: str,
    routing_rule_id: str,
    domain_name_id: str | None = None,  # noqa: ARG001
) -> None:
    """Take a rule away."""
    store = domain_of(call, domain_name)
    del store.rules[_rule_of(store, routing_rule_id).routing_rule_id]
    publish_domain(call, store)


def _rule_of(store: DomainStore, rule_id: str) -> RoutingRule:
    try:
        return store.rules[rule_id]
    except KeyError:
        raise errors.unknown_rule() from None


def _keep(call: Call, store: DomainStore, rule: RoutingRule) -> RoutingRule:
    _check(rule)
    for other in store.rules.values():
        if other.priority == rule.priority and other.routing_rule_id != rule.routing_rule_id:
            raise errors.priority_taken(rule.priority)
    action = rule.actions[0].invoke_api
    if action.stage not in call.here.rest_api(action.api_id).stages:
        raise errors.unknown_mapped_stage()
    store.rules[rule.routing_rule_id] = rule
    publish_domain(call, store)
    return rule


def _check(rule: RoutingRule) -> None:
    least, most = PRIORITIES
    if not least <= rule.priority <= most:
        raise errors.bad_rule(f"its priority must be between {least} and {most}")
    if len(rule.actions) != 1:
        raise errors.bad_rule("it has exactly one action")
    paths = [each.match_base_paths for each in rule.conditions if each.match_base_paths is not None]
    headers = [each.match_headers for each in rule.conditions if each.match_headers is not None]
    if len(paths) > 1 or len(headers) > MOST_HEADERS:
        raise errors.bad_rule(f"it has at most {MOST_HEADERS} header conditions and one base path condition")
    for header in (each for condition in headers for each in condition.any_of):
        if not header.header or "*" in header.value_glob.removeprefix("*").removesuffix("*"):
            raise errors.bad_rule("a star stands only at an end of a header's value")


V2_OPERATIONS: Operations = {
    "CreateRoutingRule": create_routing_rule,
    "PutRoutingRule": put_routing_rule,
    "GetRoutingRule": get_routing_rule,
    "ListRoutingRules": list_routing_rules,
    "DeleteRoutingRule": delete_routing_rule,
}
