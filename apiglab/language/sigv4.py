"""Signature Version 4, checked: who signed a request, or in which of AWS's words it was not signed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

How AWS does this
-----------------
AWS first asks for all parts of a signature, then for a known key, then for the right scope and time, and compares
last. Each step refuses in words of its own, and a signature that differs is answered with the text that should have
been signed.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Protocol, TypeVar

from apiglab.language import sigv4_canonical as canonical
from apiglab.language.sigv4_signature import TIMESTAMP, Cause, Signature, SignatureError, parse
from apiglab.model.http import HttpRequest

_STATED = re.compile(r"[0-9]{8}T[0-9]{6}Z")
WINDOW = timedelta(minutes=5)
"""How far a signature's time may be from now. fact: sigv4.window"""
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.\n\n"
    "The Canonical String for this request should have been\n'{canonical_request}'\n\n"
    "The String-to-Sign should have been\n'{string_to_sign}'\n"
)


class Secret(Protocol):
    """What an access key signs with."""

    @property
    def secret_access_key(self) -> str:
        """The key's other half."""
        ...

    @property
    def session_token(self) -> str | None:
        """What temporary credentials have to send along."""
        ...

    @property
    def expires_at(self) -> float | None:
        """When temporary credentials end, in the lab's time."""
        ...


AnySecret = TypeVar("AnySecret", bound=Secret)


def verify(
    request: HttpRequest,
    secret_of: Callable[[str], AnySecret | None],
    *,
    real_time: float,
    lab_time: float,
    service: str | None = None,
    region: str | None = None,
) -> tuple[Signature, AnySecret]:
    """Who signed ``request``; ``SignatureError`` where nobody who counts did.

    ``service`` and ``region`` are what the scope has to name, where the caller knows.
    """
    signature = parse(request)
    secret = check(
        request,
        signature,
        secret_of(signature.access_key_id),
        real_time=real_time,
        lab_time=lab_time,
        service=service,
        region=region,
    )
    return signature, secret


def check(
    request: HttpRequest,
    signature: Signature,
    secret: AnySecret | None,
    *,
    real_time: float,
    lab_time: float,
    service: str | None = None,
    region: str | None = None,
    keys: canonical.SigningKeys | None = None,
) -> AnySecret:
    """The ``secret`` of the key that ``signature`` names, once it proves right; None stands for a key nobody has.

    ``keys`` remembers what signatures are made with.
    """
    if secret is None:
        raise SignatureError(Cause.UNKNOWN_KEY, "The security token included in the request is invalid.")
    _check_token(signature, secret, lab_time)
    _check_scope(signature, service, region)
    _check_time(signature, datetime.fromtimestamp(real_time, UTC))
    _check_signature(request, signature, secret.secret_access_key, keys or canonical.SigningKeys())
    return secret


def _check_token(signature: Signature, secret: Secret, lab_time: float) -> None:
    sent, issued = signature.session_token or "", secret.session_token or ""
    if not compare_digest(sent.encode(), issued.encode()):
        raise SignatureError(Cause.WRONG_TOKEN, "The security token included in the request is invalid.")
    if secret.expires_at is not None and secret.expires_at <= lab_time:
        raise SignatureError(Cause.EXPIRED_TOKEN, "The security token included in the request is expired")


def _check_scope(signature: Signature, service: str | None, region: str | None) -> None:
    problem = ""
    if region is not None and signature.region != region:
        problem += "Credential should be scoped to a valid region. "
    if service is not None and signature.service != service:
        problem += f"Credential should be scoped to correct service: '{service}'. "
    if not signature.timestamp.startswith(signature.date):
        problem += (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{signature.date}' != '{signature.timestamp[:8]}', from '{signature.timestamp}'. "
        )
    if problem:
        raise SignatureError(Cause.WRONG_SCOPE, problem)


def _check_time(signature: Signature, now: datetime) -> None:
    stated = signature.timestamp
    try:
        signed = _moment(stated)
    except ValueError:
        problem = f"Date must be in ISO-8601 'basic format'. Got '{stated}'. See http://en.wikipedia.org/wiki/ISO_8601"
        raise SignatureError(Cause.INCOMPLETE, problem) from None
    holds = WINDOW if signature.expires is None else timedelta(seconds=signature.expires)
    earliest, latest = now - holds, now + WINDOW
    at = f"{now:{TIMESTAMP}}"
    if signed < earliest:
        problem = f"Signature expired: {stated} is now earlier than {earliest:{TIMESTAMP}} ({at} - {_minutes(holds)}.)"
        raise SignatureError(Cause.WRONG_TIME, problem)
    if signed > latest:
        problem = f"Signature not yet current: {stated} is still later than {latest:{TIMESTAMP}} ({at} + 5 min.)"
        raise SignatureError(Cause.WRONG_TIME, problem)


def _moment(stated: str) -> datetime:
    """A time in ISO 8601's basic form: 20260523T072540Z. Each request has one, and strptime is slow."""
    if not _STATED.fullmatch(stated):
        raise ValueError(stated)
    year, month, day = int(stated[:4]), int(stated[4:6]), int(stated[6:8])
    return datetime(year, month, day, int(stated[9:11]), int(stated[11:13]), int(stated[13:15]), tzinfo=UTC)


def _minutes(period: timedelta) -> str:
    minutes, seconds = divmod(int(period.total_seconds()), 60)
    return f"{minutes} min" if not seconds else f"{minutes * 60 + seconds} sec"


def _check_signature(
    request: HttpRequest, signature: Signature, secret_access_key: str, keys: canonical.SigningKeys
) -> None:
    scope = {"date": signature.date, "region": signature.region, "service": signature.service}
    key = keys.get(secret_access_key, **scope)
    first: tuple[str, str] | None = None
    for canonical_request in canonical.canonical_requests(
        request,
        signed_headers=signature.signed_headers,
        presigned=signature.expires is not None,
        service=signature.service,
    ):
        text = canonical.string_to_sign(canonical_request, timestamp=signature.timestamp, **scope)
        computed = canonical.signature(key, text)
        if compare_digest(computed.encode(), signature.value.encode()):
            return
        first = first or (canonical_request, text)
    canonical_request, text = first or ("", "")
    message = _MISMATCH.format(canonical_request=canonical_request, string_to_sign=text)
    raise SignatureError(Cause.MISMATCH, message)
