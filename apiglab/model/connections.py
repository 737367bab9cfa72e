"""What an account has for reaching backends: client certificates and VPC links.

https://docs.aws.amazon.com/apigateway/latest/api/API_Types.html
"""

from dataclasses import dataclass

from apiglab.model.frozen import FrozenMap


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """The certificate by which API Gateway shows an HTTPS backend that it is API Gateway."""

    client_certificate_id: str
    description: str | None = None
    pem_encoded_certificate: str
    created_date: float
    expiration_date: float
    tags: FrozenMap[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcLink:
    """A way to the load balancer of a private network."""

    id: str
    name: str
    description: str | None = None
    target_arns: tuple[str, ...] = ()
    status: str = "AVAILABLE"
    status_message: str | None = None
    tags: FrozenMap[str, str] | None = None
