"""``/oauth2/authorize``, ``/login`` and ``/logout``: where a browser takes a user, and whom it comes back as.

https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
https://docs.aws.amazon.com/cognito/latest/developerguide/login-endpoint.html
https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
"""

import secrets
from urllib.parse import urlencode

from apiglab.model.http import Response
from apiglab.surroundings.oauth import pages
from apiglab.surroundings.oauth.asked import Asked, OAuthError, redirect, same
from apiglab.surroundings.oauth.asking import CARRIED, OWN_PROVIDER, Asking, PageError, ReturnedError, check_asking
from apiglab.surroundings.oauth.clients import OPENID
from apiglab.surroundings.oauth.federation import arrive, depart
from apiglab.surroundings.oauth.flow import Flow
from apiglab.surroundings.oauth.token_endpoint import issued_tokens
from apiglab.surroundings.oauth.users import Refusal, User, check_password, replace_password
from apiglab.surroundings.sign_ins import SESSION_SECONDS, Grant

SESSION = "cognito"
"""The cookie by which a browser is known again. fact: oauth.session"""
_CSRF = "XSRF-TOKEN"


def authorize(asked: Asked) -> Response | Flow:
    """On to the client for whoever is signed in, on to the sign-in page for everybody else. fact: oauth.authorize"""
    parameters = asked.query
    asking = check_asking(asked, parameters)
    prompt = parameters.get("prompt", "").split()
    username = _signed_in(asked)
    if username is not None and "login" not in prompt:
        return _grant(asked, asking, username)
    if "none" in prompt:
        raise ReturnedError("login_required", asking.redirect_uri, asking.state, in_fragment=asking.in_fragment)
    only = asking.providers[0] if len(asking.providers) == 1 else None
    wanted = parameters.get("identity_provider", only)
    if wanted is not None and wanted not in asking.providers:
        raise PageError(f"{wanted} is none of the client's identity providers.")
    if wanted not in (None, OWN_PROVIDER):
        return depart(asked, asking, wanted)
    return redirect(f"{asked.base}/login", {name: parameters.get(name) for name in CARRIED})


def come_back(asked: Asked) -> Flow:
    """A browser from another provider. fact: oauth.federation"""
    return arrive(asked, _let_in)


def show_login(asked: Asked) -> Response:
    """The sign-in page. fact: oauth.login"""
    parameters = asked.query
    asking = check_asking(asked, parameters)
    token = asked.cookie(_CSRF) or secrets.token_urlsafe(24)
    form = pages.SignInForm(
        pool=asked.pool.name,
        client=asking.client_name,
        hidden=_hidden(parameters, token),
        username=parameters.get("login_hint", ""),
        passwords=OWN_PROVIDER in asking.providers,
        others=_others(asked, asking, parameters),
    )
    return pages.page(pages.sign_in(form), asked.set_cookie(_CSRF, token, seconds=SESSION_SECONDS))


def log_in(asked: Asked) -> Response | Flow:
    """Take a name and a password; back to the page with what is wrong with them. fact: oauth.login"""
    form = asked.form
    asking = check_asking(asked, form)
    token = asked.cookie(_CSRF)
    # A page elsewhere can have a browser send this form, but cannot know what its cookie holds.
    if not token or not same(form.get("_csrf", ""), token):
        raise PageError("This form was not sent by the sign-in page, or that was open for too long. Go back and retry.")
    hidden = _hidden(form, token)
    if OWN_PROVIDER not in asking.providers:
        raise PageError("Users of this client sign in with another provider.")
    if "challenge" in form:
        outcome = replace_password(asked, asking.client_id, form["challenge"], form.get("new_password", ""))
    else:
        outcome = check_password(asked, asking.client_id, form.get("username", ""), form.get("password", ""))
    match outcome:
        case User(username=username, challenge=None):
            return _let_in(asked, asking, username)
        case User(challenge=challenge):
            return pages.page(pages.new_password(asked.pool.name, hidden={**hidden, "challenge": challenge or ""}))
        case Refusal(message=message, challenge=None):
            again = pages.SignInForm(
                pool=asked.pool.name,
                client=asking.client_name,
                hidden=hidden,
                username=form.get("username", ""),
                error=message,
                others=_others(asked, asking, form),
            )
            return pages.page(pages.sign_in(again), status=400)
        case Refusal(message=message, challenge=challenge):
            more = {**hidden, "challenge": challenge or ""}
            return pages.page(pages.new_password(asked.pool.name, hidden=more, error=message), status=400)


