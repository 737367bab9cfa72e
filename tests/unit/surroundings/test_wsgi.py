"""A request reaches a WSGI application as it was sent, as far as WSGI allows."""

from collections.abc import Callable, Iterable
from typing import Any

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.wsgi import call, environ_of


def test_the_path_is_there_decoded_and_raw() -> None:
    """PATH_INFO is WSGI's decoded path, RAW_URI what came over the wire."""
    environ = environ_of(HttpRequest("GET", "/b//a%2Fb%C3%A9", "x=%2B"), "123456789012")

    assert (environ["PATH_INFO"], environ["RAW_URI"], environ["QUERY_STRING"]) == (
        "/b//a/b\u00c3\u00a9",
        "/b//a%2Fb%C3%A9?x=%2B",
        "x=%2B",
    )


def test_repeated_headers_are_joined_and_metadata_keeps_its_underscores() -> None:
    """S3 tells x-amz-meta-a_b from x-amz-meta-a-b; any other header with an underscore might pose as another."""
    headers = Headers([("X-A", "1"), ("x-a", "2"), ("x-amz-meta-a_b", "3"), ("X_Amz_Date", "4")])
    environ = environ_of(HttpRequest("GET", "/", headers=headers), "123456789012")

    assert environ["HTTP_X_A"] == "1,2"
    assert environ["HTTP_X_AMZ_META_A_B"] == "3"
    assert environ["moto.preserved_header_names"] == {"HTTP_X_AMZ_META_A_B": "x-amz-meta-a_b"}
    assert "HTTP_X_AMZ_DATE" not in environ


def test_nobody_but_the_mount_chooses_the_account() -> None:
    """moto believes a header about the account; a client's is not passed on."""
    request = HttpRequest("GET", "/", headers=Headers([("X-Moto-Account-Id", "666666666666")]))

    assert environ_of(request, "123456789012")["HTTP_X_MOTO_ACCOUNT_ID"] == "123456789012"


def test_the_body_comes_with_its_length() -> None:
    """A body that came in chunks has been read, and has a length now."""
    request = HttpRequest("PUT", "/", headers=Headers([("Transfer-Encoding", "chunked")]), body=b"abc")
    environ = environ_of(request, "123456789012")

    assert environ["wsgi.input"].read() == b"abc"
    assert environ["CONTENT_LENGTH"] == "3"
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_an_answer_is_read_in_full_without_what_belongs_to_the_connection() -> None:
    """Server, Date and lengths are the edge's to write; what was written beside the body is part of it."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("201 CREATED", [("Server", "x"), ("Content-Length", "3"), ("ETag", "a"), ("Vary", "b")])(b"a")
        return [b"b", b"c"]

    response = call(application, environ_of(HttpRequest("GET", "/"), "123456789012"))

    assert response == Response(201, Headers([("ETag", "a"), ("Vary", "b")]), b"abc")


def test_the_answer_to_head_keeps_the_length_that_the_body_would_have() -> None:
    """A HEAD's Content-Length is information, not a count of what follows."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "7")])
        return []

    response = call(application, environ_of(HttpRequest("HEAD", "/"), "123456789012"))

    assert response == Response(200, Headers([("Content-Length", "7")]))
