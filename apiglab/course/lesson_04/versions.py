"""What lesson 04's exercises stand on: versions of an API, and a domain name before them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import answering_method, fresh_name
from apiglab.course.live import ask
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange

STAGE = "prod"


class Domain(NamedTuple):
    """A domain name and the APIs that may be mapped to it."""

    name: str
    apis: dict[str, str]
    """Version → API id. GET /pets of each answers its version."""


@contextmanager
def a_domain(lab: Any, *versions: str) -> Iterator[Domain]:
    """A regional domain name without mappings, and one deployed API for each version; all are gone afterwards.

    Raises ``LabError`` on an account of AWS: it has no certificate for a name that is made up.
    """
    if lab.backend.endpoint_url is None:
        raise LabError(
            "lab.check",
            "this exercise makes up a domain name, and AWS wants one that is yours",
            "do this one on the local AWS: apiglab.Lab('04')",
        )
    apis, certificates = lab.client("apigateway"), lab.client("acm")
    name = f"{fresh_name('versions')}.example"
    made: dict[str, str] = {}
    with ExitStack() as gone:
        for version in versions:
            made[version] = _an_api(apis, version)
            gone.callback(apis.delete_rest_api, restApiId=made[version])
        certificate = certificates.request_certificate(DomainName=name)["CertificateArn"]
        gone.callback(certificates.delete_certificate, CertificateArn=certificate)
        apis.create_domain_name(
            domainName=name, regionalCertificateArn=certificate, endpointConfiguration={"types": ["REGIONAL"]}
        )
        gone.callback(apis.delete_domain_name, domainName=name)  # before the APIs, which may be mapped to it
        yield Domain(name, made)


def _an_api(apis: Any, version: str) -> str:
    api_id: str = apis.create_rest_api(
        name=fresh_name(f"pets-{version}"), endpointConfiguration={"types": ["REGIONAL"]}
    )["id"]
    answering_method(apis, api_id, "/pets", answer=version)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return api_id


def call(lab: Any, domain: Domain, path: str, **headers: str) -> Exchange:
    """GET a path below the domain name."""
    return ask(lab, "GET", f"https://{domain.name}{path}", headers=headers)


def told(answer: Exchange) -> str:
    """Which version answered, or the status where none did."""
    return answer.text if answer.ok else str(answer.status)
