"""Content codings: bodies decoded before anything reads them, and coded again for clients that ask for it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html

How AWS does this
-----------------
A request's body is decoded whatever the API says; a coding that is not supported, or a body that is not coded so, is
answered 415 before a method is looked for. An answer is coded only where the API sets a least size, the body reaches
it after all mapping, the client's favourite among the codings it names is a supported one, and nobody has coded it
already.
"""

import gzip
import zlib

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.limits import PAYLOAD
from apiglab.model.backend import RESPONSE_LIMIT, BackendError
from apiglab.model.http import HttpRequest, Pair

_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""What zlib calls each coding."""

_SOON_DONE = 1024 * 1024
"""Bytes up to which a body is coded as tightly as usual; beyond, others would wait for it too long."""


def decode_body(call: Call) -> None:
    """Decode the request's body where it is coded; the header that says so goes with the coding.

    fact: compression.request-codings
    """
    request = call.request
    coding = request.headers.get("Content-Encoding")
    if coding is None:
        return
    body = request.body
    for each in reversed(coding.lower().split(",")):
        body = _decode(body, each.strip())
    call.request = call.trace.request = HttpRequest(
        request.method,
        request.path,
        request.query,
        request.headers.without("Content-Encoding"),
        body,
        request.source_ip,
        request.scheme,
        request.protocol,
    )


def code_body(call: Call, headers: list[Pair], body: bytes) -> bytes:
    """The answer's body as the client gets it; ``headers`` tell of a coding. fact: compression.answers"""
    least = call.rest_api.minimum_compression_size
    if least is None or len(body) < max(least, 1):
        return body
    coding = _favourite(call.request.headers.get("Accept-Encoding"))
    if coding is None or any(name.lower() == "content-encoding" for name, _ in headers):
        return body
    headers.append(("Content-Encoding", coding))
    level = 6 if len(body) <= _SOON_DONE else 1
    return gzip.compress(body, level, mtime=0) if coding == "gzip" else zlib.compress(body, level)


def plain_body(body: bytes, coding: str | None) -> bytes:
    """A backend's body without the coding that its headers name, as far as that is one of API Gateway's.

    Raises ``BackendError``. fact: compression.backend
    """
    window = _WINDOWS.get((coding or "").strip().lower())
    if window is None or not body:
        return body
    decoder = zlib.decompressobj(window)
    try:
        plain = decoder.decompress(body, RESPONSE_LIMIT + 1)
    except zlib.error as error:
        raise BackendError("network", f"the backend's body is not coded as {coding}: {error}") from error
    if len(plain) > RESPONSE_LIMIT:
        raise BackendError("too_large", f"the backend sent more than {RESPONSE_LIMIT:,} bytes, {coding} undone")
    if not decoder.eof:
        raise BackendError("network", f"the backend's body, coded as {coding}, ends too soon")
    return plain


def _decode(body: bytes, coding: str) -> bytes:
    if coding in ("identity", "") or not body:
        return body
    window = _WINDOWS.get(coding)
    if window is None:
        raise _unsupported("request.unknown_coding", f"the coding {coding!r} is none of gzip, deflate and identity")
    decoder = zlib.decompressobj(window)
    try:
        # One byte more than may be, so that a bomb is seen and never unfolds.
        decoded = decoder.decompress(body, PAYLOAD + 1)
    except zlib.error as error:
        raise _unsupported("request.undecodable_body", f"the body is not coded as {coding}: {error}") from error
    if len(decoded) <= PAYLOAD and (not decoder.eof or decoder.unused_data):
        raise _unsupported("request.undecodable_body", f"the body is not coded as {coding}: it ends too soon or late")
    return decoded


def _unsupported(reason: str, why: str) -> GatewayError:
    return GatewayError(ResponseType.UNSUPPORTED_MEDIA_TYPE, reason=reason, log=f"Unable to decode the request: {why}")


def _favourite(accept_encoding: str | None) -> str | None:
    """The coding that the client likes best, where it names one that is supported. fact: compression.answers"""
    best, highest = None, 0.0
    for each in (accept_encoding or "").split(","):
        name, _, parameter = each.partition(";")
        weight = _weight(parameter)
        if weight > highest:
            best, highest = name.strip().lower(), weight
    return best if best in _WINDOWS else None


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