def log_out(asked: Asked) -> Response:
    """Forget the browser, and on to where the client wants it. fact: oauth.logout"""
    parameters = asked.query
    asked.pool.hosted.sessions.take(asked.cookie(SESSION), asked.now)
    forget = asked.set_cookie(SESSION, "", seconds=0)
    client = asked.pool.clients.get(parameters.get("client_id", ""))
    if client is None:
        raise PageError("The logout needs the client_id of one of the pool's clients.")
    where = parameters.get("logout_uri")
    if where is not None:
        if where not in (client.extended_config.get("LogoutURLs") or ()):
            raise PageError("The logout_uri is none of the client's logout URLs.")
        return redirect(where, {"state": parameters.get("state")}, forget)
    check_asking(asked, parameters)
    return redirect(f"{asked.base}/login", {name: parameters.get(name) for name in CARRIED}, forget)


def _let_in(asked: Asked, asking: Asking, username: str) -> Flow:
    """Know the browser from now on, and on to the client."""
    session = asked.pool.hosted.sessions.keep(username, asked.now)
    cookie = asked.set_cookie(SESSION, session, seconds=SESSION_SECONDS)
    return pages.with_header((yield from _grant(asked, asking, username)), cookie)


def _signed_in(asked: Asked) -> str | None:
    """Whom the browser is signed in as, if that user is still there."""
    username = asked.pool.hosted.sessions.find(asked.cookie(SESSION), asked.now)
    user = asked.pool.users.get(username) if username is not None else None
    return username if user is not None and user.enabled else None


def _others(asked: Asked, asking: Asking, parameters: dict[str, str]) -> dict[str, str]:
    """Where the page's buttons for other providers lead."""
    carried = {name: parameters[name] for name in CARRIED if name in parameters}
    names = (name for name in asking.providers if name != OWN_PROVIDER)
    begin = f"{asked.base}/oauth2/authorize"
    return {name: f"{begin}?{urlencode({**carried, 'identity_provider': name})}" for name in names}


def _hidden(parameters: dict[str, str], token: str) -> dict[str, str]:
    return {**{name: parameters[name] for name in CARRIED if name in parameters}, "_csrf": token}


def _grant(asked: Asked, asking: Asking, username: str) -> Flow:
    """Back to the client with a code, or with the tokens themselves. fact: oauth.code, oauth.implicit"""
    if asking.response_type == "code":
        grant = Grant(
            client_id=asking.client_id,
            redirect_uri=asking.redirect_uri,
            username=username,
            scope=asking.scope,
            nonce=asking.nonce,
            challenge=asking.challenge,
        )
        code = asked.pool.hosted.codes.keep(grant, asked.now)
        return redirect(asking.redirect_uri, {"code": code, "state": asking.state})
    refresh_token, _ = asked.pool.begin(asking.client_id, username, scope=asking.scope, nonce=asking.nonce)
    try:
        tokens = yield from issued_tokens(asked, refresh_token, "HostedAuth")
    except OAuthError as error:
        where, state = asking.redirect_uri, asking.state
        raise ReturnedError(error.error, where, state, in_fragment=True, description=error.description) from None
    finally:
        asked.pool.refresh_tokens.pop(refresh_token, None)  # this flow gives out none
    told = {
        "id_token": tokens.id_token if OPENID in asking.scope.split() else None,
        "access_token": tokens.access_token,
        "expires_in": str(tokens.lasts),
        "token_type": "Bearer",
        "state": asking.state,
    }
    return redirect(asking.redirect_uri, told, mark="#")
