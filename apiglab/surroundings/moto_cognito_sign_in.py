"""Cognito's sign-in by its API: which flows a client has, what proves a user, and what has to be done first.

moto gives tokens to whoever names a user in an SRP challenge, and lets the answer to one user's challenge set another
user's password. Here a challenge is its user's and its client's, and SRP is computed.
"""

import hmac
import json
from collections.abc import Mapping
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

from apiglab.surroundings import invitation
from apiglab.surroundings.moto_cognito import LabUserPool, now, wants_more
from apiglab.surroundings.moto_cognito_clients import names_of, prove_secret
from apiglab.surroundings.moto_cognito_srp import WRONG, begin_srp, finish_srp
from apiglab.surroundings.service_errors import ServiceError, not_implemented
from apiglab.surroundings.sign_ins import Task
from apiglab.surroundings.token_issue import Tokens, issue_or_pause

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
        prove_secret(client, given.get("SECRET_HASH"), (username,))
        user = _user(pool, client, username)
        if flow == "USER_SRP_AUTH":
            return begin_srp(pool, client, user, given)
        password = given.get("PASSWORD") or ""
        if not user.password or not hmac.compare_digest(user.password.encode(), password.encode()):
            raise NotAuthorizedError(WRONG)
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
            return _proved(pool, client, finish_srp(pool, client, given))
        if challenge_name != "NEW_PASSWORD_REQUIRED":
            raise not_implemented(f"the challenge {challenge_name} of Cognito")
        task: Task | None = pool.hosted.tasks.find(session or "", now())
        user = pool.users.get(task.username) if task is not None and task.client_id == client_id else None
        if user is None or (given.get("USERNAME") or "") not in names_of(pool, user):
            raise NotAuthorizedError("Invalid session for the user.")
        prove_secret(client, given.get("SECRET_HASH"), names_of(pool, user))
        self._validate_password(pool.id, given.get("NEW_PASSWORD") or "")
        pool.hosted.tasks.take(session, now())
        user.password, user.status = given["NEW_PASSWORD"], UserStatus.CONFIRMED
        return _tokens(pool, client, user, source="NewPasswordChallenge")


def _user(pool: Any, client: Any, username: str) -> Any:
    user = pool._get_user(username)
    if user is None:
        if client.extended_config.get("PreventUserExistenceErrors") == "ENABLED":
            raise NotAuthorizedError(WRONG)
        raise UserNotFoundError("User does not exist.")
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return user


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
    prove_secret(client, given.get("SECRET_HASH"), names_of(pool, user) if user is not None else ())
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
