"""Custom domain names, as boto3's ``apigatewayv2`` has them: the same names in another shape.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html
"""

from dataclasses import replace

from apiglab.control import domain_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.domain_inputs import DomainNameConfigurationInput, MutualTlsAuthenticationInput
from apiglab.control.domains import delete_domain, domain_of, keep_domain, new_domain
from apiglab.control.errors import not_built
from apiglab.control.paging import page
from apiglab.model.domain import DomainName
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import EndpointConfiguration

Configurations = tuple[DomainNameConfigurationInput, ...] | None


def create_domain_name(
    call: Call,
    *,
    domain_name: str,
    domain_name_configurations: Configurations = None,
    mutual_tls_authentication: MutualTlsAuthenticationInput | None = None,
    routing_mode: str | None = None,
    tags: FrozenMap[str, str] | None = None,
) -> Output:
    """Create a regional name."""
    if mutual_tls_authentication is not None:
        raise not_built("mutual TLS on custom domain names")
    name = domain_name.lower()
    domain = DomainName(
        domain_name=name, domain_name_arn=f"arn:aws:apigateway:{call.region}::/domainnames/{name}", tags=tags or None
    )
    return _v2(new_domain(call, _configured(domain, domain_name_configurations, routing_mode)).domain)


def get_domain_name(call: Call, *, domain_name: str) -> Output:
    """One domain name."""
    return _v2(domain_of(call, domain_name).domain)


def get_domain_names(call: Call, *, next_token: str | None = None, max_results: str | None = None) -> Output:
    """The account's domain names in this region."""
    domains = (store.domain for store in call.here.domain_names.values())
    limit = int(max_results) if max_results and max_results.isdigit() else None
    found = page(domains, lambda each: each.domain_name, next_token, limit)
    return {"Items": [_v2(each) for each in found.items], "NextToken": found.position}


def update_domain_name(
    call: Call,
    *,
    domain_name: str,
    domain_name_configurations: Configurations = None,
    mutual_tls_authentication: MutualTlsAuthenticationInput | None = None,
    routing_mode: str | None = None,
) -> Output:
    """Change a domain's certificate, endpoint type or routing mode, at once."""
    if mutual_tls_authentication is not None and mutual_tls_authentication.truststore_uri:
        raise not_built("mutual TLS on custom domain names")
    store = domain_of(call, domain_name)
    domain = store.domain
    if domain_name_configurations is None:
        changed = replace(domain, routing_mode=_v1_mode(routing_mode) or domain.routing_mode)
    else:
        changed = _configured(domain, domain_name_configurations, routing_mode)
    return _v2(keep_domain(call, store, changed))


def delete_domain_name(call: Call, *, domain_name: str) -> None:
    """Delete a domain name with its mappings."""
    delete_domain(call, domain_name)


def _configured(domain: DomainName, configurations: Configurations, routing_mode: str | None) -> DomainName:
    if not configurations or len(configurations) != 1:
        raise errors.not_one_configuration()
    given = configurations[0]
    if given.ownership_verification_certificate_arn is not None:
        raise not_built("mutual TLS on custom domain names")
    kind = given.endpoint_type or "REGIONAL"
    edge = kind == "EDGE"
    return replace(
        domain,
        endpoint_configuration=EndpointConfiguration(types=(kind,), ip_address_type=given.ip_address_type or "ipv4"),
        certificate_arn=given.certificate_arn if edge else None,
        regional_certificate_arn=None if edge else given.certificate_arn,
        certificate_name=given.certificate_name if edge else None,
        regional_certificate_name=None if edge else given.certificate_name,
        security_policy=given.security_policy or "TLS_1_2",
        routing_mode=_v1_mode(routing_mode) or domain.routing_mode,
    )


def _v1_mode(routing_mode: str | None) -> str | None:
    """The first version's word for a mode: its mappings are of base paths. fact: domains.routing-modes"""
    return routing_mode and routing_mode.replace("API_MAPPING", "BASE_PATH_MAPPING")


def _v2(domain: DomainName) -> dict[str, object]:
    edge = domain.endpoint_configuration.types == ("EDGE",)
    return {
        "ApiMappingSelectionExpression": "$request.basepath",
        "DomainName": domain.domain_name,
        "DomainNameArn": domain.domain_name_arn,
        "DomainNameConfigurations": [
            {
                "ApiGatewayDomainName": domain.distribution_domain_name or domain.regional_domain_name,
                "CertificateArn": domain.certificate_arn if edge else domain.regional_certificate_arn,
                "CertificateName": domain.certificate_name if edge else domain.regional_certificate_name,
                "DomainNameStatus": domain.domain_name_status,
                "EndpointType": domain.endpoint_configuration.types[0],
                "HostedZoneId": domain.distribution_hosted_zone_id or domain.regional_hosted_zone_id,
                "IpAddressType": domain.endpoint_configuration.ip_address_type,
                "SecurityPolicy": domain.security_policy,
            }
        ],
        "RoutingMode": domain.routing_mode.replace("BASE_PATH_MAPPING", "API_MAPPING"),
        "Tags": domain.tags,
    }


V2_OPERATIONS: Operations = {
    "CreateDomainName": create_domain_name,
    "GetDomainName": get_domain_name,
    "GetDomainNames": get_domain_names,
    "UpdateDomainName": update_domain_name,
    "DeleteDomainName": delete_domain_name,
}
