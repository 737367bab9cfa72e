"""The constraints a service's model states, and AWS's words for those an input breaks.

How AWS does this
-----------------
All broken constraints are told in one ValidationException. Members of the body come first, named
``{operation}Input.{member}``; members of the URI and the query string follow, named by themselves. List elements are
``patchOperations.1.member.op``, counted from 1. Which order an enum's values are printed in is AWS's secret: those
recorded from AWS stand in ``ENUM_ORDER``, all others are printed in the model's order.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from apiglab.control.protocol.errors import validation
from apiglab.control.protocol.names import lower_first
from apiglab.control.protocol.parse import Params
from apiglab.control.protocol.shapes import Operation, Shape

ENUM_ORDER: dict[str, tuple[str, ...]] = {
    "GatewayResponseType": (
        "REQUEST_TOO_LARGE",
        "RESOURCE_NOT_FOUND",
        "AUTHORIZER_CONFIGURATION_ERROR",
        "MISSING_AUTHENTICATION_TOKEN",
        "BAD_REQUEST_BODY",
        "INVALID_SIGNATURE",
        "INVALID_API_KEY",
        "BAD_REQUEST_PARAMETERS",
        "AUTHORIZER_FAILURE",
        "UNAUTHORIZED",
        "INTEGRATION_TIMEOUT",
        "ACCESS_DENIED",
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "WAF_FILTERED",
        "QUOTA_EXCEEDED",
        "THROTTLED",
        "API_CONFIGURATION_ERROR",
        "UNSUPPORTED_MEDIA_TYPE",
        "INTEGRATION_FAILURE",
        "EXPIRED_TOKEN",
    ),
    "IntegrationType": ("HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"),
    "DocumentationPartType": (
        "RESPONSE_BODY",
        "RESPONSE",
        "METHOD",
        "MODEL",
        "AUTHORIZER",
        "RESPONSE_HEADER",
        "RESOURCE",
        "PATH_PARAMETER",
        "REQUEST_BODY",
        "QUERY_PARAMETER",
        "API",
        "REQUEST_HEADER",
    ),
    "EndpointType": ("PRIVATE", "EDGE", "REGIONAL"),
    "Op": ("add", "remove", "move", "test", "replace", "copy"),
}
"""Enum values in the order AWS prints them, where a real answer was recorded."""


def validate_input(operation: Operation, params: Params) -> None:
    """Raise AWS's ValidationException where ``params`` break the model's constraints."""
    prefix = f"{lower_first(operation.name)}Input."
    in_body: list[str] = []
    elsewhere: list[str] = []
    for member in operation.input.members.values():
        body = member.location == "body"
        path = f"{prefix}{member.name}" if body else member.name
        complaints = in_body if body else elsewhere
        complaints.extend(_complaints(params.get(member.name), member.shape, path, required=member.required))
    if in_body or elsewhere:
        raise validation(in_body + elsewhere)


def _complaints(value: Any, shape: Shape, path: str, *, required: bool = False) -> Iterator[str]:
    if value is None:
        if required:
            yield f"Value null at '{path}' failed to satisfy constraint: Member must not be null"
    elif shape.kind == "structure":
        for name, member in shape.members.items():
            yield from _complaints(value.get(name), member.shape, f"{path}.{name}", required=member.required)
    elif shape.kind == "list":
        yield from _list_complaints(value, shape, path)
    elif shape.kind == "map":
        element = shape.element or shape
        for name, each in value.items():
            yield from _complaints(each, element, f"{path}.{name}.member")
    else:
        for constraint in _broken(value, shape):
            yield f"Value '{_printed(value)}' at '{path}' failed to satisfy constraint: {constraint}"


def _list_complaints(value: tuple[Any, ...], shape: Shape, path: str) -> Iterator[str]:
    element = shape.element or shape
    if element.kind in ("structure", "list", "map"):
        for number, each in enumerate(value, 1):
            yield from _complaints(each, element, f"{path}.{number}.member")
        return
    # A list of scalars is named as a whole, with the constraint of its elements in brackets.
    broken = next((constraint for each in value if each is not None for constraint in _broken(each, element)), None)
    if broken is not None:
        printed = ", ".join(_printed(each) for each in value)
        constraint = f"Member must satisfy constraint: [{broken}]"
        yield f"Value '[{printed}]' at '{path}' failed to satisfy constraint: {constraint}"


def _broken(value: Any, shape: Shape) -> Iterator[str]:
    """The constraints of a scalar that ``value`` breaks."""
    if shape.enum and value not in shape.enum:
        printed = ", ".join(ENUM_ORDER.get(shape.name, shape.enum))
        yield f"Member must satisfy enum value set: [{printed}]"
    if shape.pattern is not None and not _compiled(shape.pattern).fullmatch(str(value)):
        yield f"Member must satisfy regular expression pattern: {shape.pattern}"
    size = len(value) if isinstance(value, (str, bytes)) else value
    word = "length" if isinstance(value, (str, bytes)) else "value"
    if shape.minimum is not None and size < shape.minimum:
        yield f"Member must have {word} greater than or equal to {shape.minimum}"
    if shape.maximum is not None and size > shape.maximum:
        yield f"Member must have {word} less than or equal to {shape.maximum}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
