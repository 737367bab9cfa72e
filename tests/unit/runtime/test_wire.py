"""The parser of what runtime clients send."""

import pytest

from apiglab.runtime.wire import ApiRequest, BadRequestError, RequestParser, answer

SECRET = "a" * 32
BASE = f"/{SECRET}/2018-06-01/runtime/"


def parser(max_body: int = 1000) -> RequestParser:
    """A parser that knows one secret."""
    return RequestParser(max_body, lambda secret: secret == SECRET)


def fed(*pieces: bytes, max_body: int = 1000) -> list[tuple[str, str, bytes | None]]:
    """The requests in what arrives in these pieces."""
    reading = parser(max_body)
    requests = [request for piece in pieces for request in reading.feed(piece)]
    return [(request.method, request.path, request.body) for request in requests]


def post(body: bytes, headers: str = "") -> bytes:
    """A request with a body."""
    return f"POST {BASE}x HTTP/1.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def test_pipelined_requests_are_told_apart() -> None:
    """Several requests in one piece come out in order."""
    get = f"GET {BASE}next HTTP/1.1\r\n\r\n".encode()

    assert fed(post(b"one") + get + post(b"") + post(b"two")) == [
        ("POST", f"{BASE}x", b"one"),
        ("GET", f"{BASE}next", b""),
        ("POST", f"{BASE}x", b""),
        ("POST", f"{BASE}x", b"two"),
    ]


@pytest.mark.parametrize("at", range(1, len(post(b"body")), 7))
def test_a_request_may_be_cut_anywhere(at: int) -> None:
    """Two pieces make one request, and what follows it another."""
    data = post(b"body") + post(b"more")

    assert [body for _, _, body in fed(data[:at], data[at:])] == [b"body", b"more"]


def test_a_body_over_the_limit_is_thrown_away() -> None:
    """The request comes out without its body, and the one after it is read as usual."""
    data = post(b"x" * 50) + post(b"next")

    assert [body for _, _, body in fed(data, max_body=10)] == [None, b"next"]
    assert [body for _, _, body in fed(data[:90], data[90:100], data[100:], max_body=10)] == [None, b"next"]


def test_chunked_bodies_are_joined() -> None:
    """Chunks, with extensions and trailers, make one body, however they arrive."""
    head = f"POST {BASE}x HTTP/1.1\r\nTransfer-Encoding: gzip, CHUNKED\r\n\r\n".encode()
    chunks = b"3;a=b\r\none\r\n4\r\n two\r\n0\r\n\r\n"
    trailers = b"3\r\none\r\n0\r\nLambda-Runtime-Function-Error-Type: x\r\n\r\n"

    assert [body for _, _, body in fed(head + chunks + head + trailers)] == [b"one two", b"one"]
    assert [body for _, _, body in fed(*(bytes([byte]) for byte in head + chunks + head + trailers))] == [
        b"one two",
        b"one",
    ]


def test_chunks_over_the_limit_are_thrown_away() -> None:
    """A chunked body over the limit is no body; one without end ends the connection."""
    head = f"POST {BASE}x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode()

    assert [body for _, _, body in fed(head + b"14\r\n" + b"x" * 20 + b"\r\n0\r\n\r\n", max_body=10)] == [None]
    with pytest.raises(BadRequestError, match="too long"):
        fed(head + b"FFFFFF\r\n", max_body=10)


def test_headers_are_found_without_regard_to_case() -> None:
    """A header's value is its own, stripped; one that is not there is None."""
    request = ApiRequest("GET", "/", b"GET / HTTP/1.1\r\nX-One:  Two \r\nx-three: 4", b"")

    assert [request.header(name) for name in (b"x-one", b"x-three", b"x-on")] == ["Two", "4", None]


def test_a_client_that_expects_to_continue_is_noticed() -> None:
    """Only while the body is still to come."""
    reading = parser()
    list(reading.feed(post(b"body", "Expect: 100-continue\r\n")[:-4]))
    early = reading.expects_continue
    whole = parser()
    list(whole.feed(post(b"body", "Expect: 100-continue\r\n")))

    assert (early, whole.expects_continue) == (True, False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"nonsense\r\n\r\n", "no request line"),
        (b"GET /" + b"b" * 32 + b"/next HTTP/1.1\r\n\r\n", "no worker has this secret"),
        (b"GET /" + b"b" * 60, "no worker has this secret"),
        (f"GET {BASE}".encode() + b"x" * (2 << 20), "the head is too long"),
        (f"POST {BASE}x HTTP/1.1\r\nContent-Length: x\r\n\r\n".encode(), "a length is no number"),
        (f"POST {BASE}x HTTP/1.1\r\nContent-Length: -1\r\n\r\n".encode(), "a length is negative"),
    ],
)
def test_what_is_no_request_of_a_worker_s_is_refused(data: bytes, reason: str) -> None:
    """Nonsense and strangers end the connection, before anything of theirs is kept."""
    with pytest.raises(BadRequestError, match=reason):
        fed(data)


def test_an_answer_is_json_with_its_length() -> None:
    """Status, type, length, body."""
    assert answer("202 Accepted", b"{}") == (
        b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    )
