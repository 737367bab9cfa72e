"""One request to a user pool's authorization server, and the ways in which it is answered."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from apiglab.model.http import Headers, HttpRequest, Pair, Response
from apiglab.surroundings.moto_cognito import LabUserPool, now

FORM = "application/x-www-form-urlencoded"
_ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
_NO_STORE = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))


class OAuthError(Exception):
    """A refusal in OAuth's words. fact: oauth.errors"""

    def __init__(self, error: str, *, status: int = 400, description: str | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.description = description


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, the pool whose domain it came by, and where that domain begins on this server."""

    request: HttpRequest
    pool: LabUserPool
    base: str
    """What stands before ``/oauth2/…``: nothing by the domain's own host name."""
    path: str

    @property
    def origin(self) -> str:
        """The scheme and the host by which the request came."""
        return f"{self.request.scheme}://{self.request.headers.get('Host') or ''}"

    @property
    def now(self) -> int:
        """The lab's time."""
        return now()

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query string; ``OAuthError`` where one is there twice."""
        return _parameters(self.request.query)

    @property
    def form(self) -> dict[str, str]:
        """The parameters of the body."""
        content_type = (self.request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if content_type != FORM:
            raise OAuthError("invalid_request", description=f"the body has to be {FORM}")
        try:
            return _parameters(self.request.body.decode("utf-8"))
        except UnicodeDecodeError:
            raise OAuthError("invalid_request") from None

    def cookie(self, name: str) -> str:
        """A cookie's value, empty where it was not sent."""
        for header in self.request.headers.all("Cookie"):
            for pair in header.split(";"):
                key, _, value = pair.strip().partition("=")
                if key == name:
                    return value
        return ""

    def set_cookie(self, name: str, value: str, *, seconds: int) -> Pair:
        """The header that has the browser send a cookie to this domain's pages, and to no script."""
        where = f"Path={self.base}/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
        return "Set-Cookie", f"{name}={value}; {where}"


def same(shown: str, expected: str) -> bool:
    """Whether a secret is the expected one, told in the same time whether it is or not."""
    return hmac.compare_digest(shown.encode(), expected.encode())


def _parameters(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError:
        raise OAuthError("invalid_request") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise OAuthError("invalid_request", description="a parameter is there twice")
    return found


def json_answer(value: Mapping[str, Any], *, status: int = 200, headers: tuple[Pair, ...] = ()) -> Response:
    """An answer for programs, which scripts of any page may read. fact: oauth.cors"""
    kind = ("Content-Type", "application/json;charset=UTF-8")
    return Response(status, Headers((kind, *_NO_STORE, _ANY_ORIGIN, *headers)), json.dumps(value).encode())


def refused(error: OAuthError) -> Response:
    """The answer to a program whose request was refused."""
    more = {"error_description": error.description} if error.description else {}
    return json_answer({"error": error.error, **more}, status=error.status)


def redirect(where: str, parameters: Mapping[str, str | None], *headers: Pair, mark: str = "?") -> Response:
    """An answer that sends the browser on, with parameters; those without a value are left out."""
    given = urlencode({name: value for name, value in parameters.items() if value is not None})
    glue = "" if not given else "&" if mark == "?" and "?" in where else mark
    return Response(302, Headers((("Location", f"{where}{glue}{given}"), *_NO_STORE, *headers)))
