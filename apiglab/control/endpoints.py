"""Where an API can be reached: the rules of its endpoint configuration.

https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html
"""

from dataclasses import dataclass

from apiglab.control import errors
from apiglab.model.rest import EndpointConfiguration

ENDPOINT_TYPES = ("REGIONAL", "EDGE", "PRIVATE")
IP_ADDRESS_TYPES = ("ipv4", "dualstack")
ACCESS_MODES = ("BASIC", "STRICT")
SECURITY_POLICIES = (
    "TLS_1_0",
    "TLS_1_2",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS12_2018_EDGE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointConfigurationInput:
    """What a caller says of an API's endpoint; AWS fills in the rest."""

    types: tuple[str, ...] | None = None
    ip_address_type: str | None = None
    vpc_endpoint_ids: tuple[str, ...] | None = None


def new_endpoint(given: EndpointConfigurationInput) -> EndpointConfiguration:
    """The endpoint an API gets by what its creator said: EDGE and ipv4, but dualstack where it is PRIVATE."""
    types = ("EDGE",) if given.types is None else given.types
    default = "dualstack" if types == ("PRIVATE",) else "ipv4"
    return EndpointConfiguration(
        types=types,
        ip_address_type=given.ip_address_type or default,
        vpc_endpoint_ids=given.vpc_endpoint_ids or None,
    )


def check_endpoint(endpoint: EndpointConfiguration) -> None:
    """Raise AWS's error where there can be no such endpoint."""
    if not endpoint.types:
        raise errors.no_endpoint_type()
    if any(each not in ENDPOINT_TYPES for each in endpoint.types):
        raise errors.unknown_choice("EndpointTypes", ENDPOINT_TYPES)
    if len(endpoint.types) > 1:
        raise errors.several_endpoint_types()
    if endpoint.ip_address_type not in IP_ADDRESS_TYPES:
        raise errors.bad_ip_address_type()
    if endpoint.types == ("PRIVATE",) and endpoint.ip_address_type != "dualstack":
        raise errors.private_needs_dualstack()


def check_access(security_policy: str | None, endpoint_access_mode: str | None) -> None:
    """Raise where a patched TLS policy or access mode is none of AWS's."""
    if security_policy not in (None, *SECURITY_POLICIES):
        raise errors.unknown_choice("securityPolicy", SECURITY_POLICIES)
    if endpoint_access_mode not in (None, *ACCESS_MODES):
        raise errors.unknown_choice("endpointAccessMode", ACCESS_MODES)
