"""HTTP as it goes over the wire: what comes and goes unchanged."""

import asyncio
import threading

import pytest

from apiglab.model.http import Headers, HttpRequest, Response
from tests.wire import CALL, Edge, get, post

pytestmark = pytest.mark.slow


def test_header_names_keep_their_case_both_ways(edge: Edge) -> None:
    """A client's spelling reaches the API, and an API's spelling reaches the client."""

    async def answer(request: HttpRequest) -> Response:
        return Response(200, Headers([("x-OwN", "1"), ("X-Seen", ",".join(name for name, _ in request.headers.pairs))]))

    edge.application.applications["/dev/case"] = answer

    answered = edge.ask(get(CALL + b"/dev/case", b"x-lower: a", b"X-UPPER: b", b"accept: */*"))

    assert answered.headers[:2] == [("x-OwN", "1"), ("X-Seen", "Host,x-lower,X-UPPER,accept")]


def test_an_answer_has_the_headers_of_its_connection_and_no_server(edge: Edge) -> None:
    """Content-Length, Connection and Date are the edge's; there is no Server."""
    answered = edge.ask(get(CALL + b"/dev"))

    assert [name for name, _ in answered.headers] == ["Content-Type", "Content-Length", "Connection", "Date"]
    assert answered.header("Connection") == "keep-alive"


@pytest.mark.parametrize("path", [b"//dev//x", b"/dev/%2B%2F%00", b"/dev/a/../b/.", b"/dev/x;y=1", b"/dev/|{}", b""])
def test_paths_stay_raw(edge: Edge, path: bytes) -> None:
    """Empty and dot segments and percent-encoding arrive as they were sent."""
    seen = edge.ask(get(CALL + path + b"?a=%2B&b=c+d&e")).json

    assert (seen["invoked"], seen["query"]) == (path.decode() or "/", "a=%2B&b=c+d&e")


def test_a_host_names_an_api(edge: Edge) -> None:
    """The host form reaches the same API as the path form."""
    seen = edge.ask(get(b"/dev/pets", host=b"abc123.execute-api.us-east-1.amazonaws.com")).json

    assert (seen["api_id"], seen["invoked"], seen["domain_name"]) == (
        "abc123",
        "/dev/pets",
        "abc123.execute-api.us-east-1.amazonaws.com",
    )


def test_a_whole_url_as_target_is_taken_apart(edge: Edge) -> None:
    """A client that takes the edge for a proxy sends a URL: its host counts."""
    seen = edge.ask(get(b"http://abc123.execute-api.localhost:4566/dev/pets?a=1")).json

    assert (seen["api_id"], seen["invoked"], seen["query"]) == ("abc123", "/dev/pets", "a=1")


def test_the_client_s_address_and_http_s_version_are_told(edge: Edge) -> None:
    """The source IP is the socket's, the protocol the request's."""
    seen = edge.ask(b"GET /_aws/execute-api/abc123/dev HTTP/1.0\r\n\r\n").json

    assert (seen["source_ip"], seen["protocol"]) == ("127.0.0.1", "HTTP/1.0")


def test_a_connection_serves_one_request_after_another(edge: Edge) -> None:
    """Connections are kept alive."""
    with edge.connect() as wire:
        invoked = [wire.send(get(CALL + b"/dev/%d" % n)).answer().json["invoked"] for n in range(3)]

    assert invoked == ["/dev/0", "/dev/1", "/dev/2"]


@pytest.mark.parametrize(
    "request_bytes", [get(CALL + b"/dev", b"Connection: close"), b"GET /_aws/execute-api/a/dev HTTP/1.0\r\n\r\n"]
)
def test_a_connection_is_closed_when_its_client_wants_that(edge: Edge, request_bytes: bytes) -> None:
    """``Connection: close``, and HTTP/1.0 without keep-alive, end the connection after the answer."""
    with edge.connect() as wire:
        answered = wire.send(request_bytes).answer()

        assert (answered.header("Connection"), wire.is_closed()) == ("close", True)


