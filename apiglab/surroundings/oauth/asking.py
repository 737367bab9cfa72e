"""What a client asks a user for: the parameters of ``/oauth2/authorize``, checked.

https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
"""

import re
from dataclasses import dataclass

from apiglab.surroundings.oauth.asked import Asked, OAuthError
from apiglab.surroundings.oauth.clients import check_flow, granted_scope

OWN_PROVIDER = "COGNITO"
_FLOWS = {"code": "code", "token": "implicit"}
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
CARRIED = (
    *("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge"),
    *("code_challenge_method", "login_hint"),
)
"""What the sign-in page carries along from there to its end."""


class PageError(Exception):
    """A fault that only the user can be told, on a page: to send it on would make the server anybody's redirector."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ReturnedError(Exception):
    """A fault that the client is told, at its own address. fact: oauth.errors"""

    def __init__(
        self, error: str, redirect_uri: str, state: str | None, *, in_fragment: bool, description: str | None = None
    ) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.redirect_uri = redirect_uri
        self.state = state
        self.mark = "#" if in_fragment else "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request for authorization that could be granted."""

    client_id: str
    client_name: str
    redirect_uri: str
    response_type: str
    scope: str
    state: str | None
    nonce: str | None
    challenge: str | None
    providers: tuple[str, ...]
    """With whom users of this client may sign in; ``COGNITO`` is the pool itself."""

    @property
    def in_fragment(self) -> bool:
        """Whether what is granted comes after a ``#``, where no server sees it."""
        return self.response_type == "token"


def check_asking(asked: Asked, parameters: dict[str, str]) -> Asking:
    """The request that ``parameters`` are; ``PageError`` or ``ReturnedError`` where it cannot be granted."""
    client = asked.pool.clients.get(parameters.get("client_id", ""))
    if client is None:
        raise PageError(f"Client {parameters.get('client_id') or '(none)'} does not exist.")
    redirect_uri = parameters.get("redirect_uri", "")
    if redirect_uri not in (client.extended_config.get("CallbackURLs") or ()):  # fact: oauth.redirect
        raise PageError("redirect_mismatch: the redirect_uri is none of the client's callback URLs.")
    response_type, state = parameters.get("response_type", ""), parameters.get("state")
    in_fragment = response_type == "token"
    try:
        check_flow(client, _flow(response_type))
        scope = granted_scope(asked, client, parameters.get("scope"))
        challenge = _challenge(parameters)
    except OAuthError as error:
        raise ReturnedError(error.error, redirect_uri, state, in_fragment=in_fragment) from None
    return Asking(
        client_id=client.id,
        client_name=client.extended_config.get("ClientName") or client.id,
        redirect_uri=redirect_uri,
        response_type=response_type,
        scope=scope,
        state=state,
        nonce=parameters.get("nonce"),
        challenge=challenge,
        providers=tuple(client.extended_config.get("SupportedIdentityProviders") or (OWN_PROVIDER,)),
    )


def _flow(response_type: str) -> str:
    if response_type not in _FLOWS:
        raise OAuthError("unsupported_response_type" if response_type else "invalid_request")
    return _FLOWS[response_type]


def _challenge(parameters: dict[str, str]) -> str | None:
    """PKCE's challenge, which only S256 makes. fact: oauth.pkce"""
    challenge, method = parameters.get("code_challenge"), parameters.get("code_challenge_method")
    if challenge is None and method is None:
        return None
    if method != "S256" or challenge is None or _CHALLENGE.fullmatch(challenge) is None:
        raise OAuthError("invalid_request")
    return challenge
