"""Signature Version 4's arithmetic: from a request to the text that is signed, and from that to the signature.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import product
from urllib.parse import quote, unquote, unquote_to_bytes

from apiglab.model.http import HttpRequest, Pair

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_STREAMING = "STREAMING-"
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9\-_.~]*)+/?")
_EMPTY = sha256(b"").hexdigest()
_UNRESERVED = re.compile(r"[A-Za-z0-9\-_.~]*")
_KEPT = 1024


def canonical_requests(
    request: HttpRequest, *, signed_headers: Iterable[str], presigned: bool, service: str
) -> Iterator[str]:
    """The canonical form of ``request`` as AWS's pages prescribe it, and then as signers make it that take a short cut.

    Where a query string, or a path of S3's, is not in AWS's own encoding (``a+b``, ``a|b``), botocore signs it as it
    stands; the pages want every character encoded anew. fact: sigv4.as-sent
    """
    names = tuple(signed_headers)
    payload_hash = _payload_hash(request, service, presigned=presigned)
    tail = (*_canonical_headers(request, names), "", ";".join(names), payload_hash)
    pairs = _query_pairs(request.query)
    query = _joined((_encoded(name), _encoded(value)) for name, value in pairs if name)
    path = canonical_path(request.path, service)
    method = request.method.upper()
    # Nearly every signature is of the first form: the others are made when it was not.
    yield "\n".join((method, path, query, *tail))
    paths = (path, request.path if _takes_paths_as_sent(service) else path)
    for form in dict.fromkeys(product(paths, (query, _joined(pairs)))):
        if form != (path, query):
            yield "\n".join((method, *form, *tail))


def canonical_path(path: str, service: str) -> str:
    """The path as it is signed: encoded once more, without empty and dot segments; S3 alone takes it as it is."""
    if _takes_paths_as_sent(service):
        return quote(unquote_to_bytes(path), safe="/~")
    if _PLAIN_PATH.fullmatch(path):
        return path
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in {"", "."}:
            segments.append(segment)
    slash = "/" if segments and path.endswith("/") else ""
    return quote(f"/{'/'.join(segments)}{slash}", safe="/~")


def string_to_sign(canonical_request: str, *, timestamp: str, date: str, region: str, service: str) -> str:
    """The text whose HMAC is the signature."""
    hashed = sha256(canonical_request.encode()).hexdigest()
    return f"{ALGORITHM}\n{timestamp}\n{date}/{region}/{service}/{TERMINATOR}\n{hashed}"


def signing_key(secret_access_key: str, *, date: str, region: str, service: str) -> bytes:
    """The key that all signatures of a day, a region and a service are made with."""
    key = f"AWS4{secret_access_key}".encode()
    for part in (date, region, service, TERMINATOR):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def signature(key: bytes, text: str) -> str:
    """The signature of ``text``, in hexadecimal digits."""
    return hmac.digest(key, text.encode(), "sha256").hex()


class SigningKeys:
    """Signing keys that were made before."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str, str], bytes] = {}

    def get(self, secret_access_key: str, *, date: str, region: str, service: str) -> bytes:
        """The signing key of a secret for a day, a region and a service."""
        place = (secret_access_key, date, region, service)
        key = self._kept.get(place)
        if key is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            key = self._kept[place] = signing_key(secret_access_key, date=date, region=region, service=service)
        return key

    def clear(self) -> None:
        """Forget them all."""
        self._kept.clear()


def _takes_paths_as_sent(service: str) -> bool:
    return service.startswith("s3")


def _query_pairs(query: str) -> list[Pair]:
    if not query:
        return []
    parts = [part.partition("=") for part in query.split("&")]
    return [(name, value) for name, _, value in parts if (unquote(name) if "%" in name else name) != "X-Amz-Signature"]


def _joined(pairs: Iterable[Pair]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _encoded(text: str) -> str:
    if _UNRESERVED.fullmatch(text):
        return text
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="-_.~")


def _canonical_headers(request: HttpRequest, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        values = ",".join(" ".join(value.split()) for value in request.headers.all(name))
        yield f"{name}:{values}"


def _payload_hash(request: HttpRequest, service: str, *, presigned: bool) -> str:
    """The body's hash; only S3 takes bodies whose hash is not signed, or is signed chunk by chunk."""
    if _takes_paths_as_sent(service):
        declared = _UNSIGNED if presigned else request.headers.get("X-Amz-Content-SHA256") or ""
        if declared == _UNSIGNED or declared.startswith(_STREAMING):
            return declared
    return sha256(request.body).hexdigest() if request.body else _EMPTY
