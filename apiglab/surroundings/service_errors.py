"""Errors in the protocol of the service that was asked, so that every SDK reads them.

https://smithy.io/2.0/aws/protocols/index.html
"""

import json
from xml.sax.saxutils import escape

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.target import form

JSON, REST_JSON, QUERY, EC2, REST_XML, CBOR = "json", "rest-json", "query", "ec2", "rest-xml", "smithy-rpc-v2-cbor"

CONTENT_TYPES = {
    JSON: "application/x-amz-json-1.0",
    REST_JSON: "application/json",
    QUERY: "text/xml",
    EC2: "text/xml;charset=UTF-8",
    REST_XML: "application/xml",
    CBOR: "application/cbor",
}


class ServiceError(Exception):
    """An answer of AWS's kind to a request that cannot be served."""

    def __init__(self, *, code: str, status: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message


def not_implemented(what: str) -> ServiceError:
    """The error for what the surroundings lack; 501, since botocore does not retry that."""
    return ServiceError(
        code="NotImplementedException", status=501, message=f"apiglab's surroundings (moto) do not have {what}."
    )


def spoken_protocol(request: HttpRequest, model_protocol: str | None, service: str) -> str:
    """The protocol a client speaks: of the request where that tells, else ``model_protocol``, else a guess."""
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return CBOR
    content_type = request.headers.get("Content-Type") or ""
    if content_type.startswith("application/x-amz-json") or (request.headers.get("X-Amz-Target") and service != "s3"):
        return JSON
    if model_protocol in (REST_XML, EC2):
        return model_protocol
    if "Action" in form(request):
        return QUERY
    if model_protocol and model_protocol != CBOR:
        return model_protocol
    return REST_XML if service == "s3" else REST_JSON


def render(error: ServiceError, protocol: str, *, request_id: str, service: str) -> Response:
    """``error`` as an HTTP answer in ``protocol``."""
    headers = [("Content-Type", CONTENT_TYPES[protocol]), ("x-amzn-RequestId", request_id)]
    if protocol in (JSON, REST_JSON):
        headers.append(("x-amzn-ErrorType", error.code))
        body = json.dumps({"__type": error.code, "message": error.message}).encode()
    elif protocol == CBOR:
        headers.append(("smithy-protocol", "rpc-v2-cbor"))
        body = _cbor({"__type": error.code, "message": error.message})
    else:
        body = _xml(error, protocol, request_id, service).encode()
    return Response(error.status, Headers(headers), body)


def _xml(error: ServiceError, protocol: str, request_id: str, service: str) -> str:
    prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
    inner = f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
    if service == "s3":
        return f"{prolog}<Error>{inner}<RequestId>{request_id}</RequestId></Error>"
    if protocol == EC2:
        errors = f"<Errors><Error>{inner}</Error></Errors>"
        return f"{prolog}<Response>{errors}<RequestID>{request_id}</RequestID></Response>"
    kind = "Sender" if error.status < 500 else "Receiver"
    wrapped = f"<Error><Type>{kind}</Type>{inner}</Error><RequestId>{request_id}</RequestId>"
    return f"{prolog}<ErrorResponse>{wrapped}</ErrorResponse>"


def _cbor(members: dict[str, str]) -> bytes:
    """A CBOR map of text to text (RFC 8949): all that an error needs."""
    return _cbor_head(5, len(members)) + b"".join(
        _cbor_head(3, len(text.encode())) + text.encode() for pair in members.items() for text in pair
    )


def _cbor_head(major: int, length: int) -> bytes:
    if length < 24:
        return bytes([major << 5 | length])
    return bytes([major << 5 | 25]) + length.to_bytes(2, "big")
