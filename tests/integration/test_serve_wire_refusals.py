"""HTTP as it goes over the wire: what is refused, and who is not waited for."""

import asyncio

import pytest

from apiglab.model.http import Headers, HttpRequest, Response
from tests.wire import CALL, Edge, get, post

pytestmark = pytest.mark.slow


def refused(text: str) -> dict[str, str]:
    """The body of a refusal."""
    return {"message": text}


def test_an_api_s_body_that_is_too_large_reaches_the_data_plane_cut(edge: Edge) -> None:
    """Of a body over the limit one byte more than that is read: the data plane refuses, in the API's own words."""
    with edge.connect() as wire:
        answered = wire.send(post(CALL + b"/dev", b"x" * 3_000_000)).answer()

        assert (len(answered.json["body"]), answered.header("Connection")) == (1001, "close")


def test_a_service_s_body_that_is_too_large_is_refused(edge: Edge) -> None:
    """Every other service has a limit too. fact: edge.service-payload"""
    answered = edge.ask(post(b"/", b"x" * 100_000))

    assert (answered.status, answered.header("x-amzn-ErrorType"), answered.json) == (
        413,
        "RequestEntityTooLargeException",
        refused("Request must be smaller than 3000 bytes"),
    )


def test_a_refused_sender_gets_to_read_why(edge: Edge) -> None:
    """What is still sent of a refused body is dropped for a while, or the answer would be lost with the connection."""
    with edge.connect() as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n")
        for _ in range(90):
            wire.send(b"x" * 100_000)

        assert wire.answer().status == 413


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"nonsense\r\n\r\n", "Invalid method encountered"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "Received HTTPS traffic on an HTTP port"),
        (get(b"/a\x01b"), "Invalid char in url path"),
        (get(b"/a\xffb"), "Invalid char in url path"),
        (get(b"/a b"), "Bad status line"),
        (get(b"/", b"X: a\x01b"), "Invalid header value char"),
        (get(b"/", b"X: a\x00b"), "Invalid header value char"),
        (get(b"/", b"X\xff: a"), "Invalid header token"),
        (get(b"/", b"Host: other"), "Duplicate 'Host' header found"),
        (b"GET / HTTP/1.1\r\n\r\n", "Missing 'Host' header in request"),
        (post(b"/", b"x", b"Transfer-Encoding: chunked"), "Transfer-Encoding can't be present with Content-Length"),
        (post(b"/", b"").replace(b"Length: 0", b"Length: -1"), "Invalid character in Content-Length"),
        (get(b"/", *[b"X: y"] * 300), "Too many headers received"),
    ],
)
def test_what_is_no_http_is_told_so_in_json(edge: Edge, data: bytes, problem: str) -> None:
    """Malformed requests get a 400 that says what is wrong, and the connection ends."""
    with edge.connect() as wire:
        answered = wire.send(data).answer()

        assert (answered.status, answered.header("Content-Type"), answered.json, wire.is_closed()) == (
            400,
            "application/json",
            refused(f"This is no request of HTTP/1.1: {problem}."),
            True,
        )


def test_what_is_too_long_to_read_is_told_so_in_json(edge: Edge) -> None:
    """Neither a request line nor a header may be endless."""
    long_line = edge.ask(get(b"/" + b"a" * 100_000))
    long_header = edge.ask(get(b"/", b"X: " + b"a" * 100_000))

    assert (long_line.status, long_header.status) == (400, 400)
    assert "message" in long_line.json
    assert "message" in long_header.json


def test_a_header_that_is_no_utf_8_is_refused(edge: Edge) -> None:
    """A header's bytes are text or nothing; the connection lives on."""
    with edge.connect() as wire:
        answered = wire.send(get(CALL + b"/dev", b"X: a\xff")).answer()

        assert (answered.status, answered.json) == (400, refused("A header of the request is not valid UTF-8."))
        assert wire.send(get(CALL + b"/dev")).answer().status == 200


def test_a_version_that_is_not_spoken(edge: Edge) -> None:
    """Neither HTTP/0.9 nor HTTP/2 over clear text is spoken."""
    answered = edge.ask(get(b"/").replace(b"HTTP/1.1", b"HTTP/2.0"))

    assert (answered.status, answered.json) == (505, refused("This server speaks HTTP/1.1 and HTTP/1.0."))


