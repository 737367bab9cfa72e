"""From an HTTP request to an operation's input: every member where the model puts it, as the type the model gives it.

How AWS does this
-----------------
Members of the URI, the query string and the headers are text and are converted. The body is a JSON object whose
unknown members are ignored and whose nulls count as absent; a value of another JSON type than the member's is a
SerializationException that speaks of the service's own Java classes.
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from apiglab.control.protocol.errors import ControlError, malformed_json, serialization, unconvertible
from apiglab.control.protocol.routes import Query
from apiglab.control.protocol.shapes import Member, Operation, Shape
from apiglab.model.http import HttpRequest

Params = dict[str, Any]
"""An operation's input by AWS's member names; absent members are left out."""

_INTEGERS = ("integer", "long")
_DECIMALS = ("float", "double")


def parse_query(query: str) -> Query:
    """The pairs of a raw query string, decoded, in order."""
    return tuple(parse_qsl(query, keep_blank_values=True))


def parse_input(operation: Operation, labels: Mapping[str, str], query: Query, request: HttpRequest) -> Params:
    """The operation's input as the request gives it, not validated yet."""
    shape = operation.input
    body = None if shape.payload else _json_object(shape, request.body)
    params: Params = {}
    for member in shape.members.values():
        value = _value(member, shape, labels, query, request, body)
        if value is not None:
            params[member.name] = value
    return params


def _value(
    member: Member,
    shape: Shape,
    labels: Mapping[str, str],
    query: Query,
    request: HttpRequest,
    body: Mapping[str, Any] | None,
) -> Any:
    """One member's value, or None where the request lacks it."""
    if member.location == "uri":
        return _from_text(labels.get(member.wire_name), member.shape)
    if member.location == "querystring":
        return _from_query(member, shape, query)
    if member.location == "header":
        return _from_text(request.headers.get(member.wire_name), member.shape)
    if shape.payload == member.name:
        return request.body or None
    return _from_json((body or {}).get(member.wire_name), member.shape)


def _from_query(member: Member, shape: Shape, query: Query) -> Any:
    values = [value for name, value in query if name == member.wire_name]
    if member.shape.kind == "list":
        return tuple(values) or None
    if member.shape.kind == "map":
        # A map in the query string takes every parameter that no other member is named after.
        taken = {other.wire_name for other in shape.members.values() if other is not member}
        return {name: value for name, value in query if name not in taken} or None
    return _from_text(values[0], member.shape) if values else None


def _from_text(text: str | None, shape: Shape) -> Any:
    """The value of a member that travels as text, or None where it is absent."""
    if text is None:
        return None
    if shape.kind == "boolean":
        return text.lower() == "true"
    try:
        if shape.kind in _INTEGERS:
            return int(text)
        if shape.kind in _DECIMALS:
            return float(text)
    except ValueError as error:
        raise unconvertible("class java.lang.String", _java_class(shape)) from error
    return text


def _json_object(shape: Shape, body: bytes) -> Mapping[str, Any] | None:
    """The request's body as a JSON object; None where there is none or where no member is read from it."""
    if not body.strip() or all(member.location != "body" for member in shape.members.values()):
        return None
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise malformed_json(str(error)) from error
    if not isinstance(value, dict):
        raise serialization("Unexpected field type")
    return value


def _refuse_constant(name: str) -> None:
    """NaN and the infinities, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is no JSON")


def _from_json(value: Any, shape: Shape) -> Any:
    """A JSON value as the shape's type; containers are read to the bottom."""
    if value is None:
        return None
    if shape.kind == "structure":
        return _structure(value, shape)
    if shape.kind == "map":
        if not isinstance(value, dict):
            raise wrong_container(value)
        # A null among a map's strings stays (an emptied template is one); a flag that is null is not set.
        empty = False if _element(shape).kind == "boolean" else None
        return {name: empty if each is None else _from_json(each, _element(shape)) for name, each in value.items()}
    if shape.kind == "list":
        if not isinstance(value, list):
            raise wrong_container(value)
        return tuple(_from_json(each, _element(shape)) for each in value if each is not None)
    return _scalar(value, shape)


def _structure(value: Any, shape: Shape) -> Params:
    if not isinstance(value, dict):
        raise wrong_container(value)
    found = {name: _from_json(value.get(member.wire_name), member.shape) for name, member in shape.members.items()}
    return {name: each for name, each in found.items() if each is not None}


def _scalar(value: Any, shape: Shape) -> Any:
    kind = shape.kind
    if isinstance(value, (dict, list)):
        found = "structure or map" if isinstance(value, dict) else "list"
        raise serialization(f"Start of {found} found where not expected.")
    if kind == "string" and isinstance(value, str):
        return value
    if kind == "boolean" and isinstance(value, bool):
        return value
    if (
        kind in (*_INTEGERS, *_DECIMALS, "timestamp")
        and isinstance(value, (int, float))
        and not isinstance(value, bool)
    ):
        return _number(value, kind)
    if kind == "blob" and isinstance(value, str):
        return _decoded(value)
    raise unconvertible(_found_class(value), _java_class(shape))


def _number(value: float, kind: str) -> float:
    try:
        # AWS's "TruncatingBigNumber": a fraction of an integer is cut off.
        number = int(value) if kind in _INTEGERS else float(value)
    except OverflowError:
        raise serialization("Number out of range") from None
    if not math.isfinite(number):
        raise serialization("Number out of range")
    return number


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise unconvertible("class java.lang.String", "a Blob") from error


def _element(shape: Shape) -> Shape:
    if shape.element is None:
        raise TypeError(f"{shape.name} is no list and no map")
    return shape.element


def wrong_container(value: Any) -> ControlError:
    """AWS's complaint about a value where an object or an array is due."""
    return serialization(f"Unrecognized collection type {_found_class(value)}")


def _found_class(value: Any) -> str:
    """The Java class by which AWS's JSON reader knows ``value``."""
    if isinstance(value, bool):
        return "class java.lang.Boolean"
    if isinstance(value, str):
        return "class java.lang.String"
    if isinstance(value, dict):
        return "class java.util.LinkedHashMap"
    if isinstance(value, list):
        return "class java.util.ArrayList"
    return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"


def _java_class(shape: Shape) -> str:
    """The type AWS names as the one it wanted: ``an String``, as AWS spells it."""
    names = {"string": "an String", "boolean": "an Boolean", "integer": "an Integer", "long": "a Long"}
    return names.get(shape.kind, f"a {shape.kind.capitalize()}")
