"""From an operation's parsed input to our function's keyword arguments: our names, records, frozen maps."""

from collections.abc import Mapping
from typing import Any

from apiglab.control.protocol.names import snake_case
from apiglab.control.protocol.parse import Params
from apiglab.control.protocol.shapes import Operation, Shape
from apiglab.model.frozen import FrozenMap


def to_arguments(operation: Operation, params: Params, records: Mapping[str, type]) -> dict[str, Any]:
    """``params`` by our names; ``records`` says which class each structure becomes, by AWS's name of the shape."""
    members = operation.input.members
    return {snake_case(name): _value(value, members[name].shape, records) for name, value in params.items()}


def _value(value: Any, shape: Shape, records: Mapping[str, type]) -> Any:
    if value is None or shape.kind not in ("structure", "list", "map"):
        return value
    if shape.kind == "structure":
        fields = {snake_case(name): _value(each, shape.members[name].shape, records) for name, each in value.items()}
        record = records.get(shape.name)
        # A structure that no operation looks into needs no class of its own.
        return FrozenMap(fields) if record is None else record(**fields)
    element = shape.element or shape
    if shape.kind == "list":
        return tuple(_value(each, element, records) for each in value)
    return FrozenMap({name: _value(each, element, records) for name, each in value.items()})
