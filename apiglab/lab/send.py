"""Send a request as it stands: raw path, no redirect followed, no retry, nothing decoded behind the learner's back."""

import json as json_text
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from requests import exceptions
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange, SentRequest
from apiglab.model.http import Headers

TIMEOUT = 35.0
"""Seconds to wait: longer than API Gateway's own limit of 29 s, so that its 504 is seen."""

Params = Mapping[str, str | Sequence[str]] | Sequence[tuple[str, str]]
Auth = str | tuple[str, str] | Mapping[str, Any] | None


class RawTargetAdapter(HTTPAdapter):
    """Sends the path as written: ``requests`` would fold ``//`` and unquote what need not be quoted.

    Only the case of an escape's hex digits is still made upper (``%2b`` → ``%2B``), by urllib3.
    """

    def request_url(self, request: requests.PreparedRequest, proxies: Mapping[str, str] | None) -> str:
        """The request target that goes on the request line."""
        target: str | None = getattr(request, "raw_target", None)
        if target is None or super().request_url(request, proxies).startswith("http"):
            return super().request_url(request, proxies)
        return target


def new_http_session(adapter: HTTPAdapter | None = None) -> requests.Session:
    """A session that adds no header of its own but what HTTP needs, and takes no credentials from ``~/.netrc``."""
    session = requests.Session()
    session.headers = requests.structures.CaseInsensitiveDict(
        {"User-Agent": "apiglab", "Accept": "*/*", "Accept-Encoding": "identity"}
    )
    session.auth = _no_auth
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    adapter = adapter or RawTargetAdapter()
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def compose(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
    params: Params | None = None,
    json: Any = None,
    body: bytes | str | None = None,
) -> SentRequest:
    """The request to send: parameters appended to the URL, ``json`` or ``body`` as bytes."""
    if json is not None and body is not None:
        raise LabError("lab.send", "json= and body= were both given", "give the one you mean")
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers or ())
    content = b"" if body is None else body.encode() if isinstance(body, str) else body
    if json is not None:
        content = json_text.dumps(json).encode()
        if not any(name.lower() == "content-type" for name, _ in pairs):
            pairs.append(("Content-Type", "application/json"))
    if params:
        url += ("&" if urlsplit(url).query else "?") + urlencode(params, doseq=True)
    return SentRequest(method=method.upper(), url=url, headers=Headers(pairs), body=content)


def deliver(
    session: requests.Session,
    request: SentRequest,
    *,
    timeout: float,
    auth: Auth = None,
    unseen: Sequence[tuple[str, str]] = (),
) -> Exchange:
    """Send ``request`` and wait for its answer; ``unseen`` headers are for the server only, and not shown."""
    prepared = _prepare(session, request, auth if isinstance(auth, tuple) else None)
    sent = Headers(prepared.headers.items())
    prepared.headers.update(unseen)
    started = time.perf_counter()
    try:
        answer = session.send(prepared, timeout=timeout, allow_redirects=False)
    except requests.Timeout:
        raise LabError(
            f"{request.method} {request.url}",
            f"no answer within {timeout:g} s",
            "look at what the integration waits for",
        ) from None
    except requests.ConnectionError:
        host = urlsplit(request.url).netloc
        raise LabError(
            f"{request.method} {request.url}",
            f"nothing answers at {host}",
            "check the URL; if the local AWS was stopped, make the lab anew: lab = apiglab.Lab(…)",
        ) from None
    seconds = time.perf_counter() - started
    return Exchange(
        request=replace(request, headers=sent),
        status=answer.status_code,
        headers=Headers(answer.raw.headers.items()),
        body=answer.content,
        seconds=seconds,
    )


def _prepare(
    session: requests.Session, request: SentRequest, basic: tuple[str, str] | None
) -> requests.PreparedRequest:
    plain = requests.Request(request.method, request.url, data=request.body or None, auth=basic)
    try:
        prepared = session.prepare_request(plain)
        for pair in request.headers:
            requests.utils.check_header_validity(pair)
    except (exceptions.InvalidURL, exceptions.MissingSchema, exceptions.InvalidSchema) as error:
        raise LabError("lab.send", str(error), "build the URL with lab.url(api_id, stage, path)") from None
    except exceptions.InvalidHeader as error:
        raise LabError("lab.send", str(error), "a header is one line of text") from None
    # urllib3's headers may repeat a name, those of requests may not; what the learner sets replaces what we add.
    own = {name.lower() for name, _ in request.headers}
    kept = ((name, _text(value)) for name, value in prepared.headers.items() if name.lower() not in own)
    headers = HTTPHeaderDict()
    for name, value in (*kept, *request.headers):
        headers.add(name, value)
    prepared.headers = headers  # type: ignore[assignment]  # requests only iterates over and looks up in it
    parts = urlsplit(request.url)
    target = parts.path or "/"
    prepared.raw_target = f"{target}?{parts.query}" if parts.query else target  # type: ignore[attr-defined]  # for RawTargetAdapter
    return prepared


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
