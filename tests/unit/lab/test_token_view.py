"""A token made readable: its claims in plain words, its end, and what a guard would refuse it for."""

from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.token_view import read_token
from tests.unit.lab.token_builders import ACCESS, ID, NOW, POOL, token


def test_a_token_is_read_claim_by_claim() -> None:
    """With what each means, when it ends, and that nothing is proved."""
    view = read_token(f"Bearer {token(ID)}", now=NOW)

    told = repr(view)
    assert told.startswith("Good for 59 minutes more.")
    assert "the user's name in the pool" in told
    assert "2027-01-15 08:59:00 UTC" in told
    assert "Read, not verified" in told
    assert (view.problems, view.seconds_left) == ((), 3_540)
    assert "<caption>Claims</caption>" in view._repr_html_()


@pytest.mark.parametrize(
    ("claims", "header", "expected", "problems"),
    [
        (ID, None, {"issuer": POOL, "client_id": "app"}, ()),
        (ACCESS, None, {"issuer": POOL, "scopes": ["orders/read"]}, ()),
        (ID, {"alg": "none"}, {}, ("alg is none: only RS256 counts, whatever a token says",)),
        ({**ID, "exp": NOW}, None, {}, ("exp is in the past",)),
        ({**ID, "exp": "soon"}, None, {}, ("exp is no time: a token has to say when it ends",)),
        ({**ID, "iat": NOW + 1}, None, {}, ("it is from the future",)),
        (ID, None, {"issuer": "https://other"}, (f"iss is {POOL}, another user pool",)),
        (ID, None, {"issuer": POOL, "client_id": "other"}, ("it is for another app client",)),
        (
            ID,
            None,
            {"scopes": ["orders/read"]},
            ("token_use is not access: a method with scopes takes access tokens",),
        ),
        (ACCESS, None, {"scopes": ["orders/write"]}, ("scope has none of orders/write",)),
        (ACCESS, None, {"issuer": POOL}, ("token_use is not id: a method without scopes takes ID tokens",)),
    ],
)
def test_what_a_guard_would_refuse_is_told(claims: Any, header: Any, expected: Any, problems: tuple[str, ...]) -> None:
    """As far as it looks before the signature. facts: jwt.rs256, cognito.token-use, cognito.refusals"""
    assert read_token(token(claims, header), now=NOW, **expected).problems == problems


@pytest.mark.parametrize(
    ("exp", "state"),
    [
        (NOW + 172_800, "Good for 2 days more."),
        (NOW + 3_600, "Good for 1 hour more."),
        (NOW + 30, "Good for 30 seconds more."),
        (NOW - 7_200, "Over, 2 hours ago."),
        ("soon", "It does not say when it ends."),
        (1e300, "It does not say when it ends."),
        (10**401, "It does not say when it ends."),
        (float("nan"), "It does not say when it ends."),
    ],
)
def test_its_end_is_told_in_words(exp: Any, state: str) -> None:
    """By the lab's time."""
    assert repr(read_token(token({"exp": exp}), now=NOW)).startswith(state)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "it has 1 parts, and a token has three, between dots"),
        ("a.b", "it has 2 parts, and a token has three, between dots"),
        (token([]), "its claims is JSON, but no object"),
    ],
)
def test_what_is_no_token_is_told(text: str, what: str) -> None:
    """Where it breaks."""
    with pytest.raises(LabError) as refused:
        read_token(text, now=NOW)

    assert refused.value.what == what


@pytest.mark.parametrize("text", ["%%%.%%%.x", "YQ.YQ.x", "é.é.x"])
def test_garbage_is_no_json(text: str) -> None:
    """Whatever is in it."""
    with pytest.raises(LabError, match="no JSON in base64"):
        read_token(text, now=NOW)
