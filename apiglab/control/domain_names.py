"""Custom domain names, as boto3's ``apigateway`` has them.

https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
"""

from dataclasses import replace

from apiglab.control.call import Call, Operations, Output
from apiglab.control.domain_inputs import MutualTlsAuthenticationInput
from apiglab.control.domains import delete_domain, domain_of, keep_domain, new_domain
from apiglab.control.endpoints import EndpointConfigurationInput, new_endpoint
from apiglab.control.errors import not_built
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.language.json_patch import Change, PatchOperation, PatchTable, Rule
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.domain import DomainName
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import EndpointConfiguration


def _change_type(record: DomainName, _names: tuple[str, ...], operation: PatchOperation) -> DomainName:
    endpoint = replace(record.endpoint_configuration, types=(operation.value or "",))
    return replace(record, endpoint_configuration=endpoint)


_TYPE: dict[str, Change[DomainName]] = {"replace": _change_type}

DOMAIN_NAME: PatchTable[DomainName] = PatchTable(
    (
        scalar("/certificateName", "certificate_name"),
        scalar("/certificateArn", "certificate_arn"),
        scalar("/regionalCertificateName", "regional_certificate_name"),
        scalar("/regionalCertificateArn", "regional_certificate_arn"),
        scalar("/securityPolicy", "security_policy"),
        scalar("/endpointAccessMode", "endpoint_access_mode"),
        scalar("/routingMode", "routing_mode"),
        Rule("/endpointConfiguration/types/{type}", _TYPE),
    ),
    LISTING,
)


def create_domain_name(
    call: Call,
    *,
    domain_name: str,
    certificate_name: str | None = None,
    certificate_arn: str | None = None,
    regional_certificate_name: str | None = None,
    regional_certificate_arn: str | None = None,
    endpoint_configuration: EndpointConfigurationInput | None = None,
    security_policy: str | None = None,
    endpoint_access_mode: str | None = None,
    routing_mode: str | None = None,
    tags: FrozenMap[str, str] | None = None,
    certificate_body: str | None = None,
    certificate_private_key: str | None = None,
    certificate_chain: str | None = None,
    mutual_tls_authentication: MutualTlsAuthenticationInput | None = None,
    ownership_verification_certificate_arn: str | None = None,
    policy: str | None = None,
) -> Output:
    """Create a name; edge-optimized where nothing else is said and the certificate is for one."""
    if mutual_tls_authentication is not None or ownership_verification_certificate_arn is not None:
        raise not_built("mutual TLS on custom domain names")
    if policy is not None:
        raise not_built("private custom domain names")
    if certificate_body or certificate_private_key or certificate_chain:
        raise not_built("certificates that are uploaded to API Gateway; import them into ACM and name their ARN")
    if endpoint_configuration is not None:
        endpoint = new_endpoint(endpoint_configuration)
    else:
        endpoint = EndpointConfiguration(types=("REGIONAL",) if regional_certificate_arn else ("EDGE",))
    domain = DomainName(
        domain_name=domain_name.lower(),
        domain_name_arn=f"arn:aws:apigateway:{call.region}::/domainnames/{domain_name.lower()}",
        certificate_name=certificate_name,
        certificate_arn=certificate_arn,
        regional_certificate_name=regional_certificate_name,
        regional_certificate_arn=regional_certificate_arn,
        endpoint_configuration=endpoint,
        security_policy=security_policy or "TLS_1_2",
        endpoint_access_mode=endpoint_access_mode,
        routing_mode=routing_mode or "BASE_PATH_MAPPING_ONLY",
        tags=tags or None,
    )
    return new_domain(call, domain).domain


def get_domain_name(call: Call, *, domain_name: str, domain_name_id: str | None = None) -> Output:  # noqa: ARG001
    """One domain name."""
    return domain_of(call, domain_name).domain


def get_domain_names(
    call: Call,
    *,
    position: str | None = None,
    limit: int | None = None,
    resource_owner: str | None = None,  # noqa: ARG001  nobody else's domains are shared with an account here
) -> Page[DomainName]:
    """The account's domain names in this region."""
    domains = (store.domain for store in call.here.domain_names.values())
    return page(domains, lambda each: each.domain_name, position, limit)


def update_domain_name(
    call: Call,
    *,
    domain_name: str,
    domain_name_id: str | None = None,  # noqa: ARG001
    patch_operations: tuple[PatchOperation, ...] = (),
) -> Output:
    """Change a domain's certificate, endpoint type or routing mode, at once."""
    if any((each.path or "").startswith("/mutualTlsAuthentication") for each in patch_operations):
        raise not_built("mutual TLS on custom domain names")
    store = domain_of(call, domain_name)
    return keep_domain(call, store, patched(DOMAIN_NAME, store.domain, patch_operations))


def delete_domain_name(call: Call, *, domain_name: str, domain_name_id: str | None = None) -> None:  # noqa: ARG001
    """Delete a domain name with its mappings."""
    delete_domain(call, domain_name)


OPERATIONS: Operations = {
    "CreateDomainName": create_domain_name,
    "GetDomainName": get_domain_name,
    "GetDomainNames": get_domain_names,
    "UpdateDomainName": update_domain_name,
    "DeleteDomainName": delete_domain_name,
}
