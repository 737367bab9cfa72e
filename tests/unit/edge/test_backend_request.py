"""What a backend is sent, byte for byte."""

import pytest
from yarl import URL

from apiglab.edge.backend_request import encode
from apiglab.model.backend import BackendRequest
from apiglab.model.http import Headers, Pair


def sent(method: str = "GET", url: str = "http://pets.example/cats", body: bytes = b"", *headers: Pair) -> bytes:
    """The bytes of one request."""
    request = BackendRequest(method=method, url=url, headers=Headers(headers), body=body, timeout=1.0)
    return encode(request, URL(url, encoded=True))


@pytest.mark.parametrize(
    ("url", "line", "host"),
    [
        ("http://pets.example", b"GET / HTTP/1.1", b"pets.example"),
        ("http://pets.example:8080/a%2Fb?x=%20y&x", b"GET /a%2Fb?x=%20y&x HTTP/1.1", b"pets.example:8080"),
        ("https://pets.example:443/", b"GET / HTTP/1.1", b"pets.example:443"),
        ("http://me:secret@pets.example/", b"GET / HTTP/1.1", b"pets.example"),
        ("http://[::1]:8080/", b"GET / HTTP/1.1", b"[::1]:8080"),
    ],
)
def test_a_url_is_sent_as_it_is_written(url: str, line: bytes, host: bytes) -> None:
    """The path and query in the request line, the authority without its user in Host."""
    assert sent(url=url) == line + b"\r\nHost: " + host + b"\r\n\r\n"


def test_headers_go_in_their_order_and_as_often_as_they_are() -> None:
    """A mapped Host stands for the URL's."""
    headers = (("Accept", "a"), ("Host", "other"), ("accept", "b"))

    assert sent("GET", "http://pets.example/", b"", *headers) == (
        b"GET / HTTP/1.1\r\nAccept: a\r\nHost: other\r\naccept: b\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("method", "body", "framing"),
    [
        ("GET", b"", b""),
        ("HEAD", b"", b""),
        ("GET", b"hello", b"Content-Length: 5\r\n"),
        ("POST", b"", b"Content-Length: 0\r\n"),
        ("DELETE", b"", b"Content-Length: 0\r\n"),
        ("POST", b"hello", b"Content-Length: 5\r\n"),
    ],
)
def test_the_length_is_that_of_the_body(method: str, body: bytes, framing: bytes) -> None:
    """Whatever length or framing the headers claim, which are about another hop."""
    claims = (("Content-Length", "7"), ("transfer-encoding", "chunked"), ("Connection", "close"))

    head = b" / HTTP/1.1\r\nHost: pets.example\r\n"
    assert sent(method, "http://pets.example/", body, *claims) == method.encode() + head + framing + b"\r\n" + body


@pytest.mark.parametrize(
    "pair",
    [("X-A", "1\r\nX-B: 2"), ("X-A", "1\n\nGET / HTTP/1.1"), ("X-A\r\nX-B", "1"), ("X-A", "\0"), ("X-A", "1\r")],
)
def test_a_header_is_one_line(pair: Pair) -> None:
    """No value makes a second header or a second request of itself."""
    with pytest.raises(ValueError, match="cannot be sent"):
        sent("GET", "http://pets.example/", b"", pair)


@pytest.mark.parametrize("method", ["GET /other HTTP/1.1\r\nX:", "GET /other"])
def test_a_method_is_one_word(method: str) -> None:
    """Else the rest of it would be the path."""
    with pytest.raises(ValueError, match="cannot be sent"):
        sent(method, "http://pets.example/")


def test_bytes_that_are_no_text_are_sent_as_they_came() -> None:
    """A header's bytes that could not be read as UTF-8."""
    name = "caf\u00e9 \udce9"

    assert b"X-Name: caf\xc3\xa9 \xe9\r\n" in sent("GET", "http://pets.example/", b"", ("X-Name", name))
