"""Cognito's sign-in by its API: which flows a client has, what proves a user, and what has to be done first.

moto gives tokens to whoever names a user in an SRP challenge, and lets the answer to one user's challenge set another
user's password. Here a challenge is its user's and its client's, and SRP is computed.
"""

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp import models
from moto.cognitoidp.exceptions import (
    InvalidParameterException,
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotConfirmedException,
    UserNotFoundError,
)
from moto.cognitoidp.models import UserStatus
from moto.cognitoidp.utils import check_secret_hash

from apiglab.language import srp
from apiglab.surroundings import invitation
from apiglab.surroundings.moto_cognito import LabUserPool, now, wants_more
from apiglab.surroundings.service_errors import ServiceError, not_implemented
from apiglab.surroundings.sign_ins import Task
from apiglab.surroundings.token_issue import Tokens, issue_or_pause

_WRONG = "Incorrect username or password."
_DEFAULT_FLOWS = ("ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")
_LEGACY = frozenset({"ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"})
_ADMIN = ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
# What a client needs one of, for each flow; fact: cognito.flows
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
    "ADMIN_USER_PASSWORD_AUTH": _ADMIN,
    "ADMIN_NO_SRP_AUTH": _ADMIN,
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH", *_LEGACY),
    "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH", *_LEGACY),
    "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH", *_LEGACY),
}
_BY_ADMINS = frozenset({"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"})
_BY_USERS = frozenset({"USER_PASSWORD_AUTH"})

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An SRP exchange that waits for the client's signature."""

    client_id: str
    username: str
    ours: srp.Challenge
    theirs: int


class LabCognito(models.CognitoIdpBackend):
    """Cognito of one account and Region, whose users have to prove who they are."""

    # moto finds the addresses that a backend serves by the module that its class says it is of.
    __module__ = models.__name__

    def admin_create_user(
        self,
        user_pool_id: str,
        username: str,
        message_action: str,
        temporary_password: str,
        attributes: list[dict[str, str]],
    ) -> models.CognitoIdpUser:
        """Make a user with a temporary password, which is mailed unless that is not wanted. fact: cognito.invitation"""
        pool: Any = self.describe_user_pool(user_pool_id)
        password = temporary_password or invitation.temporary_password(pool.extended_config)
        self._validate_password(user_pool_id, password)
        if message_action != "RESEND":
            user = super().admin_create_user(user_pool_id, username, message_action, password, attributes or [])
        else:
            user = self.admin_get_user(user_pool_id, username)
            if user.status != UserStatus.FORCE_CHANGE_PASSWORD:
                message = f"Resend not possible. {username} status is not FORCE_CHANGE_PASSWORD"
                raise ServiceError(code="UnsupportedUserStateException", status=400, message=message)
            user.password = password
        if message_action != "SUPPRESS":
            invitation.send(pool, user, now())
        return user

    def initiate_auth(self, client_id: str, auth_flow: str, auth_parameters: dict[str, str]) -> Answer:
        """Begin a sign-in as anybody may. fact: cognito.flows"""
        for pool in self.user_pools.values():
            if client_id in pool.clients:
                return self._begin(pool, client_id, auth_flow, auth_parameters or {}, refused=_BY_ADMINS)
        raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")

    def admin_initiate_auth(
        self, user_pool_id: str, client_id: str, auth_flow: str, auth_parameters: dict[str, str]
    ) -> Answer:
        """Begin a sign-in with the account's own credentials. fact: cognito.flows"""
        pool = self.describe_user_pool(user_pool_id)
        if client_id not in pool.clients:
            raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")
        return self._begin(pool, client_id, auth_flow, auth_parameters or {}, refused=_BY_USERS)

    def _begin(self, pool: Any, client_id: str, flow: str, given: dict[str, str], *, refused: frozenset[str]) -> Answer:
        if flow in ("CUSTOM_AUTH", "USER_AUTH"):
            raise not_implemented(f"the authentication flow {flow} of Cognito")
        if flow not in _NEEDED or flow in refused:
            raise InvalidParameterException("Initiate Auth method not supported.")
        client = pool.clients[client_id]
        allowed = client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS
        if not set(_NEEDED[flow]) & set(allowed):
            name = "Auth" if flow in _BY_ADMINS else flow
            raise InvalidParameterException(f"{name} flow not enabled for this client")
        if flow.startswith("REFRESH_TOKEN"):
            return _refresh(pool, client, given)
        username = given.get("USERNAME") or ""
        _check_secret_hash(client, given, (username,))
        user = _user(pool, client, username)
        if flow == "USER_SRP_AUTH":
            return _begin_srp(pool, client, user, given)
        password = given.get("PASSWORD") or ""
        if not user.password or not hmac.compare_digest(user.password.encode(), password.encode()):
            raise NotAuthorizedError(_WRONG)
        return _proved(pool, client, user)

    def respond_to_auth_challenge(
        self, session: str, client_id: str, challenge_name: str, challenge_responses: dict[str, str]
    ) -> Answer:
        """Go on with a sign-in, as the user and the client that began it. fact: cognito.challenges"""
        given = challenge_responses or {}
        pool: Any = next((each for each in self.user_pools.values() if client_id in each.clients), None)
        if pool is None:
            raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")
        client = pool.clients[client_id]
        if challenge_name == "PASSWORD_VERIFIER":
            return _finish_srp(pool, client, given)
        if challenge_name != "NEW_PASSWORD_REQUIRED":
            raise not_implemented(f"the challenge {challenge_name} of Cognito")
        task: Task | None = pool.hosted.tasks.find(session or "", now())
        user = pool.users.get(task.username) if task is not None and task.client_id == client_id else None
        if user is None or (given.get("USERNAME") or "") not in _names(pool, user):
            raise NotAuthorizedError("Invalid session for the user.")
        _check_secret_hash(client, given, _names(pool, user))
        self._validate_password(pool.id, given.get("NEW_PASSWORD") or "")
        pool.hosted.tasks.take(session, now())
        user.password, user.status = given["NEW_PASSWORD"], UserStatus.CONFIRMED
        return _tokens(pool, client, user, source="NewPasswordChallenge")


