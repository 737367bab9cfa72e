"""``/oauth2/token``: a code, a refresh token or a client's own secret against tokens; ``/oauth2/revoke`` ends them.

https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
"""

import base64
import hashlib
import re
from collections.abc import Generator
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError

from apiglab.model.http import Response
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.oauth.asked import Asked, OAuthError, json_answer, same
from apiglab.surroundings.oauth.clients import OPENID, authenticated_client, check_flow, granted_scope
from apiglab.surroundings.oauth.flow import Flow
from apiglab.surroundings.pausing import Outcome
from apiglab.surroundings.service_errors import ServiceError
from apiglab.surroundings.token_issue import Asking as Issue
from apiglab.surroundings.token_issue import issue

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def issue_tokens(asked: Asked) -> Response | Flow:
    """Tokens by one of three grants. fact: oauth.token"""
    form = asked.form
    grant_type = form.get("grant_type")
    if not grant_type:
        raise OAuthError("invalid_request", description="grant_type is missing")
    if grant_type not in ("authorization_code", "refresh_token", "client_credentials"):
        raise OAuthError("unsupported_grant_type")
    client = authenticated_client(asked, form)
    if grant_type == "client_credentials":
        return _of_a_machine(asked, client, form)
    return _of_a_code(asked, client, form) if grant_type == "authorization_code" else _again(asked, client, form)


def _of_a_machine(asked: Asked, client: Any, form: dict[str, str]) -> Response:
    """An access token for the client itself. fact: oauth.client-credentials"""
    check_flow(client, "client_credentials")
    if not client.generate_secret:
        raise OAuthError("invalid_client")
    scope = granted_scope(asked, client, form.get("scope"), machine=True)
    token, lasts = asked.pool.create_machine_token(client.id, scope)
    return json_answer({"access_token": token, "expires_in": lasts, "token_type": "Bearer"})


def _of_a_code(asked: Asked, client: Any, form: dict[str, str]) -> Flow:
    """What a user granted, once: a code that was tried is spent, even by the wrong one. fact: oauth.code"""
    check_flow(client, "code")
    if not form.get("code") or not form.get("redirect_uri"):
        raise OAuthError("invalid_request", description="code or redirect_uri is missing")
    grant = asked.pool.hosted.codes.take(form["code"], asked.now)
    if grant is None or grant.client_id != client.id or grant.redirect_uri != form["redirect_uri"]:
        raise OAuthError("invalid_grant")
    if not _proves(form.get("code_verifier"), grant.challenge):
        raise OAuthError("invalid_grant")
    refresh_token, _ = asked.pool.begin(client.id, grant.username, scope=grant.scope, nonce=grant.nonce)
    tokens = yield from _tokens(asked, refresh_token, "HostedAuth")
    return json_answer({**tokens, "refresh_token": refresh_token})


def _proves(verifier: str | None, challenge: str | None) -> bool:
    """Whether whoever fetches a code also asked for it: PKCE. fact: oauth.pkce"""
    if challenge is None:
        return verifier is None
    if verifier is None or _VERIFIER.fullmatch(verifier) is None:
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return same(made, challenge)


def _again(asked: Asked, client: Any, form: dict[str, str]) -> Flow:
    """New tokens of an old sign-in. fact: cognito.refresh"""
    held = asked.pool.refresh_tokens.get(form.get("refresh_token", ""))
    if held is None or held[0] != client.id:
        raise OAuthError("invalid_grant")
    return json_answer((yield from _tokens(asked, form["refresh_token"], "RefreshTokens")))


def _tokens(asked: Asked, refresh_token: str, source: str) -> Generator[LambdaEvent, Outcome, dict[str, Any]]:
    """The access token of a sign-in, and the ID token where OpenID was asked for."""
    issued = yield from issued_tokens(asked, refresh_token, source)
    tokens = {"access_token": issued.access_token, "expires_in": issued.lasts, "token_type": "Bearer"}
    sign_in = asked.pool.sign_in_of(refresh_token)
    if not sign_in.hosted or OPENID in sign_in.scope.split():
        tokens["id_token"] = issued.id_token
    return tokens


def issued_tokens(asked: Asked, refresh_token: str, source: str) -> Issue:
    """A sign-in's tokens; what keeps them back is told in OAuth's words."""
    try:
        return (yield from issue(asked.pool, refresh_token, source))
    except NotAuthorizedError:
        raise OAuthError("invalid_grant") from None
    except ServiceError as error:
        raise OAuthError("invalid_request", description=error.message) from None


def revoke_token(asked: Asked) -> Response:
    """End a refresh token and what came of it. fact: oauth.revoke"""
    form = asked.form
    client = authenticated_client(asked, form)
    if not form.get("token"):
        raise OAuthError("invalid_request")
    held = asked.pool.refresh_tokens.get(form["token"])
    if held is not None:
        if held[0] != client.id:
            raise OAuthError("unauthorized_client")
        asked.pool.revoke(form["token"])
    return json_answer({})
