"""Client certificates: an HTTPS backend that lets nobody in but API Gateway, by the certificate that it shows."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.certificates import a_server_certificate
from tests.serving import Served

pytestmark = pytest.mark.slow


class Doorkeeper(BaseHTTPRequestHandler):
    """A backend that tells whose certificate it was shown."""

    def do_GET(self) -> None:
        """Answer with the common name."""
        assert isinstance(self.connection, ssl.SSLSocket)
        subject: Any = (self.connection.getpeercert() or {}).get("subject", ())
        told = "".join(value for ((name, value),) in subject if name == "commonName").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def certificate(server: Served) -> dict[str, str]:
    """A client certificate of the account's."""
    made: dict[str, str] = server.client("apigateway").generate_client_certificate()
    return made


@pytest.fixture(scope="module")
def backend(certificate: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a backend that trusts that certificate alone."""
    folder: Path = tmp_path_factory.mktemp("tls")
    own = folder / "server.pem"
    own.write_text(a_server_certificate("localhost"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=certificate["pemEncodedCertificate"])
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(own)
    listening = HTTPServer(("127.0.0.1", 0), Doorkeeper)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening.server_address[1]
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def api(server: Served, backend: int) -> dict[str, str]:
    """An API before it, deployed."""
    gateway = server.client("apigateway")
    made = gateway.create_rest_api(name="guarded")
    method = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(
        **method,
        type="HTTP_PROXY",
        integrationHttpMethod="GET",
        uri=f"https://127.0.0.1:{backend}/",
        tlsConfig={"insecureSkipVerification": True},
    )
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return method


def _ask(server: Served, api: dict[str, str]) -> requests.Response:
    return server.ask("GET", f"/_aws/execute-api/{api['restApiId']}/dev/")


def test_a_stage_shows_its_certificate(server: Served, api: dict[str, str], certificate: dict[str, str]) -> None:
    """From the moment it has one; before, the door is shut. fact: client-certificates.presented"""
    before = _ask(server, api)
    patch = [{"op": "replace", "path": "/clientCertificateId", "value": certificate["clientCertificateId"]}]
    server.client("apigateway").update_stage(restApiId=api["restApiId"], stageName="dev", patchOperations=patch)
    after = _ask(server, api)

    assert (before.status_code, after.status_code, after.text) == (504, 200, "ApiGateway")


def test_a_test_shows_the_one_it_names(server: Served, api: dict[str, str], certificate: dict[str, str]) -> None:
    """As console users do. fact: client-certificates.presented"""
    gateway = server.client("apigateway")

    answer = gateway.test_invoke_method(**api, clientCertificateId=certificate["clientCertificateId"])

    assert (answer["status"], answer["body"]) == (200, "ApiGateway")