def _user(pool: Any, client: Any, username: str) -> Any:
    user = pool._get_user(username)
    if user is None:
        if client.extended_config.get("PreventUserExistenceErrors") == "ENABLED":
            raise NotAuthorizedError(_WRONG)
        raise UserNotFoundError("User does not exist.")
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return user


def _names(pool: Any, user: Any) -> tuple[str, ...]:
    """By what a client may name a user: the name, the id, and what stands for the name in this pool."""
    aliases = pool.extended_config.get("UsernameAttributes") or ()
    return (user.username, user.id, *(user.attribute_lookup.get(alias, user.id) for alias in aliases))


def _check_secret_hash(client: Any, given: dict[str, str], names: tuple[str, ...]) -> None:
    prove_secret(client, given.get("SECRET_HASH"), names)


def prove_secret(client: Any, shown: str | None, names: tuple[str, ...]) -> None:
    """A client with a secret proves that it knows it; one without has none to prove. fact: cognito.secret-hash"""
    if client.generate_secret and not shown:
        raise NotAuthorizedError(f"Client {client.id} is configured with secret but SECRET_HASH was not received")
    if not client.generate_secret and not shown:
        return
    known = client.generate_secret and any(check_secret_hash(client.secret, client.id, each, shown) for each in names)
    if not known:
        raise NotAuthorizedError(f"Unable to verify secret hash for client {client.id}")


def _begin_srp(pool: Any, client: Any, user: Any, given: dict[str, str]) -> Answer:
    """The server's half of the proof. fact: cognito.srp"""
    try:
        theirs = int(given.get("SRP_A") or "", 16)
    except ValueError:
        raise InvalidParameterException("SRP_A must be a hexadecimal number") from None
    salt, secret = secrets.randbits(128), secrets.randbits(256)
    name = pool.id.partition("_")[2]
    ours = srp.challenge(name, user.username, user.password or secrets.token_urlsafe(32), salt=salt, secret=secret)
    if not 0 < theirs < srp.PRIME:
        raise InvalidParameterException("SRP_A is no number of the group")
    proof = Proof(client_id=client.id, username=user.username, ours=ours, theirs=theirs)
    block = pool.hosted.proofs.keep(proof, now())
    return {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SALT": f"{ours.salt:x}",
            "SRP_B": f"{ours.public:x}",
            "SECRET_BLOCK": base64.b64encode(block.encode()).decode(),
            "USERNAME": user.username,
            "USER_ID_FOR_SRP": user.username,
        },
    }


