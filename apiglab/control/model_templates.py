"""A mapping template generated from a model: its shape, filled with sample values. fact: control.model-templates

https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html
"""

import json
from collections.abc import Mapping
from typing import Any

from apiglab.control import model_errors as errors
from apiglab.control.model_references import referred_model

DEEPEST = 32
"""Levels of objects and arrays that are written out."""

LARGEST = 2000
"""Values that are written out; models that refer to each other could make any number."""

_SAMPLES = {"string": '"foo"', "integer": "42", "number": "42", "boolean": "true", "null": "null"}
# AWS's own comment, which is for the template's author and not for us.
_LOOP = "##TO" + "DO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot)\n"


def sample_template(schema: str, schemas: Mapping[str, str]) -> str:
    """A template of the shape that ``schema`` describes; ``schemas`` are those of the API's models, by name."""
    return f"#set($inputRoot = $input.path('$'))\n{_Sampler(schemas).write(_parsed(schema), 0)}"


class _Sampler:
    """Writes one template."""

    def __init__(self, schemas: Mapping[str, str]) -> None:
        self._schemas = schemas
        self._root: dict[str, Any] = {}
        self._left = LARGEST

    def write(self, schema: Any, depth: int) -> str:
        """The sample of ``schema``, whose first line is indented already."""
        self._left -= 1
        if depth == 0:
            self._root = schema
        elif depth > DEEPEST or self._left < 0 or not isinstance(schema, dict):
            return "{}"
        outer = self._root
        for _ in range(DEEPEST):
            referring, schema = schema, self._resolved(schema)
            if schema is referring:
                break
        written = self._written(schema, depth)
        self._root = outer
        return written

    def _written(self, schema: dict[str, Any], depth: int) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((each for each in kind if each != "null"), "null")
        if kind == "array":
            return self._array(schema.get("items"), depth)
        if isinstance(kind, str) and kind in _SAMPLES:
            return _SAMPLES[kind]
        return self._object(schema.get("properties"), depth)

    def _object(self, properties: Any, depth: int) -> str:
        if not isinstance(properties, dict) or not properties:
            return "{ }"
        margin = "  " * (depth + 1)
        members = [f"{margin}{_literal(name)} : {self.write(each, depth + 1)}" for name, each in properties.items()]
        return "{\n" + ",\n".join(members) + "\n" + "  " * depth + "}"

    def _array(self, items: Any, depth: int) -> str:
        item = self.write(items if isinstance(items, dict) else {}, depth + 1)
        margin = "  " * depth
        return f"[\n{_LOOP}{margin}  {item}#if($foreach.hasNext),#end\n\n#end\n{margin}]"

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a reference leads to: another model, or a definition within this one; itself where it is none."""
        name = referred_model(schema, self._schemas)
        if name is not None:
            self._root = _parsed(self._schemas[name])
            return self._root
        target = schema.get("$ref")
        if isinstance(target, str) and target.startswith("#/definitions/"):
            definitions = self._root.get("definitions")
            found = definitions.get(target.removeprefix("#/definitions/")) if isinstance(definitions, dict) else None
            return found if isinstance(found, dict) else {}
        return schema


def _parsed(schema: str) -> dict[str, Any]:
    try:
        parsed = json.loads(schema)
    except (ValueError, RecursionError):
        raise errors.bad_schema() from None
    return parsed if isinstance(parsed, dict) else {}


def _literal(name: str) -> str:
    """A member's name in JSON, with what VTL would read as its own written so that it does not."""
    return json.dumps(name, ensure_ascii=False).replace("#", "\\u0023").replace("$", "\\u0024")
