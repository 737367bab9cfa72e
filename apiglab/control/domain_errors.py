"""The errors of custom domain names and what is mapped to them; the rest of the catalogue is in ``errors``."""

from collections.abc import Iterable

from apiglab.control.errors import bad_request, conflict, limit_exceeded, not_found
from apiglab.control.protocol.errors import ControlError


def unknown_domain() -> ControlError:
    """The account has no such domain name in this region. fact: domains.texts"""
    return not_found("Invalid domain name identifier specified")


def domain_exists() -> ControlError:
    """Another domain has that name, in whatever account or region. fact: domains.texts"""
    return bad_request("The domain name you provided already exists.")


def bad_domain_name(name: str) -> ControlError:
    """A name that no domain can have. fact: domains.chosen-texts"""
    return bad_request(f"Invalid domain name specified: {name}")


def no_certificate(endpoint_type: str) -> ControlError:
    """A domain without a certificate. fact: domains.chosen-texts"""
    member = "certificateArn" if endpoint_type == "EDGE" else "regionalCertificateArn"
    return bad_request(f"Invalid {member} specified. A {endpoint_type} domain name needs an ACM certificate")


def certificate_elsewhere(arn: str, region: str) -> ControlError:
    """A certificate of another region than the endpoint's. fact: domains.texts"""
    return bad_request(f"Invalid certificate ARN: {arn}. Certificate must be in '{region}'.")


def unknown_certificate() -> ControlError:
    """ACM has no such certificate. fact: domains.chosen-texts"""
    return bad_request("The provided certificate does not exist.")


def not_one_configuration() -> ControlError:
    """A domain of API Gateway's second version with no configuration, or several. fact: domains.chosen-texts"""
    return bad_request("Invalid domainNameConfigurations specified. Must have exactly one domain name configuration")


def unknown_mapping(*, v2: bool) -> ControlError:
    """The domain has no such mapping. fact: domains.texts"""
    noun = "API mapping" if v2 else "base path mapping"
    return not_found(f"Invalid {noun} identifier specified")


def mapping_exists(*, v2: bool) -> ControlError:
    """The domain has a mapping of that base path. fact: domains.texts"""
    noun = "ApiMapping key" if v2 else "Base path"
    return conflict(f"{noun} already exists for this domain name")


def slash_in_base_path() -> ControlError:
    """A base path of several names, which the first version of the API does not make. fact: domains.texts"""
    return bad_request(
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. "
        "To create a multi-level base path mapping, use API Gateway V2."
    )


def bad_base_path() -> ControlError:
    """A base path with characters AWS does not take. fact: domains.chosen-texts"""
    return bad_request("Invalid base path specified. It may hold letters, digits and the characters $-_.+!*'()/")


def multi_level_needs_regional() -> ControlError:
    """A base path of several names on an edge-optimized domain. fact: domains.chosen-texts"""
    return bad_request("Multi-level API mappings are only supported for regional domain names with TLS 1.2")


def unknown_mapped_stage() -> ControlError:
    """A mapping to a stage that the API lacks. fact: domains.texts"""
    return bad_request("Invalid stage identifier specified")


def api_is_mapped(api_id: str, domains: Iterable[str]) -> ControlError:
    """An API that domains lead to was to be deleted. fact: domains.texts"""
    return bad_request(
        f"Deleting RestApi {api_id} failed. "
        f"Please remove all base path mappings related to the RestApi in your domains: {', '.join(domains)}"
    )


def stage_is_mapped(stage_name: str, domains: Iterable[str]) -> ControlError:
    """A stage that domains lead to was to be deleted. fact: domains.chosen-texts"""
    return bad_request(
        f"Deleting stage {stage_name} failed. "
        f"Please remove all base path mappings related to the stage in your domains: {', '.join(domains)}"
    )


def unknown_rule() -> ControlError:
    """The domain has no such routing rule. fact: domains.chosen-texts"""
    return not_found("Invalid routing rule identifier specified")


def priority_taken(priority: int) -> ControlError:
    """Two rules of one priority. fact: domains.chosen-texts"""
    return conflict(f"A routing rule with priority {priority} already exists for this domain name")


def bad_rule(why: str) -> ControlError:
    """A routing rule that can't stand. fact: domains.chosen-texts"""
    return bad_request(f"Invalid routing rule specified: {why}")


def too_many(what: str, most: int) -> ControlError:
    """A quota of domains is spent. fact: domains.chosen-texts"""
    return limit_exceeded(f"Maximum number of {what} has been reached: {most}")
