"""Where an API can be reached: the rules of its endpoint configuration.

https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html
"""

from dataclasses import dataclass

from apiglab.control import errors
from apiglab.model.rest import EndpointConfiguration

ENDPOINT_TYPES = ("REGIONAL", "EDGE", "PRIVATE")
IP_ADDRESS_TYPES = ("ipv4", "dualstack")


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
