"""Lesson 12a, exercise 3: write a canonical request."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

HOST = {"Host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", "X-Amz-Date": "20261127T120000Z"}


class Case(NamedTuple):
    """A request, and what a wrong canonical request of it tells."""

    finding: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    rule: str


CASES = (
    Case("plain-request", "GET", "/dev/pets", {}, HOST, b"", "Six parts, one below the other: see the lesson, part 3."),
    Case("verb-is-fixed", "POST", "/dev/pets", {}, HOST, b"", "The first line is the request's own verb."),
    Case("query-is-left-out", "GET", "/dev/pets", {"a": "1"}, HOST, b"", "The third line is the query: name=value."),
    Case(
        "query-is-not-sorted",
        "GET",
        "/dev/pets",
        {"species": "dog", "limit": "5", "a": "1"},
        HOST,
        b"",
        "Parameters are sorted by their names.",
    ),
    Case(
        "query-is-not-encoded",
        "GET",
        "/dev/pets",
        {"name": "Rex & Ada"},
        HOST,
        b"",
        "Names and values are percent-encoded: a space is %20, an ampersand %26.",
    ),
    Case(
        "headers-are-not-sorted",
        "GET",
        "/dev/pets",
        {},
        {"X-Shop": "north", **HOST, "Accept": "application/json"},
        b"",
        "Headers are sorted by their names in small letters, in the list and in the line of names.",
    ),
    Case(
        "headers-are-not-trimmed",
        "GET",
        "/dev/pets",
        {},
        {**HOST, "X-Shop": "  north   gate "},
        b"",
        "Spaces around a value are dropped, and several within it become one.",
    ),
    Case("body-is-left-out", "POST", "/dev/pets", {}, HOST, b'{"name": "Rex"}', "The last line is the body's SHA-256."),
)


def expected(case: Case) -> str:
    """The canonical request as AWS makes it."""
    query = "&".join(f"{_encoded(name)}={_encoded(case.query[name])}" for name in sorted(case.query))
    headers = sorted((name.lower(), " ".join(value.split())) for name, value in case.headers.items())
    return "\n".join(
        (
            case.method,
            case.path,
            query,
            "".join(f"{name}:{value}\n" for name, value in headers),
            ";".join(name for name, _ in headers),
            hashlib.sha256(case.body).hexdigest(),
        )
    )


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's canonical requests with AWS's, case by case."""
    if finding := not_a_function(attempt, "canonical_request"):
        return failed(finding)
    plain = CASES[0]
    if attempt(plain.method, plain.path, {}, dict(plain.headers), b"") is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "The same text as AWS makes, and so the same hash.",
        "a path with special characters is encoded, too, and for most services twice. botocore knows.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    answer = attempt(case.method, case.path, dict(case.query), dict(case.headers), case.body)
    wanted = expected(case)
    if answer == wanted:
        return None
    if not isinstance(answer, str):
        return Diagnosis(
            id="not-a-text",
            expected="the canonical request, a text",
            got=shown(answer),
            cause="Return one text, its parts joined by line breaks.",
            next_look="the return at the end of your function",
        )
    return Diagnosis(
        id=case.finding,
        expected=_differing(wanted, answer),
        got=_differing(answer, wanted),
        cause=case.rule,
        next_look="print both texts line by line; repr shows what is not to be seen",
    )


def _differing(text: str, other: str) -> str:
    """The first line of a text that the other does not have in its place."""
    lines, others = text.split("\n"), other.split("\n")
    for number, line in enumerate(lines):
        if number >= len(others) or others[number] != line:
            return f"line {number + 1}: {line!r}"
    return f"{len(lines)} lines"


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
