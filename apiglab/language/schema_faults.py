"""What is wrong with a body, in the words of ``$context.error.validationErrorString``.

AWS checks bodies with the Java library json-schema-validator, whose reports these are: one for all members that lack,
one for a whole ``allOf``, ``anyOf`` or ``oneOf``. fact: validation.error-strings
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs

Fetch = Callable[[Any, str], tuple[Any, Any]]
"""From a document and a ``$ref`` in it to the document that it points into, and the schema that it points to."""

_NAMED = frozenset({"properties", "patternProperties", "dependencies", "allOf"})
_DEEPER = frozenset({"properties", "patternProperties", "additionalProperties", "items", "additionalItems"})


def describe(errors: list[Any], schema: Any, fetch: Fetch) -> tuple[str, ...]:
    """The reports of ``errors``, in the order in which they were found."""
    reports: dict[Any, str] = {}
    gathered: dict[Any, set[Any]] = {}
    for error in errors:
        path, where = tuple(error.evaluation_path), tuple(error.instance_path)
        passed = list(_passed(path, schema, fetch))
        all_of = next(((at, node, depth) for at, node, depth in passed if path[at] == "allOf"), None)
        if all_of is not None:
            at, node, depth = all_of
            key: Any = (path[: at + 1], where[:depth])
            failed = gathered.setdefault(key, set())
            failed.add(path[at + 1])
            total = len(node["allOf"])
            matched = total - len(failed)
            reports[key] = f"instance failed to match all required schemas (matched only {matched} out of {total})"
        elif error.kind.name == "required" and path[-1] == "required":
            key = (path, where)
            missing = gathered.setdefault(key, set())
            missing.add(error.kind.property)
            reports[key] = f"object has missing required properties ({_json(sorted(missing))})"
        elif error.kind.name == "required" and passed:
            for report in _dependencies(passed[-1][1]["dependencies"], error.instance):
                reports[path, where, report] = report
        else:
            reports[path, where] = _words(error)
    return tuple(reports.values())


def _passed(path: tuple[Any, ...], schema: Any, fetch: Fetch) -> Iterator[tuple[int, Any, int]]:
    """Each schema on ``path``: where its keyword stands there, the schema, and how deep in the instance it is asked."""
    document, at, depth = schema, 0, 0
    node: Any = schema
    while at < len(path) and isinstance(node, dict):
        keyword = path[at]
        yield at, node, depth
        at += 1
        if keyword == "$ref":
            document, node = fetch(document, node["$ref"])
            continue
        node = node.get(keyword)
        if at < len(path) and (keyword in _NAMED or isinstance(node, list)):
            node = node[path[at]]
            at += 1
        depth += keyword in _DEEPER


def _dependencies(dependencies: Mapping[str, Any], instance: Mapping[str, Any]) -> Iterator[str]:
    for name, needed in dependencies.items():
        if name in instance and isinstance(needed, list):
            missing = sorted(each for each in needed if each not in instance)
            if missing:
                yield (
                    f"property {_json(name)} of object has missing property dependencies "
                    f"(schema requires {_json(sorted(needed))}; missing: {_json(missing)})"
                )


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


_DATES = "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"
_FORMATS = {
    "date-time": f"is invalid against requested date format(s) {_DATES}",
    "date": "is invalid against requested date format(s) yyyy-MM-dd",
    "email": "is not a valid email address",
    "hostname": "is not a valid hostname",
    "ipv4": "is not a valid IPv4 address",
    "ipv6": "is not a valid IPv6 address",
    "regex": "is not a valid ECMA 262 regular expression",
    "uri": "is not a valid URI",
}

_WORDS: dict[str, Callable[[Any, Any], str]] = {
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
    "exclusiveMinimum": lambda kind, _: (
        f"numeric instance is not strictly greater than the required minimum {_json(kind.limit)}"
    ),
    "exclusiveMaximum": lambda kind, _: (
        f"numeric instance is not strictly lower than the required maximum {_json(kind.limit)}"
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
    "additionalItems": lambda kind, value: (
        f"schema only allows {kind.limit} elements in array but instance has {len(value)} elements"
    ),
    "uniqueItems": lambda _, __: "array must not contain duplicate elements",
    "minProperties": lambda kind, value: (
        f"object has too few properties (found {len(value)} but schema requires at least {kind.limit})"
    ),
    "maxProperties": lambda kind, value: (
        f"object has too many properties (found {len(value)} but schema requires at most {kind.limit})"
    ),
    "additionalProperties": lambda kind, _: (
        f"object instance has properties which are not allowed by the schema: {_json(sorted(kind.unexpected))}"
    ),
    "anyOf": lambda kind, _: f"instance failed to match at least one required schema among {len(kind.context)}",
    "oneOf": lambda kind, _: (
        f"instance failed to match exactly one schema (matched {sum(not each for each in kind.context)} "
        f"out of {len(kind.context)})"
    ),
    "not": lambda _, __: "instance matched a schema which it should not have",
    "format": lambda kind, value: f"string {_json(value)} {_FORMATS.get(kind.format, f'is no {kind.format}')}",
}


def _words(error: Any) -> str:
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.BacktrackLimitExceeded):
        return f"a pattern took too long to match input string {_json(error.instance)}"
    worded = _WORDS.get(error.kind.name)
    return worded(error.kind, error.instance) if worded else str(error.message)