def test_pipelined_requests_are_answered_in_their_order(edge: Edge) -> None:
    """A slow first request holds the second one back; none overtakes, none is lost."""

    async def slow(request: HttpRequest) -> Response:
        await asyncio.sleep(0.1)
        return Response(200, Headers(), b"slow")

    edge.application.applications["/dev/slow"] = slow
    requests = [get(CALL + b"/dev/slow"), *(post(CALL + b"/dev/%d" % n, b"x" * n) for n in range(100))]
    with edge.connect() as wire:
        wire.send(b"".join(requests))
        answers = [wire.answer() for _ in requests]

    assert answers[0].body == b"slow"
    assert [answer.json["invoked"] for answer in answers[1:]] == [f"/dev/{n}" for n in range(100)]


def test_pipelining_without_end_is_read_as_it_is_answered(edge: Edge) -> None:
    """More requests than are kept waiting are left in the socket, and none is lost."""
    with edge.connect() as wire:
        sender = threading.Thread(target=wire.send, args=(post(CALL + b"/dev", b"x" * 900) * 1000,))
        sender.start()
        answers = [wire.answer().status for _ in range(1000)]
        sender.join()

    assert answers == [200] * 1000


def test_a_request_may_come_in_pieces(edge: Edge) -> None:
    """Head and body are put together whatever the packets were."""
    with edge.connect() as wire:
        for byte in post(CALL + b"/dev", b"body"):
            wire.send(bytes([byte]))

        assert wire.answer().json["body"] == "body"


def test_a_chunked_body_is_put_together(edge: Edge) -> None:
    """Transfer encodings end at the edge."""
    chunked = b"Transfer-Encoding: chunked"
    with edge.connect() as wire:
        wire.send(b"\r\n".join((b"POST " + CALL + b"/dev HTTP/1.1", b"Host: h", chunked, b"", b"3\r\nabc")))
        wire.send(b"\r\n2\r\nde\r\n0\r\n\r\n")

        assert wire.answer().json["body"] == "abcde"


def test_a_compressed_body_is_left_alone(edge: Edge) -> None:
    """What a body's encoding means is for the API to say."""
    answered = edge.ask(post(CALL + b"/dev", b"no gzip at all", b"Content-Encoding: gzip"))

    assert answered.json["body"] == "no gzip at all"


def test_a_client_that_asks_first_is_invited(edge: Edge) -> None:
    """``Expect: 100-continue`` is answered before the body is sent."""
    with edge.connect() as wire:
        wire.send(post(CALL + b"/dev", b"", b"Expect: 100-continue").replace(b"Length: 0", b"Length: 4"))
        invited = wire.answer()
        wire.send(b"body")

        assert (invited.status, wire.answer().json["body"]) == (100, "body")


def test_a_head_s_answer_has_no_body(edge: Edge) -> None:
    """A HEAD tells the length that the body would have had."""
    with edge.connect() as wire:
        wire.send(get(CALL + b"/dev").replace(b"GET", b"HEAD", 1))
        answered = wire.answer(to_head=True)
        length = int(answered.header("Content-Length") or 0)

        assert (length > 0, wire.send(get(CALL + b"/dev/next")).answer().json["invoked"]) == (True, "/dev/next")


def test_a_large_body_goes_both_ways(edge: Edge) -> None:
    """Answers of any size arrive whole."""

    async def large(request: HttpRequest) -> Response:
        return Response(200, Headers(), bytes(range(256)) * 20_000)

    edge.application.applications["/dev/large"] = large

    assert edge.ask(get(CALL + b"/dev/large")).body == bytes(range(256)) * 20_000


def test_stopping_lets_a_running_request_end(edge: Edge) -> None:
    """What is under way is answered; what waits behind it is not begun."""

    async def slow(request: HttpRequest) -> Response:
        await asyncio.sleep(0.2)
        return Response(200, Headers(), b"slow")

    edge.application.applications["/dev/slow"] = slow
    with edge.connect() as wire:
        wire.send(get(CALL + b"/dev/slow") + get(CALL + b"/dev/never"))
        edge.wait_until(lambda: edge.application.served)
        edge.stop()
        answered = wire.answer()

        assert (answered.body, wire.is_closed(), edge.application.served) == (b"slow", True, ["/dev/slow"])
