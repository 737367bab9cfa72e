"""Custom domain names at request time: which stage a path below a name leads to.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html

How AWS does this
-----------------
Routing rules come first, the lowest priority first, where the domain's mode has them; then the mapping whose base
path is the longest that the path begins with, name by name. The base path is taken off before the API's own resources
are looked for, but variables and events still show it. fact: domains.longest-base-path-wins
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from apiglab.model.domain import ApiMapping, HeaderMatch, RoutingRule
from apiglab.model.http import Headers

RULES_ONLY = "ROUTING_RULE_ONLY"
RULES_FIRST = "ROUTING_RULE_THEN_API_MAPPING"


class DomainTarget(NamedTuple):
    """Where a request by a domain name goes."""

    api_id: str
    stage: str
    base_path: str
    """The base path that matched, ``/v1``; empty where none had to. It is part of ``$context.path``."""
    path: str
    """The raw path that the API's resources are matched with."""
    rule_id: str | None = None
    """The routing rule that led here."""


@dataclass(frozen=True, slots=True)
class DomainRoutes:
    """One domain name, ready to be looked up in."""

    domain_name: str
    routing_mode: str
    mappings: tuple[ApiMapping, ...]
    """The longest base path first."""
    rules: tuple[RoutingRule, ...] = ()
    """The lowest priority first."""
    edge: bool = False
    private: bool = False

    def find(self, path: str, headers: Headers) -> DomainTarget | None:
        """Where a request of ``path`` goes, or None where nothing is mapped there."""
        if self.routing_mode in (RULES_ONLY, RULES_FIRST):
            for rule in self.rules:
                target = _follow(rule, path, headers)
                if target is not None:
                    return target
            if self.routing_mode == RULES_ONLY:
                return None
        return self._find_mapping(path)

    def _find_mapping(self, path: str) -> DomainTarget | None:
        for mapping in self.mappings:
            rest = below(mapping.api_mapping_key, path)
            if rest is None:
                continue
            base_path = f"/{mapping.api_mapping_key}" if mapping.api_mapping_key else ""
            if mapping.stage is not None:
                return DomainTarget(mapping.api_id, mapping.stage, base_path, rest)
            stage, slash, rest = rest.removeprefix("/").partition("/")
            return DomainTarget(mapping.api_id, stage, f"{base_path}/{stage}", slash + rest or "/")
        return None


def compile_routes(
    domain_name: str,
    routing_mode: str,
    mappings: Iterable[ApiMapping],
    rules: Iterable[RoutingRule],
    *,
    edge: bool = False,
    private: bool = False,
) -> DomainRoutes:
    """A domain's mappings and rules in the order in which they are asked."""
    longest_first = sorted(mappings, key=lambda mapping: (-_names(mapping.api_mapping_key), mapping.api_mapping_key))
    by_priority = sorted(rules, key=lambda rule: rule.priority)
    return DomainRoutes(domain_name, routing_mode, tuple(longest_first), tuple(by_priority), edge, private)


def below(base_path: str, path: str) -> str | None:
    """What of ``path`` is left below ``base_path``, ``/`` at least; None where it is not below it."""
    if not base_path:
        return path
    prefix = f"/{base_path}"
    if not path.startswith(prefix):
        return None
    rest = path[len(prefix) :]
    return (rest or "/") if rest[:1] in ("", "/") else None


def _names(base_path: str) -> int:
    return base_path.count("/") + 1 if base_path else 0


def _follow(rule: RoutingRule, path: str, headers: Headers) -> DomainTarget | None:
    """Where ``rule`` leads, if all of its conditions are met."""
    matched = ""
    for condition in rule.conditions:
        if condition.match_headers is not None and not _has_any(condition.match_headers.any_of, headers):
            return None
        if condition.match_base_paths is not None:
            found = [each for each in condition.match_base_paths.any_of if below(each.strip("/"), path) is not None]
            if not found:
                return None
            matched = max(found, key=len).strip("/")
    action = rule.actions[0].invoke_api
    base_path = f"/{matched}" if matched and action.strip_base_path else ""
    rest = below(matched, path) or "/" if base_path else path
    return DomainTarget(action.api_id, action.stage, base_path, rest, rule.routing_rule_id)


def _has_any(wanted: Iterable[HeaderMatch], headers: Headers) -> bool:
    return any(
        _fits(each.value_glob, value)
        for each in wanted
        for name, value in headers
        if name.lower() == each.header.lower()
    )


def _fits(glob: str, value: str) -> bool:
    """A star at an end stands for anything; case counts. fact: domains.header-globs"""
    text = glob.strip("*")
    if glob == "*":
        return True
    starts, ends = not glob.startswith("*"), not glob.endswith("*")
    if starts and ends:
        return value == glob
    if starts:
        return value.startswith(text)
    return value.endswith(text) if ends else text in value
