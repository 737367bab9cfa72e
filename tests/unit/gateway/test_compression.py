"""Content codings: what is decoded before anything reads it, and what is coded for the client."""

import gzip
import json
import zlib

import pytest

from apiglab.gateway.limits import PAYLOAD
from apiglab.model.http import Headers, Response
from tests.gateway_builders import a_lambda_proxy, a_method, serve
from tests.http_api import OK, a_backed_api, an_http, sent

PETS = b'[{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}]'
LONG = json.dumps({"statusCode": 200, "body": "miaow " * 100}).encode()
MIAOW = b"miaow " * 100


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PETS)),
        ("GZIP", gzip.compress(PETS)),
        ("deflate", zlib.compress(PETS)),
        ("identity", PETS),
        ("deflate, gzip", gzip.compress(zlib.compress(PETS))),
    ],
)
async def test_a_request_is_decoded_before_anything_reads_it(coding: str, body: bytes) -> None:
    """The backend gets it plain. fact: compression.request-codings, compression.decoded-header"""
    pets = a_backed_api(an_http(), OK)

    await pets.ask("POST", "/pets/7", headers={"Content-Encoding": coding, "Content-Type": "text/plain"}, body=body)

    assert (sent(pets).body, sent(pets).headers.get("Content-Encoding")) == (PETS, None)


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("br", b"x", "request.unknown_coding"),
        ("gzip", PETS, "request.undecodable_body"),
        ("gzip", gzip.compress(PETS)[:-6], "request.undecodable_body"),
        ("gzip", gzip.compress(PETS) + b"more", "request.undecodable_body"),
        ("deflate", gzip.compress(PETS), "request.undecodable_body"),
    ],
)
async def test_what_does_not_decode_is_unsupported(coding: str, body: bytes, reason: str) -> None:
    """415, before a method is looked for. fact: compression.request-codings"""
    pets = serve({"/": [a_method("GET")]})

    answer = await pets.ask("POST", "/nowhere", headers={"Content-Encoding": coding}, body=body)

    assert (answer.status, answer.body) == (415, b'{"message":"Unsupported Media Type"}')
    assert pets.journey()["reason"] == reason


async def test_a_bomb_is_too_large_and_never_unfolds() -> None:
    """A kilobyte of gzip that is eleven megabytes. fact: compression.decoded-header"""
    bomb = gzip.compress(b"0" * (PAYLOAD + 1_000_000))
    pets = serve({"/": [a_method("POST")]})

    answer = await pets.ask("POST", "/", headers={"Content-Encoding": "gzip"}, body=bomb)

    assert (answer.status, pets.journey()["reason"]) == (413, "request.too_large")


def _decoded(answer: Response) -> tuple[str | None, bytes]:
    coding = answer.headers.get("Content-Encoding")
    match coding:
        case "gzip":
            return coding, gzip.decompress(answer.body)
        case "deflate":
            return coding, zlib.decompress(answer.body)
        case _:
            return coding, answer.body


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("deflate", "deflate"),
        ("deflate;q=0.5, gzip;q=0.9", "gzip"),
        ("gzip;q=0.5, deflate", "deflate"),
        ("br, gzip", None),
        ("br;q=0.1, gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=lots", None),
        ("*", None),
        ("identity", None),
        (None, None),
    ],
)
async def test_the_client_s_favourite_coding_decides(accept: str | None, coding: str | None) -> None:
    """It has to be a supported one, named. fact: compression.answers"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, answer=LONG, minimum_compression_size=100)

    answer = await pets.ask("GET", "/", headers={} if accept is None else {"Accept-Encoding": accept})

    assert _decoded(answer) == (coding, MIAOW)


@pytest.mark.parametrize(("least", "coding"), [(None, None), (0, "gzip"), (len(MIAOW), "gzip"), (len(MIAOW) + 1, None)])
async def test_an_answer_is_coded_from_the_least_size_on(least: int | None, coding: str | None) -> None:
    """Never where the API sets none. fact: compression.answers"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, answer=LONG, minimum_compression_size=least)

    answer = await pets.ask("GET", "/", headers={"Accept-Encoding": "gzip"})

    assert _decoded(answer) == (coding, MIAOW)


async def test_what_is_coded_is_not_coded_again() -> None:
    """A function that compresses by itself is left alone. fact: compression.answers"""
    said = {"statusCode": 200, "headers": {"content-encoding": "br"}, "body": "x" * 200}
    pets = serve(
        {"/": [a_method("GET", a_lambda_proxy())]}, answer=json.dumps(said).encode(), minimum_compression_size=0
    )

    answer = await pets.ask("GET", "/", headers={"Accept-Encoding": "gzip"})

    assert (answer.headers.all("Content-Encoding"), answer.body) == (("br",), b"x" * 200)


async def test_nothing_is_not_coded() -> None:
    """An empty body stays empty. fact: compression.empty-body"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, minimum_compression_size=0)

    answer = await pets.ask("GET", "/", headers={"Accept-Encoding": "gzip"})

    assert (answer.headers.get("Content-Encoding"), answer.body) == (None, b"")


async def test_a_refusal_is_coded_like_any_answer() -> None:
    """It is the gateway that codes, whoever wrote the body. fact: compression.answers"""
    pets = serve({"/": [a_method("GET")]}, minimum_compression_size=0)

    answer = await pets.ask("GET", "/nowhere", headers={"Accept-Encoding": "gzip"})

    assert _decoded(answer) == ("gzip", b'{"message":"Missing Authentication Token"}')
    assert isinstance(answer.headers, Headers)


async def test_a_large_answer_is_coded_in_a_moment() -> None:
    """Ten megabytes hold up nobody else for long; they need not be as small as could be."""
    body = json.dumps([{"id": number, "name": f"pet {number}"} for number in range(200_000)]).encode()
    pets = a_backed_api(an_http(), Response(200, Headers(), body), minimum_compression_size=0)

    answer = await pets.ask("GET", "/pets/7", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(answer.body) == body
    assert len(answer.body) < len(body) / 3
