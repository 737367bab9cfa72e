"""The errors of client certificates and VPC links, in AWS's own words; the rest of the catalogue is in ``errors``."""

from collections.abc import Iterable

from apiglab.control.errors import bad_request, conflict, limit_exceeded, not_found
from apiglab.control.protocol.errors import ControlError


def unknown_client_certificate() -> ControlError:
    """The account has no such client certificate. fact: control.chosen-texts"""
    return not_found("Invalid Client Certificate identifier specified")


def too_many_client_certificates() -> ControlError:
    """The account has as many client certificates as the default quota allows. fact: control.chosen-texts"""
    return limit_exceeded("Maximum number of client certificates for this account has been reached.")


def client_certificate_in_use(certificate_id: str, where: str) -> ControlError:
    """A client certificate that a stage presents was to be deleted. fact: control.in-use"""
    return conflict(f"Cannot delete client certificate '{certificate_id}', is referenced in stage: {where}")


def bad_target_arn(arn: str) -> ControlError:
    """A VPC link to what has no ARN."""
    return bad_request(f"Invalid ARN. ARN is not well formed {arn}")


def not_one_target() -> ControlError:
    """A VPC link to no load balancer, or to several. fact: control.chosen-texts"""
    return bad_request("Invalid targetArns specified. Must be the ARN of one network load balancer")


def vpc_link_in_use(link_id: str, places: Iterable[str]) -> ControlError:
    """A VPC link that a method's integration goes through was to be deleted. fact: control.reported-texts"""
    return bad_request(
        f"Cannot delete vpc link. Vpc link '{link_id}', is referenced in [{', '.join(places)}] "
        "in format of [Method:Resource:Stage]."
    )
