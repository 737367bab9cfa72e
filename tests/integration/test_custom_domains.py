"""A custom domain name over a real server: sent to, loaded, and by requests, with nothing changed on the machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from apiglab import Lab
from tests.integration.lab_server import a_user

pytestmark = pytest.mark.slow

NAME = "api.paws.example"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab with v1 and v2 of an API below one name, and nothing left of them in the end."""
    with a_user(tmp_path_factory.mktemp("domains")):
        made = Lab("04")
        certificate = made.client("acm").request_certificate(DomainName=NAME)["CertificateArn"]
        gateway = made.client("apigateway")
        gateway.create_domain_name(
            domainName=NAME, regionalCertificateArn=certificate, endpointConfiguration={"types": ["REGIONAL"]}
        )
        for version in ("v1", "v2"):
            api = made.rest_api(f"pets-{version}")
            api.resource("/pets").method("GET").mock({"version": version})
            api.deploy("prod")
            gateway.create_base_path_mapping(domainName=NAME, basePath=version, restApiId=api.id, stage="prod")
        yield made
        cleanup = made.cleanup()
        assert not cleanup.left


def _versions(session: Any) -> list[str]:
    return [session.get(f"https://{NAME}/{version}/pets").json()["version"] for version in ("v1", "v2")]


def test_send_reaches_the_versions_side_by_side(lab: Lab) -> None:
    """By the name alone; the exchange shows what was written. fact: domains.longest-base-path-wins"""
    exchange = lab.send("GET", f"https://{NAME}/v2/pets")

    assert (exchange.status, exchange.json()) == (200, {"version": "v2"})
    assert exchange.request.url == f"https://{NAME}/v2/pets"
    assert exchange.journey is not None
    assert lab.send("GET", f"http://{NAME}/v1/pets").json() == {"version": "v1"}


def test_what_is_not_mapped_is_explained(lab: Lab) -> None:
    """The reason names the domain's mappings."""
    exchange = lab.send("GET", f"https://{NAME}/v3/pets")

    assert exchange.status == 403
    assert lab.explain(exchange).found[0].title == "Nothing is mapped to that path of the domain name"


def test_requests_reaches_it_too(lab: Lab) -> None:
    """Through a session of the lab's."""
    with lab.http_session() as session:
        assert _versions(session) == ["v1", "v2"]


def test_a_load_reaches_it(lab: Lab) -> None:
    """Every request is answered by the API."""
    result = lab.load("GET", f"https://{NAME}/v1/pets", requests=20, rate=200)

    assert result.status_counts == {200: 20}
