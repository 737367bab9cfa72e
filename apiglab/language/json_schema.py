"""Models: JSON schemas of draft 4, which may refer to each other, and the words in which a body's faults are told.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

REFERENCE = re.compile(r"https://apigateway\.amazonaws\.com/restapis/[^/]+/models/(?P<name>[A-Za-z0-9]+)")
"""The ``$ref`` by which a model refers to another model of its API."""


class ModelError(Exception):
    """A model is no schema that can be checked against."""


class ModelSchema:
    """One compiled model."""

    __slots__ = ("_validator",)

    def __init__(self, schema: str, models: Mapping[str, str]) -> None:
        """Compile ``schema``; it may refer to ``models``, the API's schemas by name. Raises ``ModelError``."""

        def retrieve(uri: str) -> Any:
            found = REFERENCE.fullmatch(uri)
            if found is None or found["name"] not in models:
                raise ModelError(f"no model at {uri}")
            return json.loads(models[found["name"]])

        try:
            self._validator = jsonschema_rs.Draft4Validator(
                json.loads(schema),
                retriever=retrieve,
                validate_formats=True,
                pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000),
            )
        except (ValueError, jsonschema_rs.ReferencingError, ModelError) as error:
            raise ModelError(str(error)) from error

    def faults(self, document: Any) -> tuple[str, ...]:
        """What is wrong with a parsed document, in the words of ``$context.error.validationErrorString``."""
        return tuple(_words(error) for error in self._validator.iter_errors(document))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _type_of(value: Any) -> str:
    names: tuple[tuple[type, str], ...] = (
        (bool, "boolean"),
        (int, "integer"),
        (float, "number"),
        (str, "string"),
        (list, "array"),
        (dict, "object"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "null")


# Worded as by the Java library that AWS checks with; fact: validation.error-strings
_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "required": lambda kind, _: f"object has missing required properties ({_json([kind.property])})",
    "type": lambda kind, value: (
        f"instance type ({_type_of(value)}) does not match any allowed primitive type "
        f"(allowed: {_json(sorted(kind.types))})"
    ),
    "enum": lambda kind, value: (
        f"instance value ({_json(value)}) not found in enum (possible values: {_json(kind.options)})"
    ),
    "minimum": lambda kind, value: (
        f"numeric instance is lower than the required minimum (minimum: {_json(kind.limit)}, found: {_json(value)})"
    ),
    "maximum": lambda kind, value: (
        f"numeric instance is greater than the required maximum (maximum: {_json(kind.limit)}, found: {_json(value)})"
    ),
    "multipleOf": lambda kind, value: f"remainder of division is not zero ({_json(value)} / {_json(kind.multiple_of)})",
    "minLength": lambda kind, value: (
        f"string {_json(value)} is too short (length: {len(value)}, required minimum: {kind.limit})"
    ),
    "maxLength": lambda kind, value: (
        f"string {_json(value)} is too long (length: {len(value)}, maximum allowed: {kind.limit})"
    ),
    "pattern": lambda kind, value: f'ECMA 262 regex "{kind.pattern}" does not match input string {_json(value)}',
    "minItems": lambda kind, value: (
        f"array is too short: must have at least {kind.limit} elements but instance has {len(value)} elements"
    ),
    "maxItems": lambda kind, value: (
        f"array is too long: must have at most {kind.limit} elements but instance has {len(value)} elements"
    ),
    "uniqueItems": lambda _, __: "array must not contain duplicate elements",
    "minProperties": lambda kind, value: (
        f"object has too few properties (found {len(value)} but schema requires at least {kind.limit})"
    ),
    "maxProperties": lambda kind, value: (
        f"object has too many properties (found {len(value)} but schema requires at most {kind.limit})"
    ),
    "additionalProperties": lambda kind, _: (
        f"object instance has properties which are not allowed by the schema: {_json(kind.unexpected)}"
    ),
    "anyOf": lambda kind, _: f"instance failed to match at least one required schema among {len(kind.context)}",
    "oneOf": lambda _, __: "instance failed to match exactly one schema",
    "not": lambda _, __: "instance matched a schema which it should not have",
    "format": lambda kind, value: f"string {_json(value)} is invalid against the format {_json(kind.format)}",
}


def _words(error: Any) -> str:
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.BacktrackLimitExceeded):
        return f"a pattern took too long to match input string {_json(error.instance)}"
    worded = _WORDS.get(error.kind.name)
    return worded(error.kind, error.instance) if worded else str(error.message)
