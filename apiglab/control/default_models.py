"""The two models that every new REST API has."""

import json
from collections.abc import Mapping

from apiglab.control.call import Call
from apiglab.model.rest import Model

_DRAFT_4 = "http://json-schema.org/draft-04/schema#"
_EMPTY = {"$schema": _DRAFT_4, "title": "Empty Schema", "type": "object"}
_ERROR = {
    "$schema": _DRAFT_4,
    "title": "Error Schema",
    "type": "object",
    "properties": {"message": {"type": "string"}},
}


def default_models(call: Call) -> dict[str, Model]:
    """``Empty`` and ``Error``, by name."""
    models = (
        _model(call, "Empty", "This is a default empty schema model", _EMPTY),
        _model(call, "Error", "This is a default error schema model", _ERROR),
    )
    return {model.name: model for model in models}


def _model(call: Call, name: str, description: str, schema: Mapping[str, object]) -> Model:
    return Model(id=call.new_id(6), name=name, description=description, schema=json.dumps(schema, indent=2))
