"""Client certificates: by which API Gateway shows a backend who it is. fact: control.client-certificates

https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from apiglab.control import connection_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.patching import patched
from apiglab.control.tag_checks import check_tags
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.connections import ClientCertificate
from apiglab.model.frozen import FrozenMap

MAXIMUM_CERTIFICATES = 60
LIFETIME = 365 * 24 * 3600
"""Seconds."""

CLIENT_CERTIFICATE: PatchTable[ClientCertificate] = PatchTable((scalar("/description", "description"),), LISTING)


async def generate_client_certificate(
    call: Call, *, description: str | None = None, tags: FrozenMap[str, str] | None = None
) -> Output:
    """Make a new key and a certificate for it, signed by itself."""
    check_tags(tags)
    if len(call.here.client_certificates) >= MAXIMUM_CERTIFICATES:
        raise errors.too_many_client_certificates()
    created = call.clock.now()
    # A key takes a tenth of a second, during which the server goes on answering.
    key, pem = await asyncio.to_thread(_self_signed, created, call.chance.getrandbits(120) + 1)
    certificate = ClientCertificate(
        client_certificate_id=call.new_id(6),
        description=description or None,
        pem_encoded_certificate=pem,
        created_date=created,
        expiration_date=created + LIFETIME,
        tags=tags or None,
    )
    call.here.client_certificates[certificate.client_certificate_id] = certificate
    call.registry.client_certificates[certificate.client_certificate_id] = key + pem
    return certificate


def get_client_certificate(call: Call, *, client_certificate_id: str) -> Output:
    """One certificate."""
    return certificate_of(call, client_certificate_id)


def get_client_certificates(
    call: Call, *, position: str | None = None, limit: int | None = None
) -> Page[ClientCertificate]:
    """The account's certificates in this region, the oldest first."""
    certificates = call.here.client_certificates.values()
    return page(certificates, lambda each: by_creation(each.created_date, each.client_certificate_id), position, limit)


def update_client_certificate(
    call: Call, *, client_certificate_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a certificate's description."""
    changed = patched(CLIENT_CERTIFICATE, certificate_of(call, client_certificate_id), patch_operations)
    call.here.client_certificates[client_certificate_id] = changed
    return changed


def delete_client_certificate(call: Call, *, client_certificate_id: str) -> None:
    """Delete a certificate that no stage presents. fact: control.in-use"""
    certificate_of(call, client_certificate_id)
    for api_id, api in call.here.rest_apis.items():
        for stage in api.stages.values():
            if stage.client_certificate_id == client_certificate_id:
                raise errors.client_certificate_in_use(client_certificate_id, f"{api_id}/{stage.stage_name}")
    del call.here.client_certificates[client_certificate_id]
    del call.registry.client_certificates[client_certificate_id]


def certificate_of(call: Call, client_certificate_id: str) -> ClientCertificate:
    """One certificate of the caller's, or AWS's NotFoundException."""
    try:
        return call.here.client_certificates[client_certificate_id]
    except KeyError:
        raise errors.unknown_client_certificate() from None


def tag_client_certificate(call: Call, client_certificate_id: str, tags: FrozenMap[str, str] | None) -> None:
    """Put ``tags`` in the place of a certificate's own."""
    certificate = certificate_of(call, client_certificate_id)
    call.here.client_certificates[client_certificate_id] = replace(certificate, tags=tags)


def _self_signed(created: float, serial_number: int) -> tuple[str, str]:
    """A new key and a certificate as AWS makes them, both in PEM."""
    # Imported here and not above: nobody who needs no certificate waits for it.
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    key = generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "Washington"),
            x509.NameAttribute(NameOID.LOCALITY_NAME, "Seattle"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Amazon.com"),
            x509.NameAttribute(NameOID.COMMON_NAME, "ApiGateway"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(datetime.fromtimestamp(int(created), UTC))
        .not_valid_after(datetime.fromtimestamp(int(created) + LIFETIME, UTC))
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), certificate.public_bytes(Encoding.PEM).decode()


OPERATIONS: Operations = {
    "GenerateClientCertificate": generate_client_certificate,
    "GetClientCertificate": get_client_certificate,
    "GetClientCertificates": get_client_certificates,
    "UpdateClientCertificate": update_client_certificate,
    "DeleteClientCertificate": delete_client_certificate,
}
