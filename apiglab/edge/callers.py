"""Who asks a service: taken at their word, or in strict mode by a signature that holds."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from apiglab.edge.unsigned import Unsigned, classify, names_s3
from apiglab.language import sigv4
from apiglab.language.sigv4_signature import Cause, Signature, SignatureError, parse
from apiglab.model.arn import DEFAULT_ACCOUNT_ID
from apiglab.model.clock import Clock
from apiglab.model.http import HttpRequest
from apiglab.surroundings.target import Target, find_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whom a request is for, and on whose account."""

    service: str
    region: str
    account_id: str = DEFAULT_ACCOUNT_ID
    access_key_id: str | None = None
    """The key whose policies say what the caller may do; None where it may do everything."""
    anonymous: bool = False
    """Whether nobody signed what may be an object's or a queue's URL, or a mistake."""


class Secret(sigv4.Secret, Protocol):
    """What an access key signs with, and whose account it acts on."""

    @property
    def account_id(self) -> str:
        """Twelve digits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKeys:
    """The keys of whoever started the server."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    expires_at: float | None = None
    account_id: str = DEFAULT_ACCOUNT_ID


class NobodyAskedError(Exception):
    """A request that names no service and no API."""


class TrustingCallers:
    """Plain ``apiglab serve``: any credentials will do, and an access key of twelve digits chooses its account."""

    async def admit(self, request: HttpRequest) -> Caller:
        """Who sent ``request``, as it says itself."""
        target = find_target(request)
        if target.access_key_id is None and not _has_old_signature(request):
            return _admit_unsigned(request, target)
        key = target.access_key_id or ""
        account_id = key if len(key) == 12 and key.isdigit() else DEFAULT_ACCOUNT_ID
        return Caller(service=target.service, region=target.region, account_id=account_id)

    async def admit_root(self, request: HttpRequest) -> None:
        """Whoever can reach the server may administer it."""


class VerifiedCallers:
    """``apiglab serve --strict``: only the root keys and keys that IAM or STS gave out."""

    def __init__(self, root: RootKeys, secret_of: Callable[[str], Secret | None], clock: Clock) -> None:
        self._root = root
        self._secret_of = secret_of
        self._clock = clock

    async def admit(self, request: HttpRequest) -> Caller:
        """Who signed ``request``; ``SignatureError`` where nobody who is known did."""
        if _has_old_signature(request):
            message = "Signature Version 2 is not taken in strict mode: sign with Version 4 (s3v4)."
            raise SignatureError(Cause.INCOMPLETE, message)
        try:
            signature, secret = await self._verify(request)
        except SignatureError as error:
            if error.cause is not Cause.MISSING:
                raise
            return self._admit_public(request)
        key = signature.access_key_id
        return Caller(
            service=signature.service.lower(),
            region=signature.region,
            account_id=secret.account_id,
            access_key_id=None if key == self._root.access_key_id else key,
        )

    async def admit_root(self, request: HttpRequest) -> None:
        """Let the root keys in; ``SignatureError`` to everybody else."""
        self._check(request, self._root_only)

    def _root_only(self, access_key_id: str) -> RootKeys | None:
        return self._root if access_key_id == self._root.access_key_id else None

    async def _verify(self, request: HttpRequest) -> tuple[Signature, Secret]:
        if parse(request).access_key_id == self._root.access_key_id:
            return self._check(request, self._root_only)
        # Others' keys are IAM's to know, and IAM may be busy.
        return await asyncio.to_thread(self._check, request, self._secret_of)

    def _check(self, request: HttpRequest, secret_of: Callable[[str], Secret | None]) -> tuple[Signature, Secret]:
        return sigv4.verify(request, secret_of, real_time=self._clock.real(), lab_time=self._clock.now())

    def _admit_public(self, request: HttpRequest) -> Caller:
        """Cognito's sign-in. What else AWS takes unsigned is verified by nothing here, so it is not taken."""
        caller = _admit_unsigned(request, find_target(request))
        if caller.service == "s3" and not names_s3(request):
            raise NobodyAskedError
        if caller.anonymous or not caller.service.startswith("cognito-"):
            raise SignatureError(Cause.MISSING, "Missing Authentication Token")
        return caller


def _admit_unsigned(request: HttpRequest, target: Target) -> Caller:
    kind, service = classify(request)
    if kind is Unsigned.NOTHING:
        raise NobodyAskedError
    if kind is Unsigned.LACKING:
        raise SignatureError(Cause.MISSING, "Missing Authentication Token")
    return Caller(service=service, region=target.region, anonymous=kind is Unsigned.ANONYMOUS)


def _has_old_signature(request: HttpRequest) -> bool:
    """Whether this is signed by Version 2, as S3's oldest presigned URLs are."""
    authorization = request.headers.get("Authorization") or ""
    return authorization.startswith("AWS ") or "AWSAccessKeyId=" in request.query
