"""A signature that does not hold, in the words and the protocol of the service that was asked.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
"""

import uuid

from apiglab.edge.unsigned import classify
from apiglab.language.sigv4_signature import Cause, SignatureError
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.service_errors import EC2, JSON, QUERY, REST_XML, ServiceError, render, spoken_protocol
from apiglab.surroundings.target import find_target

_PROTOCOLS = {"ec2": EC2, "s3": REST_XML, "route53": REST_XML, "cloudfront": REST_XML}
"""Those that a request does not show."""

_QUERY_CODES = {
    Cause.MISSING: "MissingAuthenticationToken",
    Cause.INCOMPLETE: "IncompleteSignature",
    Cause.UNKNOWN_KEY: "InvalidClientTokenId",
    Cause.WRONG_TOKEN: "InvalidClientTokenId",
    Cause.EXPIRED_TOKEN: "ExpiredToken",
    Cause.WRONG_SCOPE: "SignatureDoesNotMatch",
    Cause.WRONG_TIME: "SignatureDoesNotMatch",
    Cause.MISMATCH: "SignatureDoesNotMatch",
}
_S3_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)
_S3_ERRORS = {
    Cause.MISSING: ("AccessDenied", 403, "Access Denied"),
    Cause.INCOMPLETE: ("AuthorizationHeaderMalformed", 400, None),
    Cause.UNKNOWN_KEY: (
        "InvalidAccessKeyId",
        403,
        "The AWS Access Key Id you provided does not exist in our records.",
    ),
    Cause.WRONG_TOKEN: ("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
    Cause.EXPIRED_TOKEN: ("ExpiredToken", 400, "The provided token has expired."),
    Cause.WRONG_SCOPE: ("AuthorizationHeaderMalformed", 400, None),
    Cause.WRONG_TIME: (
        "RequestTimeTooSkewed",
        403,
        "The difference between the request time and the current time is too large.",
    ),
    Cause.MISMATCH: (
        "SignatureDoesNotMatch",
        403,
        _S3_MISMATCH,
    ),
}


def refuse_signature(error: SignatureError, request: HttpRequest) -> Response:
    """The answer to ``request`` whose signature ``error`` is about. fact: edge.signature-errors"""
    target = find_target(request)
    service = target.service if target.access_key_id is not None else classify(request)[1]
    return refuse(_translated(error, request, service), request, service)


def refuse(error: ServiceError, request: HttpRequest, service: str) -> Response:
    """``error`` in the protocol that ``request`` is written in."""
    protocol = spoken_protocol(request, _PROTOCOLS.get(service), service)
    return render(error, protocol, request_id=str(uuid.uuid4()), service=service)


def _translated(error: SignatureError, request: HttpRequest, service: str) -> ServiceError:
    if service == "s3":
        code, status, message = _S3_ERRORS[error.cause]
        if error.cause is Cause.WRONG_TIME and "X-Amz-Expires=" in request.query:
            code, message = "AccessDenied", "Request has expired"
        return ServiceError(code=code, status=status, message=message or error.message)
    protocol = spoken_protocol(request, _PROTOCOLS.get(service), service)
    if protocol in {QUERY, EC2, REST_XML}:
        status = 400 if error.cause is Cause.INCOMPLETE else 403
        return ServiceError(code=_QUERY_CODES[error.cause], status=status, message=error.message)
    return ServiceError(code=error.error_type, status=400 if protocol == JSON else 403, message=error.message)
