"""Which of the ways to get 403 was it?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import apiglab.gateway
from apiglab.gateway.access_log import OF_ACCESS_LOGS
from apiglab.lab.exchange import Exchange
from apiglab.lab.explanations import explain, ways
from apiglab.lab.journey import Journey
from apiglab.model.http import Headers
from tests.unit.lab.test_exchange import a_record, an_exchange

REASON = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
PASSED = frozenset(
    {
        "api_key.known",
        "authorization.cognito",
        "authorization.iam",
        "authorization.lambda",
        "authorization.none",
        "authorization.resource_policy",
        "caching.hit",
        "caching.invalidated",
        "caching.miss",
        "throttling.passed",
    }
)
"""Reasons of a step that let the request pass: there is nothing to explain."""


def reasons_of_the_gateway() -> Iterator[str]:
    """Every string in the gateway's source that has the form of a reason, and the one that has no dot."""
    for folder in apiglab.gateway.__path__:
        for path in Path(folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and REASON.fullmatch(node.value):
                    yield node.value
    yield "internal_error"


def refused(reason: str | None) -> Exchange:
    """A 403 with its journey."""
    return an_exchange(
        headers=Headers([("x-amzn-ErrorType", "MissingAuthenticationTokenException")]),
        body=b'{"message":"Missing Authentication Token"}',
        journey=Journey.from_json(a_record(reason=reason)) if reason else None,
    )


def test_every_reason_the_gateway_can_give_is_explained() -> None:
    """A new refusal comes with its explanation, or this test names it."""
    others = PASSED | set(OF_ACCESS_LOGS)
    said = {reason for reason in reasons_of_the_gateway() if not reason.startswith("apiglab.")} - others

    assert said - {way.reason for way in ways()} == set()


def test_each_reason_is_explained_once() -> None:
    """Two explanations for one reason would be one too many."""
    reasons = [way.reason for way in ways() if way.reason]

    assert len(reasons) == len(set(reasons))


def test_with_a_journey_the_one_way_is_told_and_the_others_are_named() -> None:
    """The client sees the same 403 for three different faults; the journey tells them apart."""
    explanation = explain(refused("routing.no_match"))

    assert explanation.first == "403 Forbidden at API key: routing.no_match"
    assert [way.title for way in explanation.found] == ["No resource has this path"]
    assert [way.title for way in explanation.others] == [
        "The resource has no such method",
        "The request is not signed",
    ]


def test_without_a_journey_every_way_that_looks_the_same_is_listed() -> None:
    """On AWS nobody tells which it was; the learner looks at each place in turn."""
    explanation = explain(refused(None))

    assert explanation.first == "403 Forbidden: without a journey, these ways are left."
    assert [way.reason for way in explanation.found] == [
        "routing.no_match",
        "routing.no_such_method",
        "authorization.iam.missing",
    ]


@pytest.mark.parametrize(
    ("status", "opening"), [(200, "200 OK: nothing was refused."), (404, "404 Not Found: every phase")]
)
def test_what_the_gateway_let_pass_is_not_blamed_on_it(status: int, opening: str) -> None:
    """A function that answers 404 means it."""
    steps = [{"phase": "Integration", "outcome": "passed"}]
    journey = Journey.from_json(a_record(status=status, reason=None, steps=steps))

    explanation = explain(an_exchange(status=status, headers=Headers(), journey=journey))

    assert (explanation.first.startswith(opening), explanation.found) == (True, ())


def test_an_explanation_says_what_why_where_and_which_call() -> None:
    """The text has all of it, on lines of their own."""
    text = repr(explain(refused("routing.no_match")))

    assert [line.split(" ")[2] for line in text.splitlines() if line.startswith("  ")] == [
        "-", "-", "-", "Look:", "Call:", "Read:"
    ]  # fmt: skip


def test_an_explanation_escapes_what_it_shows() -> None:
    """Reasons and titles are text."""
    html = explain(refused("routing.no_match"))._repr_html_()

    assert "&quot;" not in html.split("</style>")[0]
    assert "<summary>2 other ways to this answer, which it was not</summary>" in html
