"""TLS towards backends: whether their certificate is checked, and the one by which API Gateway shows who it is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from apiglab.model.backend import BackendError


class BackendTls:
    """The ways in which backends are spoken to, each made when it is first needed."""

    def __init__(self, certificates: Mapping[str, str]) -> None:
        """``certificates``: from the id of each client certificate to its key and itself, in PEM, at any time."""
        self._certificates = certificates
        self._contexts: dict[tuple[str | None, bool], ssl.SSLContext] = {}

    def context(self, certificate_id: str | None, *, verify: bool) -> ssl.SSLContext:
        """How to speak to a backend; raises ``BackendError`` where the certificate is gone."""
        pem = None if certificate_id is None else self._certificates.get(certificate_id)
        if pem is None and certificate_id is not None:
            raise BackendError("network", f"TLS: there is no client certificate {certificate_id}")
        context = self._contexts.get((pem, verify))
        if context is None:
            context = self._contexts[pem, verify] = _presenting(pem, verify=verify)
        return context


def _presenting(pem: str | None, *, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if pem is None:
        return context
    # Python reads keys from files only; the folder is nobody else's and goes at once.
    with TemporaryDirectory() as folder:
        path = Path(folder, "client.pem")
        path.write_text(pem)
        context.load_cert_chain(path)
    return context
