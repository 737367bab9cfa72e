"""Models: JSON schemas that an API's bodies are declared or checked by.

https://docs.aws.amazon.com/apigateway/latest/api/API_Model.html
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from apiglab.control import model_errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.model_references import flatten_schema
from apiglab.control.model_templates import sample_template
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.rest import Model

MODEL: PatchTable[Model] = PatchTable((scalar("/description", "description"), scalar("/schema", "schema")), LISTING)

_NAME = re.compile(r"[a-zA-Z0-9]+")


def create_model(
    call: Call,
    *,
    rest_api_id: str,
    name: str,
    content_type: str,
    description: str | None = None,
    schema: str | None = None,
) -> Output:
    """Create a model."""
    api = call.here.rest_api(rest_api_id)
    if not name:
        raise model_errors.empty_model_name()
    if not _NAME.fullmatch(name):
        raise model_errors.bad_model_name(name)
    if name in api.models:
        raise model_errors.model_exists()
    model = Model(
        id=call.new_id(6), name=name, description=description or None, schema=schema, content_type=content_type
    )
    _check_schema(model)
    api.models[name] = model
    return model


def get_model(call: Call, *, rest_api_id: str, model_name: str, flatten: bool = False) -> Output:
    """One model; flattened, it carries the models it refers to within itself."""
    api, model = _find_model(call, rest_api_id, model_name)
    if flatten and model.schema and "json" in model.content_type:
        return replace(model, schema=flatten_schema(model.schema, _schemas(api)))
    return model


def get_model_template(call: Call, *, rest_api_id: str, model_name: str) -> Output:
    """A mapping template that gives a sample of the model, to start one's own from."""
    api, model = _find_model(call, rest_api_id, model_name)
    if "json" not in model.content_type:
        raise model_errors.bad_schema()
    return {"value": sample_template(model.schema or "{}", _schemas(api))}


def get_models(call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None) -> Page[Model]:
    """An API's models, by name."""
    return page(call.here.rest_api(rest_api_id).models.values(), lambda each: each.name, position, limit)


def update_model(
    call: Call, *, rest_api_id: str, model_name: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a model's description or schema."""
    api, model = _find_model(call, rest_api_id, model_name)
    changed = patched(MODEL, model, patch_operations)
    _check_schema(changed)
    api.models[model_name] = changed
    return changed


def delete_model(call: Call, *, rest_api_id: str, model_name: str) -> None:
    """Delete a model that no method refers to."""
    api, _ = _find_model(call, rest_api_id, model_name)
    for where in _references(api, model_name):
        raise model_errors.model_in_use(model_name, where)
    del api.models[model_name]


def _schemas(api: ApiStore) -> dict[str, str]:
    return {model.name: model.schema or "{}" for model in api.models.values() if "json" in model.content_type}


def _find_model(call: Call, rest_api_id: str, model_name: str) -> tuple[ApiStore, Model]:
    """A model and its API; AWS says that the model is unknown even where the API is."""
    api = call.here.rest_apis.get(rest_api_id)
    model = api.models.get(model_name) if api else None
    if api is None or model is None:
        raise model_errors.unknown_model(model_name)
    return api, model


def _references(api: ApiStore, model_name: str) -> Iterator[str]:
    """Where methods refer to a model, the deepest path first."""
    for resource in sorted(api.resources.values(), key=lambda each: each.path, reverse=True):
        for verb, method in (resource.resource_methods or {}).items():
            if model_name in (method.request_models or {}).values():
                yield f"method request: {resource.path}/{verb}"
            for status_code, response in (method.method_responses or {}).items():
                if model_name in (response.response_models or {}).values():
                    yield f"method response: {resource.path}/{verb}/{status_code}"


def _check_schema(model: Model) -> None:
    if not model.schema:
        raise model_errors.empty_schema()
    if "json" not in model.content_type:
        return  # AWS reads only JSON schemas; another type's model is text to it.
    try:
        schema = json.loads(model.schema)
    except (ValueError, RecursionError):
        raise model_errors.bad_schema() from None
    if not isinstance(schema, dict):
        raise model_errors.bad_schema()


OPERATIONS: Operations = {
    "CreateModel": create_model,
    "GetModel": get_model,
    "GetModelTemplate": get_model_template,
    "GetModels": get_models,
    "UpdateModel": update_model,
    "DeleteModel": delete_model,
}
