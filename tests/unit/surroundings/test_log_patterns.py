"""Filter patterns of CloudWatch Logs choose among messages."""

import json

import pytest

from apiglab.surroundings.log_patterns import PatternError, compile_pattern

EVENT = json.dumps(
    {
        "status": 502,
        "text": "502",
        "ip": "123.123.4.5",
        "route": "GET /pets",
        "cached": False,
        "user": None,
        "items": [{"id": "a"}, {"id": "b"}],
        "a.b": 1,
        "inner": {"took-ms": 12.5},
    }
)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("{ $.status = 502 }", True),
        ("{$.status=502}", True),
        ("{ $.status = 5* }", True),
        ('{ $.status = "502" }', False),
        ("{ $.text = 502 }", True),
        ('{ $.text = "5*" }', True),
        ("{ $.status != 500 }", True),
        ("{ $.missing != 500 }", False),
        ("{ $.status >= 500 && $.status < 600 }", True),
        ("{ $.text >= 500 }", False),
        ("{ $.ip = 123.123.* }", True),
        ('{ $.route = "GET /pets" }', True),
        ('{ $.route = "GET" }', False),
        ("{ $.cached IS FALSE }", True),
        ("{ $.cached IS TRUE }", False),
        ("{ $.user IS NULL }", True),
        ("{ $.missing IS NULL }", False),
        ("{ $.missing NOT EXISTS }", True),
        ("{ $.status NOT EXISTS }", False),
        ("{ $.items[1].id = b }", True),
        ("{ $.items[2].id NOT EXISTS }", True),
        ("{ $.inner.took-ms > 12 }", True),
        ("{ $['a.b'] = 1 }", True),
        ("{ $.status = 1 && $.status = 2 || $.status = 502 }", True),
        ("{ $.status = 1 && ($.status = 2 || $.status = 502) }", False),
    ],
)
def test_a_condition_looks_at_properties(pattern: str, matches: bool) -> None:
    """fact: logs.json-pattern, logs.json-numbers"""
    assert compile_pattern(pattern)(EVENT) is matches


@pytest.mark.parametrize("message", ["no JSON", "[502]", "502", ""])
def test_what_is_no_object_matches_no_condition(message: str) -> None:
    """fact: logs.json-pattern"""
    assert not compile_pattern("{ $.status NOT EXISTS }")(message)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("", True),
        ("ERROR", True),
        ("error", False),
        ("ERROR lost", True),
        ("ERROR found", False),
        ('"was lost"', True),
        ('"lost was"', False),
        ("?found ?lost", True),
        ("?found ?kept", False),
        ("ERROR -lost", False),
        ("ERROR -kept", True),
    ],
)
def test_terms_are_looked_for_in_the_text(pattern: str, matches: bool) -> None:
    """All of them, in any order, as they are written. fact: logs.terms"""
    assert compile_pattern(pattern)("ERROR: the line was lost") is matches


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.status = 500",
        "{ status = 500 }",
        "{ $.status }",
        "{ $.status = }",
        "{ $.status > many }",
        "{ ($.status = 1 }",
        "{ $.status = 1 $.status = 2 }",
        "{ $.status ~ 1 }",
        "{ }",
        "{ $.status = %5..% }",
        "[ip, user, status = 500]",
        "%ERROR%",
    ],
)
def test_what_cannot_be_read_is_refused(pattern: str) -> None:
    """Rather than letting every event pass. fact: logs.json-pattern, logs.unsupported-patterns"""
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_a_pattern_of_many_stars_is_answered_at_once() -> None:
    """What a star may skip is found from the left and never tried again."""
    matches = compile_pattern("{ $.text = " + "*a" * 300 + " }")

    assert matches(json.dumps({"text": "a" * 300})) is True
    assert matches(json.dumps({"text": "a" * 60_000 + "b"})) is False


def test_an_event_that_is_nested_too_deeply_matches_nothing() -> None:
    """And is no error."""
    assert compile_pattern("{ $.status = 502 }")('{"status":' * 100_000) is False


def test_parentheses_have_a_depth() -> None:
    """A pattern of nothing but parentheses is refused, as any that cannot be read."""
    assert compile_pattern("{ " + "(" * 100 + "$.status = 502" + ")" * 100 + " }")(EVENT) is True
    with pytest.raises(PatternError, match="more than 100 deep"):
        compile_pattern("{ " + "(" * 101 + "$.status = 502" + ")" * 101 + " }")
