"""Patterns, substitutions and mapping expressions."""

import pytest

from apiglab.language.mapping_expression import MappingExpression, Source, parse_mapping_expression
from apiglab.language.pattern import PatternTimeoutError, compile_pattern
from apiglab.language.substitution import Substitution


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [("4..", "404", True), ("4.", "404", False), (".+", "a\nb", False), (".*", "", True), ("(?s).*b", "a\nb", True)],
)
def test_whole_text_must_match(pattern: str, text: str, matches: bool) -> None:
    """A pattern matches all of a text or nothing, and the dot no line end: as Java's ``matches``."""
    assert compile_pattern(pattern).matches(text) is matches


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"\p{Alpha}+", "abc", True),
        (r".*\Q(not) found.\E.*", "Pet (not) found.", True),
        (r".*\Qa.b", "a.b", True),
        (r"\Qa.b\E", "axb", False),
        (r"\\Q", r"\Q", True),
        (r"a*+a", "aa", False),
        (r"(?<half>ab)\k<half>", "abab", True),
        (r"[a-z&&[^b]]+", "ac", True),
        (r"[a-z&&[^b]]+", "abc", False),
        (r"\x{41}\x42", "AB", True),
        (r"(?i)bad.*", "BAD REQUEST", True),
    ],
)
def test_java_has_a_syntax_of_its_own(pattern: str, text: str, matches: bool) -> None:
    """Quotations, intersections, possessive quantifiers, named groups. fact: pattern.java"""
    assert compile_pattern(pattern).matches(text) is matches


@pytest.mark.parametrize("pattern", ["(", "[", r"\x{FFFFFF}", "(" * 3000 + "a" + ")" * 3000, "a{2,1}", r"\k<none>"])
def test_what_is_no_pattern_matches_nothing(pattern: str) -> None:
    """However it fails to be one. fact: pattern.invalid-never-matches"""
    assert not compile_pattern(pattern).matches("a")


def test_deadline() -> None:
    """A match that backtracks without end is given up."""
    with pytest.raises(PatternTimeoutError):
        compile_pattern(r"((a|aa)+)+[cd]").matches("a" * 60 + "b")


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("no variables", "no variables"),
        ("$context.requestId", "<context.requestId>"),
        ("${context.requestId}x", "<context.requestId>x"),
        ("a $stageVariables.b $method.request.header.X-Y c", "a <stageVariables.b> <method.request.header.X-Y> c"),
        ("$context.", "$context."),
        ("$other.thing costs $5", "$other.thing costs $5"),
        ("${context.a", "${context.a"),
    ],
)
def test_substitution(text: str, rendered: str) -> None:
    """Names of the three kinds are replaced, all else stays as written."""
    assert Substitution(text).render(lambda name: f"<{name}>") == rendered


def test_substitution_without_value() -> None:
    """A variable without a value leaves nothing behind."""
    assert Substitution("[$context.none]").render(lambda name: None) == "[]"


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("'static'", MappingExpression(Source.STATIC, "static")),
        ("''", MappingExpression(Source.STATIC, "")),
        ("context.stage", MappingExpression(Source.CONTEXT, "stage")),
        ("stageVariables.x", MappingExpression(Source.STAGE_VARIABLE, "x")),
        ("method.request.header.X", MappingExpression(Source.REQUEST_HEADER, "X")),
        ("method.request.multivaluequerystring.x", MappingExpression(Source.REQUEST_MULTIVALUE_QUERYSTRING, "x")),
        ("method.request.body", MappingExpression(Source.REQUEST_BODY, "")),
        ("integration.response.body.a.b", MappingExpression(Source.RESPONSE_BODY, "a.b")),
        ("true", None),
        ("'", None),
        ("method.request.header.", None),
        ("method.request.cookie.x", None),
    ],
)
def test_mapping_expressions(text: str, expression: MappingExpression | None) -> None:
    """Each source that AWS knows is parsed, and nothing else."""
    assert parse_mapping_expression(text) == expression
