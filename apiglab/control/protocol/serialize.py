"""From our frozen records to the members of an operation's output: exactly those that have a value."""

import json
from collections.abc import Mapping
from typing import Any

from apiglab.control.protocol.names import snake_case
from apiglab.control.protocol.shapes import Operation, Shape


def serialize_output(operation: Operation, output: object) -> bytes:
    """The answer's body: a record, or a mapping by AWS's member names, in the shape of the operation's output."""
    if operation.output is None or not operation.output.members:
        return b""
    return json_bytes(_wire(output, operation.output))


def json_bytes(value: Any) -> bytes:
    """Compact JSON in UTF-8; half a surrogate pair, which UTF-8 has no form for, is a question mark as Java has it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")


def _wire(value: Any, shape: Shape) -> Any:
    if value is None:
        return None
    if shape.kind == "structure":
        found = ((member, _read(value, name)) for name, member in shape.members.items())
        return {member.wire_name: _wire(each, member.shape) for member, each in found if each is not None}
    if shape.kind == "list" and shape.element is not None:
        return [_wire(each, shape.element) for each in value]
    if shape.kind == "map" and shape.element is not None:
        return {name: _wire(each, shape.element) for name, each in value.items()}
    if shape.kind == "timestamp":
        return int(value)  # AWS sends whole seconds since the epoch.
    return value


def _read(value: Any, name: str) -> Any:
    """A member by AWS's name: of a mapping that entry, of a record our field of that name."""
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, snake_case(name), None)
