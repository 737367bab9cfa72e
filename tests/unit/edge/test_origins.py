"""Simulated callers: only tokens that the server gave out count."""

from typing import Any

import pytest

from apiglab.edge.origins import HEADER, Origins, parse_origin
from apiglab.edge.refusals import RefusedError
from apiglab.model.http import Headers
from apiglab.model.origin import Origin

ORIGIN = Origin(source_ip="198.51.100.7", vpc_endpoint_id="vpce-0123456789abcdef0", country="DE")


def test_a_token_says_where_the_caller_stands_and_is_taken_off() -> None:
    """Nothing behind the edge sees it. fact: callers.simulated"""
    origins = Origins()
    headers = Headers([("Host", "x"), ("x-apiglab-caller", origins.issue(ORIGIN)), ("X-One", "1")])

    assert origins.take(headers) == (Headers([("Host", "x"), ("X-One", "1")]), ORIGIN)


@pytest.mark.parametrize("tampered", ["", "x", ".", "e30=.00", "a.b.c", "é.é"])
def test_a_token_of_nobody_s_is_refused(tampered: str) -> None:
    """It is not ignored: the caller would stand elsewhere than it thinks. fact: callers.simulated"""
    with pytest.raises(RefusedError) as refused:
        Origins().take(Headers([(HEADER, tampered)]))

    assert refused.value.response.status == 403


def test_a_token_that_was_changed_or_doubled_or_of_another_server_is_refused() -> None:
    """Each server has a secret of its own. fact: callers.simulated"""
    origins = Origins()
    token = origins.issue(ORIGIN)
    said, _, seal = token.partition(".")
    other, _, _ = origins.issue(Origin(country="FR")).partition(".")

    for headers in (
        [(HEADER, f"{other}.{seal}")],
        [(HEADER, f"{said}.{seal[:-1]}")],
        [(HEADER, token), (HEADER, token)],
        [(HEADER, Origins().issue(ORIGIN))],
    ):
        with pytest.raises(RefusedError):
            origins.take(Headers(headers))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"source_ip": 7},
        {"source_ip": "example.com"},
        {"vpc_endpoint_id": "vpc-1"},
        {"vpc_endpoint_id": "vpce-0123456789abcdef0.example"},
        {"country": "Germany"},
        {"account": "123456789012"},
    ],
)
def test_a_place_that_is_none_is_refused(said: dict[str, Any]) -> None:
    """No token is made for it."""
    with pytest.raises(ValueError, match=r"."):
        parse_origin(said)


def test_a_place_may_be_told_in_part() -> None:
    """What is not said is as it is."""
    assert parse_origin({"source_ip": "2001:db8::1"}) == Origin(source_ip="2001:db8::1")
