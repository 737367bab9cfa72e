"""References between models: a schema that carries all that it refers to. fact: control.flattened-models

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
"""

import json
from collections.abc import Mapping
from typing import Any

from apiglab.control import model_errors as errors
from apiglab.language.json_schema import REFERENCE


def flatten_schema(schema: str, schemas: Mapping[str, str]) -> str:
    """``schema`` with the models it refers to among its own ``definitions``; ``schemas`` are the API's, by name."""
    definitions: dict[str, Any] = {}
    wanted: list[str] = []
    flat = _read(schema, schemas, wanted)
    while wanted:
        name = wanted.pop()
        if name not in definitions:
            definitions[name] = _read(schemas[name], schemas, wanted)
    if definitions:
        own = flat.get("definitions")
        flat["definitions"] = {**definitions, **(own if isinstance(own, dict) else {})}
    try:
        return json.dumps(flat, ensure_ascii=False)
    except RecursionError:
        raise errors.bad_schema() from None


def referred_model(schema: Mapping[str, Any], schemas: Mapping[str, str]) -> str | None:
    """The name of the API's model that ``schema`` is a reference to, None where it is none."""
    target = schema.get("$ref")
    found = REFERENCE.fullmatch(target) if isinstance(target, str) else None
    return found["name"] if found and found["name"] in schemas else None


def _read(schema: str, schemas: Mapping[str, str], wanted: list[str]) -> dict[str, Any]:
    """A schema with references to other models turned into references within itself; their names join ``wanted``."""

    def turn(node: dict[str, Any]) -> dict[str, Any]:
        name = referred_model(node, schemas)
        if name is None:
            return node
        wanted.append(name)
        return {**node, "$ref": f"#/definitions/{name}"}

    try:
        read: dict[str, Any] = json.loads(schema, object_hook=turn)
    except (ValueError, RecursionError):
        raise errors.bad_schema() from None
    return read
