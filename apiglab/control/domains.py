"""What both versions of the API share of custom domain names: how they are found, made, checked and published.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html

How AWS does this
-----------------
A domain name is one resource, reached by ``apigateway`` and by ``apigatewayv2``, and so is what is mapped to it. Its
changes take effect without a deployment.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from apiglab.control import domain_errors as errors
from apiglab.control.call import Call
from apiglab.control.endpoints import check_access
from apiglab.control.errors import not_built, unknown_choice
from apiglab.control.store import DomainStore
from apiglab.control.tag_checks import check_tags
from apiglab.gateway.domain_routes import compile_routes
from apiglab.model.domain import DomainName
from apiglab.model.rest import EndpointConfiguration

EDGE_REGION = "us-east-1"
"""Where the certificate of an edge-optimized domain has to be. fact: domains.edge-certificate-region"""
MOST_DOMAINS = 120
ROUTING_MODES = ("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING", "ROUTING_RULE_ONLY")

_NAME = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:(?P<region>[^:]+):\d{12}:certificate/.+")
_CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
_ZONES = {
    "us-east-1": "Z1UJRXOUMOOFQ8",
    "us-east-2": "ZOJJZC49E0EPZ",
    "us-west-2": "Z2OJLYMUO9EFXC",
    "eu-west-1": "ZLY8HYME6SFDD",
    "eu-central-1": "Z1U9ULNL0V5AJ3",
}


def domain_of(call: Call, domain_name: str) -> DomainStore:
    """One domain of the caller's, or AWS's NotFoundException."""
    try:
        return call.here.domain_names[domain_name.lower()]
    except KeyError:
        raise errors.unknown_domain() from None


def new_domain(call: Call, domain: DomainName) -> DomainStore:
    """Keep a new domain and serve it; AWS's error where there can be no such one."""
    if not _NAME.fullmatch(domain.domain_name) or len(domain.domain_name) > 253:
        raise errors.bad_domain_name(domain.domain_name)
    if call.store.has_domain(domain.domain_name):
        raise errors.domain_exists()
    if len(call.here.domain_names) >= MOST_DOMAINS:
        raise errors.too_many("domain names for this account", MOST_DOMAINS)
    check_domain(call, domain)
    store = DomainStore(_addressed(call, domain))
    call.here.domain_names[domain.domain_name] = store
    publish_domain(call, store)
    return store


def keep_domain(call: Call, store: DomainStore, domain: DomainName) -> DomainName:
    """Put a changed domain in the place of the old one, and serve it so."""
    check_domain(call, domain)
    store.domain = _addressed(call, domain)
    publish_domain(call, store)
    return store.domain


def delete_domain(call: Call, domain_name: str) -> None:
    """Delete a domain with all that is mapped to it."""
    domain_of(call, domain_name)
    del call.here.domain_names[domain_name.lower()]
    call.registry.withdraw_domain(domain_name.lower())


def publish_domain(call: Call, store: DomainStore) -> None:
    """Serve a domain as it stands from now on."""
    domain = store.domain
    routes = compile_routes(
        domain.domain_name,
        domain.routing_mode.replace("BASE_PATH_MAPPING", "API_MAPPING"),
        store.mappings.values(),
        store.rules.values(),
        edge=domain.endpoint_configuration.types == ("EDGE",),
    )
    call.registry.publish_domain(routes)


def check_domain(call: Call, domain: DomainName) -> None:
    """Raise AWS's error where the settings can't stand."""
    kind = _kind(domain.endpoint_configuration)
    check_access(domain.security_policy, domain.endpoint_access_mode)
    check_tags(domain.tags)
    if domain.routing_mode not in ROUTING_MODES:
        raise unknown_choice("routingMode", ROUTING_MODES)
    arn = domain.certificate_arn if kind == "EDGE" else domain.regional_certificate_arn
    if not arn:
        raise errors.no_certificate(kind)
    region = EDGE_REGION if kind == "EDGE" else call.region
    parsed = _CERTIFICATE.fullmatch(arn)
    if parsed is None or not call.has_certificate(arn):
        raise errors.unknown_certificate()
    if parsed["region"] != region:
        raise errors.certificate_elsewhere(arn, region)


def domains_of_api(call: Call, api_id: str, stage: str | None = None) -> list[str]:
    """The names of the domains that lead to an API, or to one stage of it."""
    return sorted(
        {
            store.domain.domain_name
            for store in call.here.domain_names.values()
            for target in _targets(store)
            if target[0] == api_id and stage in (None, target[1])
        }
    )


def _targets(store: DomainStore) -> Iterator[tuple[str, str | None]]:
    for mapping in store.mappings.values():
        yield mapping.api_id, mapping.stage
    for rule in store.rules.values():
        yield rule.actions[0].invoke_api.api_id, rule.actions[0].invoke_api.stage


def _kind(endpoint: EndpointConfiguration) -> str:
    if len(endpoint.types) != 1 or endpoint.types[0] not in ("EDGE", "REGIONAL", "PRIVATE"):
        raise unknown_choice("EndpointTypes", ("EDGE", "REGIONAL", "PRIVATE"))
    if endpoint.types == ("PRIVATE",):
        raise not_built("private custom domain names")
    return endpoint.types[0]


def _addressed(call: Call, domain: DomainName) -> DomainName:
    """The domain with the addresses that its endpoint type has."""
    if domain.endpoint_configuration.types == ("EDGE",):
        distribution = domain.distribution_domain_name or f"d{call.new_id(13)}.cloudfront.net"
        return replace(
            domain,
            distribution_domain_name=distribution,
            distribution_hosted_zone_id=_CLOUDFRONT_ZONE,
            regional_domain_name=None,
            regional_hosted_zone_id=None,
        )
    regional = domain.regional_domain_name or f"d-{call.new_id(10)}.execute-api.{call.region}.amazonaws.com"
    return replace(
        domain,
        regional_domain_name=regional,
        regional_hosted_zone_id=_ZONES.get(call.region),
        distribution_domain_name=None,
        distribution_hosted_zone_id=None,
    )
