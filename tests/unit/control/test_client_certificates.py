"""Client certificates: by which API Gateway shows a backend who it is."""

from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.control_client import Plane, a_mock, a_stage, bad_request, bare, client_of, conflict, not_found, refusal

_YEAR = 365 * 24 * 3600


def _present(client: Any, stage: dict[str, str], certificate_id: str) -> dict[str, Any]:
    operation = {"op": "replace", "path": "/clientCertificateId", "value": certificate_id}
    return bare(client.update_stage(**stage, patchOperations=[operation]))


def test_a_certificate_is_signed_by_itself_for_a_year(client: Any) -> None:
    """A real one, that a backend could be told to trust. fact: control.client-certificates"""
    made = bare(client.generate_client_certificate(description="orders", tags={"a": "b"}))

    certificate = x509.load_pem_x509_certificate(made["pemEncodedCertificate"].encode())
    certificate.verify_directly_issued_by(certificate)
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert key.key_size == 2048
    start = datetime.fromtimestamp(1_700_000_000, UTC)
    assert (certificate.not_valid_before_utc, made["createdDate"]) == (start, start)
    assert (made["expirationDate"] - start).total_seconds() == _YEAR
    assert certificate.not_valid_after_utc == made["expirationDate"]
    assert (made["description"], made["tags"], len(made["clientCertificateId"])) == ("orders", {"a": "b"}, 6)


def test_certificates_are_listed_from_the_oldest(control_plane: Plane) -> None:
    """Each region has its own. fact: control.list-order"""
    client = control_plane.client
    ids = []
    for _ in range(2):
        ids.append(client.generate_client_certificate()["clientCertificateId"])
        control_plane.clock.advance(1)

    listed = client.get_client_certificates()["items"]

    assert [each["clientCertificateId"] for each in listed] == ids
    assert bare(client.get_client_certificate(clientCertificateId=ids[0])) == listed[0]
    assert client_of(control_plane.control, region="eu-central-1").get_client_certificates()["items"] == []


def test_a_description_is_changed_and_emptied(client: Any) -> None:
    """The certificate stays the same."""
    made = bare(client.generate_client_certificate(description="old"))
    at = {"clientCertificateId": made["clientCertificateId"]}
    operation = {"op": "replace", "path": "/description", "value": "new"}

    assert bare(client.update_client_certificate(**at, patchOperations=[operation])) == {**made, "description": "new"}
    operation["value"] = ""
    assert "description" not in client.update_client_certificate(**at, patchOperations=[operation])


def test_a_deleted_certificate_is_unknown(client: Any) -> None:
    """To every operation. fact: control.chosen-texts"""
    at = {"clientCertificateId": client.generate_client_certificate()["clientCertificateId"]}

    client.delete_client_certificate(**at)

    unknown = not_found("Invalid Client Certificate identifier specified")
    assert refusal(client.get_client_certificate, **at) == unknown
    assert refusal(client.delete_client_certificate, **at) == unknown
    assert refusal(client.update_client_certificate, **at, patchOperations=[]) == unknown


def test_a_certificate_that_a_stage_presents_is_in_use(client: Any) -> None:
    """Until the stage is told to present none. fact: control.in-use"""
    certificate_id = client.generate_client_certificate()["clientCertificateId"]
    stage = a_stage(client)

    assert _present(client, stage, certificate_id)["clientCertificateId"] == certificate_id
    assert refusal(client.delete_client_certificate, clientCertificateId=certificate_id) == conflict(
        f"Cannot delete client certificate '{certificate_id}', is referenced in stage: {stage['restApiId']}/dev"
    )
    assert "clientCertificateId" not in _present(client, stage, "")
    client.delete_client_certificate(clientCertificateId=certificate_id)


def test_a_stage_presents_only_a_certificate_that_is_there(client: Any) -> None:
    """Another identifier is refused. fact: control.chosen-texts"""
    assert refusal(_present, client=client, stage=a_stage(client), certificate_id="other") == bad_request(
        "Invalid Client Certificate identifier specified"
    )


def test_a_method_is_tested_with_a_certificate_that_is_there(client: Any) -> None:
    """And with no other. fact: control.chosen-texts"""
    certificate_id = client.generate_client_certificate()["clientCertificateId"]
    place = a_mock(client)

    assert client.test_invoke_method(**place, clientCertificateId=certificate_id)["status"] == 200
    assert refusal(client.test_invoke_method, **place, clientCertificateId="other") == bad_request(
        "Invalid Client Certificate identifier specified"
    )


def test_certificates_are_tagged_by_their_arns(client: Any) -> None:
    """As APIs and stages are."""
    certificate_id = client.generate_client_certificate(tags={"a": "1"})["clientCertificateId"]
    arn = f"arn:aws:apigateway:us-east-1::/clientcertificates/{certificate_id}"

    client.tag_resource(resourceArn=arn, tags={"b": "2"})
    client.untag_resource(resourceArn=arn, tagKeys=["a"])

    assert client.get_tags(resourceArn=arn)["tags"] == {"b": "2"}
    assert client.get_client_certificate(clientCertificateId=certificate_id)["tags"] == {"b": "2"}
