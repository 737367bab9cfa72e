"""Answers as bytes."""

import pytest

from apiglab.edge.reply import encode
from apiglab.model.http import Headers, Response


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apiglab.edge.reply.time", lambda: 1_700_000_000.7)


def test_an_answer_is_its_status_its_headers_and_the_connections() -> None:
    """Headers keep order and case; length, connection and date follow."""
    response = Response(201, Headers([("x-B", "2"), ("X-a", "1"), ("X-a", "é")]), b"body")

    assert encode(response, method="GET", keep_alive=True) == (
        "HTTP/1.1 201 Created\r\nx-B: 2\r\nX-a: 1\r\nX-a: é\r\nContent-Length: 4\r\nConnection: keep-alive\r\n"
        "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\n".encode(),
        b"body",
    )


def test_headers_about_the_connection_are_the_edges() -> None:
    """What an application says of length, date and connection does not count."""
    own = [("content-length", "99"), ("DATE", "x"), ("Connection", "x"), ("Transfer-Encoding", "chunked")]

    head, _ = encode(Response(200, Headers(own), b"body"), method="GET", keep_alive=False)

    assert head == (
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("status", "method", "body", "length", "sent"),
    [
        (200, "HEAD", b"body", "4", b""),
        (200, "HEAD", b"", "99", b""),
        (204, "GET", b"body", None, b""),
        (304, "GET", b"", None, b""),
        (200, "GET", b"", "0", b""),
        (599, "GET", b"x", "1", b"x"),
    ],
)
def test_a_body_is_sent_where_http_has_one(
    status: int, method: str, body: bytes, length: str | None, sent: bytes
) -> None:
    """HEAD, 204 and 304 have none; a HEAD tells a length all the same, the application's where only that knows."""
    head, rest = encode(Response(status, Headers([("Content-Length", "99")]), body), method=method, keep_alive=True)

    told = [line.partition(": ")[2] for line in head.decode().split("\r\n") if line.startswith("Content-Length")]
    assert (told, rest) == ([] if length is None else [length], sent)


@pytest.mark.parametrize("length", ["x", "-1", "1\r\nX: y", "", "٣"])
def test_a_length_that_is_none_is_not_passed_on(length: str) -> None:
    """An application's own length has to be a number."""
    head, _ = encode(Response(200, Headers([("Content-Length", length)])), method="HEAD", keep_alive=True)

    assert b"Content-Length: 0\r\n" in head


@pytest.mark.parametrize("name_and_value", [("X", "a\r\nY: b"), ("X", "a\rb"), ("X", "a\n"), ("X\n", "a"), ("X", "\0")])
def test_a_header_cannot_become_another(name_and_value: tuple[str, str]) -> None:
    """A line break in a header is a 500, whatever the application meant."""
    head, body = encode(Response(200, Headers([name_and_value]), b"secret"), method="GET", keep_alive=True)

    assert (head.split(b"\r\n")[0], body) == (
        b"HTTP/1.1 500 Internal Server Error",
        b'{"message": "Internal server error"}',
    )


def test_a_lone_surrogate_is_replaced() -> None:
    """JSON can name half a character; no header can send one."""
    head, _ = encode(Response(200, Headers([("X", "\ud800")])), method="GET", keep_alive=True)

    assert b"X: ?\r\n" in head
