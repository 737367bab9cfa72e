"""Payload encodings: when a body is text, when it is binary, and what is made of one into the other.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html

How AWS does this
-----------------
A body is binary where its content type is one of the API's binary media types; for an answer the first type in Accept
says whether the client wants it binary. Text that is to become binary is taken for base64.
"""

import base64
import binascii

from apiglab.gateway.compiled import BinaryMediaTypes
from apiglab.gateway.errors import configuration_error

TO_BINARY = "CONVERT_TO_BINARY"
TO_TEXT = "CONVERT_TO_TEXT"


def convert_request(body: bytes, content_type: str | None, types: BinaryMediaTypes, handling: str | None) -> bytes:
    """A client's body as the integration takes it. fact: payload.request-conversions"""
    if types.match(content_type):
        return base64.b64encode(body) if handling == TO_TEXT else body
    return _decoded(body) if handling == TO_BINARY else _as_text(body)


def convert_response(
    body: bytes, content_type: str | None, accept: str | None, types: BinaryMediaTypes, handling: str | None
) -> bytes:
    """A backend's body as the client takes it. fact: payload.response-conversions"""
    wanted = types.match((accept or "").partition(",")[0] or None)
    if types.match(content_type):
        text = handling == TO_TEXT or (handling is None and not wanted)
        return base64.b64encode(body) if text else body
    if handling == TO_BINARY or (handling is None and wanted):
        return _decoded(body)
    return _as_text(body)


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise configuration_error("payload.no_base64", "Unable to base64 decode the body.") from error


def _as_text(body: bytes) -> bytes:
    """The same bytes where they are UTF-8; what is not becomes U+FFFD. fact: payload.binary-as-text"""
    return body if body.isascii() else body.decode("utf-8", "replace").encode()
