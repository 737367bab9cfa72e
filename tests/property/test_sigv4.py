"""What botocore signs verifies, and nothing else does."""

import time
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apiglab.language.sigv4 import verify
from apiglab.language.sigv4_canonical import canonical_requests
from apiglab.language.sigv4_signature import SignatureError, parse
from apiglab.model.http import Headers, HttpRequest
from tests.signing import KEY, SECRET, signed


@dataclass(frozen=True)
class Secret:
    """The one key there is."""

    secret_access_key: str = SECRET
    session_token: str | None = None
    expires_at: float | None = None


def verifies(request: HttpRequest, token: str | None = None) -> bool:
    """Whether the signature of ``request`` holds."""
    secret = Secret(session_token=token)
    now = time.time()
    try:
        verify(request, lambda key: secret if key == KEY else None, real_time=now, lab_time=now)
    except SignatureError:
        return False
    return True


def canonical(request: HttpRequest) -> set[str]:
    """Every text that a signature of ``request`` may be of."""
    signature = parse(request)
    return set(
        canonical_requests(
            request,
            signed_headers=signature.signed_headers,
            presigned=signature.expires is not None,
            service=signature.service,
        )
    )


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
segments = st.one_of(
    st.sampled_from(["", ".", "..", "a", "%2F", "%252F", "~", "a+b", "a:b", "a@b", "$x", "(x)"]), texts.map(quote)
)
paths = st.lists(segments, max_size=5).map(lambda parts: "/" + "/".join(parts))
names = texts.map(lambda text: quote(text, safe="")).filter(lambda name: not name.startswith("X-Amz"))
values = st.one_of(names, st.sampled_from(["a+b", "a|b", "{}", "%7e", "a%20b", "a=b"]))
queries = st.lists(st.tuples(names, values).map("=".join), max_size=4, unique=True).map("&".join)
header_names = st.sampled_from(["X-One", "x-two", "Content-Type", "X-Amz-Target"])
header_values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12)
headers = st.dictionaries(header_names, header_values, max_size=3)
methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"])
services = st.sampled_from(["execute-api", "apigateway", "lambda", "s3", "sqs"])
tokens = st.one_of(st.none(), st.sampled_from(["FQoGZXIvYXdzE+/=="]))


@st.composite
def header_signed(draw: st.DrawFn) -> tuple[HttpRequest, str | None]:
    """A request signed in its header, and the token it was signed with."""
    token = draw(tokens)
    request = signed(
        draw(methods),
        draw(paths),
        draw(queries),
        headers=draw(headers),
        body=draw(st.binary(max_size=20)),
        service=draw(services),
        token=token,
    )
    return request, token


@given(header_signed())
def test_what_botocore_signs_in_the_header_verifies(case: tuple[HttpRequest, str | None]) -> None:
    """Any method, path, query, headers, body, service and token: botocore's signature holds."""
    request, token = case

    assert verifies(request, token)


@given(methods, paths, st.dictionaries(texts.filter(bool), texts, max_size=3), services, tokens)
def test_what_botocore_presigns_verifies(
    method: str, path: str, parameters: dict[str, str], service: str, token: str | None
) -> None:
    """A presigned URL holds: the signature in the query string is of everything before it."""
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parameters.items())
    request = signed(method, path, query, service=service, where="query", token=token)

    assert verifies(request, token)


@given(header_signed(), st.data())
def test_a_changed_byte_does_not_verify(case: tuple[HttpRequest, str | None], data: st.DataObject) -> None:
    """A byte changed in path, query, body, method or a signed header breaks the signature, unless it means the same."""
    request, token = case
    changed = data.draw(st.sampled_from([change_path, change_query, change_body, change_method, change_header]))(
        request, data
    )
    assume(not canonical(changed) & canonical(request))

    assert not verifies(changed, token)


def changed_text(text: str, data: st.DataObject) -> str:
    """``text`` with one character replaced, or one more where it is empty."""
    at = data.draw(st.integers(0, max(len(text) - 1, 0)))
    return text[:at] + data.draw(st.sampled_from("abZ019-_")) + text[at + 1 :]


def change_path(request: HttpRequest, data: st.DataObject) -> HttpRequest:
    """``request`` with one character of its path changed."""
    return replace(request, path="/" + changed_text(request.path[1:], data))


def change_query(request: HttpRequest, data: st.DataObject) -> HttpRequest:
    """``request`` with one character of its query string changed."""
    return replace(request, query=changed_text(request.query, data))


def change_body(request: HttpRequest, data: st.DataObject) -> HttpRequest:
    """``request`` with more body."""
    return replace(request, body=request.body + data.draw(st.binary(min_size=1, max_size=3)))


def change_method(request: HttpRequest, data: st.DataObject) -> HttpRequest:
    """``request`` with another method."""
    return replace(request, method=data.draw(methods.filter(lambda method: method != request.method)))


def change_header(request: HttpRequest, data: st.DataObject) -> HttpRequest:
    """``request`` with more in one of its signed headers."""
    pairs = list(request.headers.pairs)
    at = data.draw(st.sampled_from([at for at, (name, _) in enumerate(pairs) if name != "Authorization"]))
    name, value = pairs[at]
    pairs[at] = (name, value + "x")
    return replace(request, headers=Headers(pairs))


@given(header_signed(), st.sampled_from("0123456789abcdef"), st.integers(1, 64))
def test_a_changed_signature_does_not_verify(
    case: tuple[HttpRequest, str | None], digit: str, from_the_end: int
) -> None:
    """Every digit of the signature counts."""
    request, token = case
    authorization = request.headers.get("Authorization") or ""
    at = len(authorization) - from_the_end
    assume(authorization[at] != digit)
    forged = authorization[:at] + digit + authorization[at + 1 :]

    assert not verifies(replace(request, headers=request.headers.with_("Authorization", forged)), token)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_text_makes_the_verifier_stumble(authorization: str, query: str, date: str) -> None:
    """Whatever stands where a signature should, the answer is a ``SignatureError``."""
    pairs = [("Authorization", authorization), ("X-Amz-Date", date)] if authorization else [("X-Amz-Date", date)]

    with pytest.raises(SignatureError):
        verify(HttpRequest("GET", "/", query, Headers(pairs)), lambda key: Secret(), real_time=0.0, lab_time=0.0)
