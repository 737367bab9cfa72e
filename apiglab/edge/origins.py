"""Simulated callers: tokens that the server itself gives out, and takes off a request before anything else sees it.

Who may administer the server may call from anywhere; nobody else can make a token, and a wrong one is refused.
"""

import base64
import hmac
import ipaddress
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apiglab.edge.refusals import RefusedError
from apiglab.model.http import Headers
from apiglab.model.origin import Origin

HEADER = "X-Apiglab-Caller"
_VPC_ENDPOINT = re.compile(r"vpce-[0-9a-f]{8,17}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MEMBERS = ("source_ip", "vpc_endpoint_id", "country")


class Origins:
    """Gives out tokens and reads them: the same ones for as long as the server runs."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def issue(self, origin: Origin) -> str:
        """The value of the header that lets a request come from ``origin``."""
        said = base64.urlsafe_b64encode(json.dumps(asdict(origin)).encode()).decode()
        return f"{said}.{self._seal(said)}"

    def take(self, headers: Headers) -> tuple[Headers, Origin]:
        """The headers without the token, and what it says; ``RefusedError`` where the server did not give it out."""
        tokens = headers.all(HEADER)
        said, _, seal = tokens[0].rpartition(".")
        if len(tokens) != 1 or not hmac.compare_digest(seal.encode(), self._seal(said).encode()):
            text = f"{HEADER} holds no token of this server's: lab.caller(…) asks for one."
            raise RefusedError(403, "AccessDeniedException", text)
        return headers.without(HEADER), Origin(**json.loads(base64.urlsafe_b64decode(said)))

    def _seal(self, said: str) -> str:
        return hmac.digest(self._secret, said.encode(), "sha256").hex()


def parse_origin(said: Mapping[str, Any]) -> Origin:
    """The place that a request for a token names; ``ValueError`` where there is no such place."""
    if not said or not set(said) <= set(_MEMBERS) or not all(isinstance(value, str) for value in said.values()):
        raise ValueError(f"A simulated caller has texts for {', '.join(_MEMBERS)}, at least one of them.")
    origin = Origin(**said)
    if origin.source_ip is not None:
        ipaddress.ip_address(origin.source_ip)
    if origin.vpc_endpoint_id is not None and not _VPC_ENDPOINT.fullmatch(origin.vpc_endpoint_id):
        raise ValueError("vpc_endpoint_id must be as CreateVpcEndpoint gives it: vpce- and hexadecimal digits.")
    if origin.country is not None and not _COUNTRY.fullmatch(origin.country):
        raise ValueError("country must be two capital letters, such as DE.")
    return origin
