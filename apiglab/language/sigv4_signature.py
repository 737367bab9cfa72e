"""A signature of Version 4 as a request carries it: its parts, or what of them is missing in AWS's words.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html

It comes in the ``Authorization`` header or, presigned, in the query string.
"""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import StrEnum, unique
from urllib.parse import unquote_plus

from apiglab.language.sigv4_canonical import ALGORITHM, TERMINATOR
from apiglab.model.http import HttpRequest

TIMESTAMP = "%Y%m%dT%H%M%SZ"
_LONGEST_PRESIGNED = 604_800
_DEFAULT_PRESIGNED = "300"
_QUERY_PARTS = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")


@unique
class Cause(StrEnum):
    """Why a request does not count as signed."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    UNKNOWN_KEY = "unknown key"
    WRONG_TOKEN = "wrong token"  # noqa: S105  words, not a token
    EXPIRED_TOKEN = "expired token"  # noqa: S105  words, not a token
    WRONG_SCOPE = "wrong scope"
    WRONG_TIME = "wrong time"
    MISMATCH = "mismatch"


class SignatureError(Exception):
    """A request whose signature is missing or wrong: why, and API Gateway's words for it."""

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message)
        self.cause = cause
        self.message = message

    @property
    def error_type(self) -> str:
        """The name that API Gateway gives the error; other services have names of their own."""
        return _ERROR_TYPES.get(self.cause, "InvalidSignatureException")


_ERROR_TYPES = {
    Cause.MISSING: "MissingAuthenticationTokenException",
    Cause.INCOMPLETE: "IncompleteSignatureException",
    Cause.UNKNOWN_KEY: "UnrecognizedClientException",
    Cause.WRONG_TOKEN: "UnrecognizedClientException",
    Cause.EXPIRED_TOKEN: "ExpiredTokenException",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature's parts, as a request carries them."""

    access_key_id: str
    date: str
    region: str
    service: str
    timestamp: str
    """When it was signed: 20260523T072540Z."""
    signed_headers: tuple[str, ...]
    value: str
    session_token: str | None
    expires: int | None = None
    """Seconds that a presigned request holds; None where the signature is in the header."""


def parse(request: HttpRequest) -> Signature:
    """The parts of ``request``'s signature; ``SignatureError`` says which of them lack."""
    authorizations = request.headers.all("Authorization")
    if authorizations:
        # Several headers of one name are one list, of which nothing can be made here. fact: iam.one-authorization
        return _parse_header(", ".join(authorizations), request)
    query = _signature_parameters(request.query)
    if not any(part in query for part in _QUERY_PARTS):
        raise SignatureError(Cause.MISSING, "Missing Authentication Token")
    return _parse_query(query)


def _signature_parameters(query: str) -> dict[str, str]:
    """The parameters of a query string that belong to a signature, decoded."""
    found = {}
    for part in query.split("&") if "X-Amz-" in query or "%" in query else ():
        name, _, value = part.partition("=")
        name = unquote_plus(name) if "%" in name else name
        if name.startswith("X-Amz-"):
            found[name] = unquote_plus(value)
    return found


def _parse_header(authorization: str, request: HttpRequest) -> Signature:
    algorithm, _, rest = authorization.partition(" ")
    parts: dict[str, str] = {}
    for pair in (rest or algorithm).replace(",", " ").split():
        name, equals, value = pair.partition("=")
        if not equals:
            problem = f"'{pair}' not a valid key=value pair (missing equal-sign) in Authorization header"
            raise SignatureError(Cause.INCOMPLETE, f"{problem}: '{authorization}'.")
        parts[name] = value
    timestamp = _timestamp(request)
    lacking = [
        f"Authorization header requires '{name}' parameter."
        for name in ("Credential", "Signature", "SignedHeaders")
        if not parts.get(name)
    ]
    if timestamp is None:
        lacking.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if lacking or timestamp is None:
        raise SignatureError(Cause.INCOMPLETE, f"{' '.join(lacking)} Authorization={authorization}")
    _check_algorithm(algorithm)
    return _signature(
        parts["Credential"],
        timestamp,
        parts["SignedHeaders"],
        parts["Signature"],
        token=request.headers.get("X-Amz-Security-Token"),
        expires=None,
    )


def _timestamp(request: HttpRequest) -> str | None:
    """When the header says that the request was signed: ``X-Amz-Date``, else ``Date`` in either of HTTP's forms."""
    stated = request.headers.get("X-Amz-Date") or request.headers.get("Date")
    if stated is None:
        return None
    try:
        return parsedate_to_datetime(stated).astimezone(UTC).strftime(TIMESTAMP)
    except ValueError:
        return stated


def _parse_query(query: dict[str, str]) -> Signature:
    lacking = [name for name in _QUERY_PARTS if not query.get(name)]
    if lacking:
        sentences = " ".join(f"AWS query-string parameters must include '{name}'." for name in lacking)
        raise SignatureError(Cause.INCOMPLETE, f"{sentences} Re-examine the query-string parameters.")
    _check_algorithm(query["X-Amz-Algorithm"])
    expires = query.get("X-Amz-Expires", _DEFAULT_PRESIGNED)
    if not (expires.isascii() and expires.isdigit() and int(expires) <= _LONGEST_PRESIGNED):
        raise SignatureError(
            Cause.INCOMPLETE, f"X-Amz-Expires must be a number of seconds of no more than a week, {_LONGEST_PRESIGNED}."
        )
    return _signature(
        query["X-Amz-Credential"],
        query["X-Amz-Date"],
        query["X-Amz-SignedHeaders"],
        query["X-Amz-Signature"],
        token=query.get("X-Amz-Security-Token"),
        expires=int(expires),
    )


def _check_algorithm(algorithm: str) -> None:
    if algorithm != ALGORITHM:
        raise SignatureError(Cause.INCOMPLETE, f"Unsupported AWS 'algorithm': '{algorithm}'.")


def _signature(
    credential: str, timestamp: str, signed_headers: str, value: str, *, token: str | None, expires: int | None
) -> Signature:
    scope = credential.split("/")
    if len(scope) != 5:
        example = "e.g. keyid/date/region/service/term"
        problem = f"Credential must have exactly 5 slash-delimited elements, {example}, got '{credential}'"
        raise SignatureError(Cause.INCOMPLETE, problem)
    names = tuple(signed_headers.lower().split(";"))
    if "host" not in names:
        problem = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        raise SignatureError(Cause.INCOMPLETE, problem)
    access_key_id, date, region, service, terminator = scope
    if terminator != TERMINATOR:
        problem = f"Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'."
        raise SignatureError(Cause.WRONG_SCOPE, problem)
    return Signature(
        access_key_id=access_key_id,
        date=date,
        region=region,
        service=service,
        timestamp=timestamp,
        signed_headers=names,
        value=value,
        session_token=token,
        expires=expires,
    )
