"""Signing in with another provider: there and back again, and the user that comes of it.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
"""

import re
import secrets
from collections.abc import Callable, Generator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from apiglab.model.backend import BackendRequest
from apiglab.model.http import Response
from apiglab.surroundings.oauth.asked import FORM, Asked, redirect, same
from apiglab.surroundings.oauth.asking import Asking, PageError, ReturnedError
from apiglab.surroundings.oauth.flow import Flow
from apiglab.surroundings.oauth.foreign_users import known_user
from apiglab.surroundings.oauth.provider import ProviderError, fetch, find_addresses, verified_claims

_STATE = "csrf-state"
_STATE_SECONDS = 300
_ERROR = re.compile(r"[a-z_]{1,40}")

Claims = Generator[BackendRequest, Response | None, Mapping[str, Any]]
Grant = Callable[[Asked, Asking, str], Flow]


class Journey(NamedTuple):
    """A browser on its way to another provider, and what it is to bring back."""

    asking: Asking
    provider: str
    nonce: str


def depart(asked: Asked, asking: Asking, name: str) -> Flow:
    """Send a browser to another provider. fact: oauth.federation"""
    details = _provider(asked, name).extended_config["ProviderDetails"]
    try:
        addresses = yield from find_addresses(asked, details)
    except ProviderError as error:
        raise _returned(asking, "server_error", error) from None
    nonce = secrets.token_urlsafe(24)
    state = asked.pool.hosted.journeys.keep(Journey(asking, name, nonce), asked.now)
    parameters = {
        "client_id": details["client_id"],
        "redirect_uri": _own_address(asked),
        "response_type": "code",
        "scope": details["authorize_scopes"],
        "state": state,
        "nonce": nonce,
    }
    return redirect(addresses.authorize, parameters, asked.set_cookie(_STATE, state, seconds=_STATE_SECONDS))


def arrive(asked: Asked, grant: Grant) -> Flow:
    """Take a browser back, ask its provider who the user is, and go on as after a password. fact: oauth.federation"""
    parameters = asked.query
    state = parameters.get("state", "")
    journey: Journey | None = asked.pool.hosted.journeys.take(state, asked.now)
    # Whoever began at another browser, or followed another's link, is not let on.
    if journey is None or not same(state, asked.cookie(_STATE)):
        raise PageError("This sign-in was begun elsewhere, or took too long. Go back and retry.")
    asking, provider = journey.asking, _provider(asked, journey.provider)
    if "code" not in parameters:
        error = parameters.get("error", "")
        named = error if _ERROR.fullmatch(error) else "server_error"
        raise _returned(asking, named, ProviderError("it let nobody in"))
    try:
        claims = yield from _ask(asked, journey, provider.extended_config["ProviderDetails"], parameters["code"])
    except ProviderError as error:
        raise _returned(asking, "server_error", error) from None
    user = known_user(asked.pool, provider, claims)
    if not user.enabled:
        raise PageError("User is disabled.")
    return (yield from grant(asked, asking, user.username))


def _ask(asked: Asked, journey: Journey, details: Mapping[str, str], code: str) -> Claims:
    """What the provider says of the user: its code against tokens, these against its keys, and its own userInfo."""
    addresses = yield from find_addresses(asked, details)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _own_address(asked),
        "client_id": details["client_id"],
        "client_secret": details["client_secret"],
    }
    kind = (("Content-Type", FORM),)
    told = yield from fetch(addresses.token, method="POST", body=urlencode(form).encode(), headers=kind)
    keys = yield from fetch(addresses.keys)
    claims = verified_claims(
        told.get("id_token"),
        keys,
        issuer=details["oidc_issuer"],
        client_id=details["client_id"],
        nonce=journey.nonce,
        now=asked.now,
    )
    access_token = told.get("access_token")
    if addresses.attributes is None or not isinstance(access_token, str):
        return claims
    more = yield from fetch(addresses.attributes, headers=(("Authorization", f"Bearer {access_token}"),))
    if more.get("sub") != claims["sub"]:
        raise ProviderError("its userInfo tells of another user")
    return {**more, **claims}


def _provider(asked: Asked, name: str) -> Any:
    provider = asked.pool.identity_providers.get(name)
    if provider is None:
        raise PageError(f"There is no identity provider {name}.")
    return provider


def _returned(asking: Asking, error: str, why: ProviderError) -> ReturnedError:
    return ReturnedError(
        error,
        asking.redirect_uri,
        asking.state,
        in_fragment=asking.in_fragment,
        description=f"The identity provider did not answer as it should: {why}",
    )


def _own_address(asked: Asked) -> str:
    return f"{asked.origin}{asked.base}/oauth2/idpresponse"