def _finish_srp(pool: Any, client: Any, given: dict[str, str]) -> Answer:
    """The client's half: a signature that only the password makes. fact: cognito.srp"""
    try:
        block = base64.b64decode(given.get("PASSWORD_CLAIM_SECRET_BLOCK") or "", validate=True)
        shown = base64.b64decode(given.get("PASSWORD_CLAIM_SIGNATURE") or "", validate=True)
        name = block.decode("ascii")
    except (binascii.Error, ValueError):
        raise NotAuthorizedError(_WRONG) from None
    proof: Proof | None = pool.hosted.proofs.take(name, now())
    user = pool.users.get(proof.username) if proof is not None else None
    if proof is None or user is None or proof.client_id != client.id:
        raise NotAuthorizedError(_WRONG)
    _check_secret_hash(client, given, _names(pool, user))
    key = srp.shared_key(proof.ours, proof.theirs)
    named = given.get("USERNAME") in _names(pool, user)
    signed = (pool.id.partition("_")[2], user.username, block, given.get("TIMESTAMP") or "")
    if key is None or not named or not hmac.compare_digest(srp.claim(key, *signed), shown):
        raise NotAuthorizedError(_WRONG)
    return _proved(pool, client, user)


def _proved(pool: Any, client: Any, user: Any) -> Answer:
    """What comes after the right password: tokens, or what has to be done first. fact: cognito.challenges"""
    if user.status == UserStatus.UNCONFIRMED:
        raise UserNotConfirmedException("User is not confirmed.")
    if user.status == UserStatus.RESET_REQUIRED:
        message = "Password reset required for the user"
        raise ServiceError(code="PasswordResetRequiredException", status=400, message=message)
    if wants_more(pool, user):
        raise not_implemented("multi-factor authentication of Cognito")
    if user.status != UserStatus.FORCE_CHANGE_PASSWORD:
        return _tokens(pool, client, user)
    session = pool.hosted.tasks.keep(Task(client.id, user.username), now())
    told = {name: value for name, value in user.attribute_lookup.items() if name != "sub"}
    return {
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": session,
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": user.username,
            "requiredAttributes": "[]",
            "userAttributes": json.dumps(told),
        },
    }


def _tokens(pool: LabUserPool, client: Any, user: Any, *, source: str = "Authentication") -> Answer:
    refresh_token, _ = pool.begin(client.id, user.username)
    return issue_or_pause(pool, refresh_token, source, lambda tokens: _answer(tokens, refresh_token))


def _refresh(pool: LabUserPool, client: Any, given: dict[str, str]) -> Answer:
    """New tokens for a refresh token of this client. fact: cognito.refresh"""
    token = given.get("REFRESH_TOKEN") or ""
    held = pool.refresh_tokens.get(token)
    if held is None or held[0] != client.id:
        raise NotAuthorizedError("Invalid Refresh Token")
    user = pool.users.get(held[1])
    _check_secret_hash(client, given, _names(pool, user) if user is not None else ())
    return issue_or_pause(pool, token, "RefreshTokens", _answer)


def _answer(tokens: Tokens, refresh_token: str | None = None) -> Answer:
    result = {"IdToken": tokens.id_token, "AccessToken": tokens.access_token, "ExpiresIn": tokens.lasts}
    more = {"RefreshToken": refresh_token} if refresh_token is not None else {}
    return {"ChallengeParameters": {}, "AuthenticationResult": {**result, **more, "TokenType": "Bearer"}}


def install() -> None:
    """Have moto make Cognitos of our kind."""
    # Typed so that it can be replaced.
    backends: Any = models.cognitoidp_backends
    backends.backend = LabCognito
