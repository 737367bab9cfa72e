"""One AWS service as its clients know it: botocore's model, read when it is first needed."""

from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from apiglab.control.protocol.routes import Routes
from apiglab.control.protocol.shapes import Location, Member, Operation, Shape


class Service:
    """A service by botocore's name for it: ``apigateway``, ``apigatewayv2``."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Every operation by its name. The first look reads the model, which takes a tenth of a second."""
        return _load(self.name)

    @cached_property
    def routes(self) -> Routes:
        """Every operation by its HTTP request."""
        return Routes(self.operations.values())


def _load(name: str) -> dict[str, Operation]:
    # Imported here and not above: botocore takes 0.2 s, which `apiglab serve` would spend before its ready line.
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    model = ServiceModel(Loader().load_service_model(name, "service-2"))
    shapes: dict[str, Shape] = {}
    return {each: _operation(model.operation_model(each), shapes) for each in model.operation_names}


def _operation(model: Any, shapes: dict[str, Shape]) -> Operation:
    path, _, query = model.http["requestUri"].partition("?")
    nothing = Shape("Unit", "structure")
    return Operation(
        name=model.name,
        http_method=model.http["method"],
        segments=tuple(path.removeprefix("/").split("/")),
        fixed_query=tuple(parse_qsl(query, keep_blank_values=True)),
        status=int(model.http.get("responseCode", 200)),
        input=_shape(model.input_shape, shapes) if model.input_shape else nothing,
        output=_shape(model.output_shape, shapes) if model.output_shape else None,
    )


def _shape(model: Any, shapes: dict[str, Shape]) -> Shape:
    if model.name in shapes:
        return shapes[model.name]
    metadata = model.metadata
    shape = shapes[model.name] = Shape(
        model.name,
        model.type_name,
        enum=tuple(metadata.get("enum", ())),
        pattern=metadata.get("pattern"),
        minimum=metadata.get("min"),
        maximum=metadata.get("max"),
        payload=model.serialization.get("payload"),
    )
    if model.type_name == "structure":
        required = frozenset(model.required_members)
        shape.members = {
            name: _member(name, member, shapes, required=name in required) for name, member in model.members.items()
        }
    elif model.type_name == "list":
        shape.element = _shape(model.member, shapes)
    elif model.type_name == "map":
        shape.element = _shape(model.value, shapes)
    return shape


def _member(name: str, model: Any, shapes: dict[str, Shape], *, required: bool) -> Member:
    location: Location = model.serialization.get("location", "body")
    return Member(name, model.serialization.get("name", name), location, _shape(model, shapes), required)
