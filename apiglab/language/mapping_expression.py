"""Parameter mapping expressions: where a mapped header's value comes from.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Source(StrEnum):
    """The kinds of places that a mapped value can come from."""

    STATIC = "'static'"
    CONTEXT = "context"
    STAGE_VARIABLE = "stageVariables"
    REQUEST_PATH = "method.request.path"
    REQUEST_QUERYSTRING = "method.request.querystring"
    REQUEST_MULTIVALUE_QUERYSTRING = "method.request.multivaluequerystring"
    REQUEST_HEADER = "method.request.header"
    REQUEST_MULTIVALUE_HEADER = "method.request.multivalueheader"
    REQUEST_BODY = "method.request.body"
    RESPONSE_HEADER = "integration.response.header"
    RESPONSE_MULTIVALUE_HEADER = "integration.response.multivalueheader"
    RESPONSE_BODY = "integration.response.body"


_NAMED = tuple(source for source in Source if source is not Source.STATIC)


@dataclass(frozen=True, slots=True)
class MappingExpression:
    """One parsed expression: the kind of source and the name within it."""

    source: Source
    name: str
    """A header's or variable's name, a static text, or a body's JSONPath (empty: the whole body)."""


def parse_mapping_expression(text: str) -> MappingExpression | None:
    """The parsed expression, or None where ``text`` is none that AWS knows."""
    if len(text) >= 2 and text.startswith("'") and text.endswith("'"):
        return MappingExpression(Source.STATIC, text[1:-1])
    for source in _NAMED:
        if text == source.value and source in (Source.REQUEST_BODY, Source.RESPONSE_BODY):
            return MappingExpression(source, "")
        if text.startswith(source.value + ".") and len(text) > len(source.value) + 1:
            return MappingExpression(source, text[len(source.value) + 1 :])
    return None
