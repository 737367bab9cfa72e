"""What callers say of a custom domain name, in the shapes that both versions of the API have for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainNameConfigurationInput:
    """What a caller says of a domain's endpoint; what only AWS tells is taken and not looked at."""

    certificate_arn: str | None = None
    certificate_name: str | None = None
    endpoint_type: str | None = None
    ip_address_type: str | None = None
    security_policy: str | None = None
    ownership_verification_certificate_arn: str | None = None
    api_gateway_domain_name: str | None = None
    certificate_upload_date: float | None = None
    domain_name_status: str | None = None
    domain_name_status_message: str | None = None
    hosted_zone_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTlsAuthenticationInput:
    """Where the certificates of clients are to be found."""

    truststore_uri: str | None = None
    truststore_version: str | None = None
