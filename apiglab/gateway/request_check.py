"""From a method's validator, parameters and models to what is checked of each request."""

from apiglab.gateway.compiled import RequestCheck
from apiglab.language.json_schema import ModelError, ModelSchema
from apiglab.model.rest import Method, RestApiSnapshot


def compile_check(snapshot: RestApiSnapshot, method: Method) -> RequestCheck | None:
    """What ``method``'s validator checks, or None where it has none or that one checks nothing."""
    validator = next((v for v in snapshot.request_validators if v.id == method.request_validator_id), None)
    if validator is None:
        return None
    # Missing ones are named in the order of their full keys; fact: validation.missing-parameters
    required = sorted(key for key, needed in (method.request_parameters or {}).items() if needed)
    check = RequestCheck(
        parameters=tuple(required) if validator.validate_request_parameters else (),
        bodies=_compile_bodies(snapshot, method) if validator.validate_request_body else None,
    )
    return check if check.parameters or check.bodies is not None else None


def _compile_bodies(snapshot: RestApiSnapshot, method: Method) -> dict[str, ModelSchema | ModelError]:
    schemas = {model.name: model.schema or "{}" for model in snapshot.models}
    return {mime: _compile_model(schemas, name) for mime, name in (method.request_models or {}).items()}


def _compile_model(schemas: dict[str, str], name: str) -> ModelSchema | ModelError:
    schema = schemas.get(name)
    if schema is None:
        return ModelError(f"there is no model {name}")
    try:
        return ModelSchema(schema, schemas)
    except ModelError as error:
        return error