def test_connect_is_refused(edge: Edge) -> None:
    """The edge is nobody's tunnel."""
    answered = edge.ask(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")

    assert (answered.status, answered.json) == (
        400,
        refused("This is no request of HTTP/1.1: its target 'example.com:443' is not a path."),
    )


def test_websockets_are_refused_by_name(edge: Edge) -> None:
    """What is not there yet says so. fact: edge.not-built"""
    upgrade = (b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: x")
    with edge.connect() as wire:
        answered = wire.send(get(CALL + b"/dev", *upgrade)).answer()

        assert (answered.status, answered.json, wire.is_closed()) == (
            501,
            refused("apiglab does not have WebSocket APIs, yet."),
            True,
        )


def test_a_service_that_is_asked_for_a_websocket_answers_and_hangs_up(edge: Edge) -> None:
    """What follows such a request is no HTTP any more, so the connection is of no more use."""
    with edge.connect() as wire:
        answered = wire.send(get(b"/", b"Connection: Upgrade", b"Upgrade: websocket")).answer()

        assert (answered.status, answered.header("Connection"), wire.is_closed()) == (200, "close", True)


def test_an_upgrade_to_something_else_is_ignored(edge: Edge) -> None:
    """A client that offers HTTP/2 is answered in HTTP/1.1."""
    assert edge.ask(get(CALL + b"/dev", b"Connection: Upgrade", b"Upgrade: h2c")).status == 200


def test_a_malformed_chunk_is_told_so(edge: Edge) -> None:
    """A body that breaks its encoding is a 400, not a hang."""
    with edge.connect() as wire:
        wire.send(b"POST " + CALL + b"/dev HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        answered = wire.send(b"zz\r\nabc\r\n").answer()

        assert (answered.status, answered.json) == (
            400,
            refused("This is no request of HTTP/1.1: Invalid character in chunk size."),
        )


def test_what_follows_a_good_request_is_refused_after_its_answer(edge: Edge) -> None:
    """Garbage behind a request does not take the request's answer."""
    with edge.connect() as wire:
        first = wire.send(get(CALL + b"/dev")).answer()
        second = wire.send(b"garbage\r\n\r\n").answer()

        assert (first.status, second.status, wire.is_closed()) == (200, 400, True)


def test_a_slow_head_is_not_waited_for(edge: Edge) -> None:
    """Who sends a head byte by byte gets a 408 in time."""
    with edge.connect() as wire:
        answered = wire.send(b"GET / HTTP/1.1\r\nHost:").answer()

        assert (answered.status, answered.json, wire.is_closed()) == (
            408,
            refused("The request's headers did not arrive within 0.3 seconds."),
            True,
        )


def test_a_slow_body_is_not_waited_for(edge: Edge) -> None:
    """Who promises a body and sends none gets a 408 in time."""
    with edge.connect() as wire:
        answered = wire.send(post(CALL + b"/dev", b"").replace(b"Length: 0", b"Length: 5") + b"abc").answer()

        assert (answered.status, answered.json, wire.is_closed()) == (
            408,
            refused("The request's body did not arrive within 0.3 seconds."),
            True,
        )


def test_an_idle_connection_is_closed(edge: Edge) -> None:
    """Keep-alive is not for ever, whether a request came before or none did."""
    with edge.connect() as unused, edge.connect() as used:
        used.send(get(CALL + b"/dev")).answer()

        assert (unused.is_closed(), used.is_closed()) == (True, True)


def test_a_client_that_does_not_read_is_cut_off(edge: Edge) -> None:
    """An answer that nobody takes is not kept for ever."""

    async def large(request: HttpRequest) -> Response:
        return Response(200, Headers(), bytes(50_000_000))

    edge.application.applications["/dev/large"] = large
    with edge.connect() as wire:
        wire.send(get(CALL + b"/dev/large"))
        edge.wait_until(lambda: edge.application.served and not edge.connections())

        assert wire.drain() < 50_000_000


def test_a_client_that_half_closes_is_still_answered(edge: Edge) -> None:
    """``nc -N`` says that it has sent all and waits for the answer."""

    async def slow(request: HttpRequest) -> Response:
        await asyncio.sleep(0.1)
        return Response(200, Headers(), b"slow")

    edge.application.applications["/dev/slow"] = slow
    with edge.connect() as wire:
        wire.send(get(CALL + b"/dev/slow")).half_close()

        assert (wire.answer().body, wire.is_closed()) == (b"slow", True)


def test_a_body_that_ends_before_its_end_is_told_so(edge: Edge) -> None:
    """A half-closed connection brings no more of a body."""
    with edge.connect() as wire:
        wire.send(post(CALL + b"/dev", b"").replace(b"Length: 0", b"Length: 5") + b"abc").half_close()

        assert wire.answer().json == refused("This is no request of HTTP/1.1: its body ends before its end.")


def test_a_client_that_goes_away_harms_nobody(edge: Edge) -> None:
    """Connections that are dropped in a head, in a body or while they are answered leave the others alone."""
    for data in (b"GET / HT", post(CALL + b"/dev", b"").replace(b"Length: 0", b"Length: 5"), get(CALL + b"/dev")):
        with edge.connect() as wire:
            wire.send(data)

    assert edge.ask(get(CALL + b"/dev")).status == 200


@pytest.mark.parametrize(
    "response",
    [
        Response(200, Headers([("X", "a\r\nSet-Cookie: b")])),
        Response(200, Headers([("X", "a\nb")])),
        Response(200, Headers([("X\r\nY", "a")])),
        Response(200, Headers([("X", "a\0")])),
        Response(42, Headers()),
        Response(1000, Headers()),
    ],
)
def test_an_answer_that_http_cannot_carry_is_a_500(edge: Edge, response: Response) -> None:
    """A header's value can neither become another header nor a body."""

    async def answer(request: HttpRequest) -> Response:
        return response

    edge.application.applications["/dev/odd"] = answer
    answered = edge.ask(get(CALL + b"/dev/odd"))

    assert (answered.status, answered.header("Set-Cookie"), answered.json) == (
        500,
        None,
        refused("Internal server error"),
    )


def test_a_bug_is_a_500_and_a_traceback(edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    """An error of ours is told to the client in AWS's words and to us in full."""

    async def bug(request: HttpRequest) -> Response:
        raise KeyError("a bug")

    edge.application.applications["/dev/bug"] = bug
    answered = edge.ask(get(CALL + b"/dev/bug"))

    assert (answered.status, answered.json) == (500, refused("Internal server error"))
    assert [str(record.exc_info and record.exc_info[1]) for record in caplog.records] == ["'a bug'"]
