"""Request validation: required parameters are there, and the body fits its model.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html

How AWS does this
-----------------
Parameters are looked at before the body, and a missing one hides the body's faults. A required parameter must be there
and not be blank. The model is chosen by Content-Type (application/json where there is none), else that of ``$default``;
without a model for the type the body passes. What is wrong with it shows in ``$context.error.validationErrorString``.
"""

import json
from typing import Any

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import RequestCheck
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description
from apiglab.gateway.variables import request_variable
from apiglab.language.json_schema import ModelError, ModelSchema

JSON = "application/json"

_UNREADABLE = "Unknown error parsing request body"
"""AWS's words for a body that is empty or no JSON. fact: validation.unreadable-body"""


class Checked:
    """What was checked of a request that passed."""

    __slots__ = ("model", "parameters")

    def __init__(self, parameters: tuple[str, ...], model: str | None) -> None:
        self.parameters = parameters
        self.model = model
        """The content type whose model the body fitted; None where no body was checked."""

    def describe(self) -> Description:
        """The required parameters and the model."""
        return Description(required_parameters=list(self.parameters), body_checked_as=self.model)


@phase("Request validation", "api-gateway-method-request-validation.html")
def validate(call: Call, route: Route) -> Checked | None:
    """Refuse a request that lacks a required parameter or whose body does not fit."""
    check = route.compiled.check
    if check is None:
        return None
    _check_parameters(call, route, check)
    return Checked(check.parameters, _check_body(call, check))


def _check_parameters(call: Call, route: Route, check: RequestCheck) -> None:
    missing = []
    for key in check.parameters:
        place, _, name = key.removeprefix("method.request.").partition(".")
        if not (request_variable(call, place, name, route.path_parameters) or "").strip():
            missing.append(name)
    if missing:
        raise GatewayError(
            ResponseType.BAD_REQUEST_PARAMETERS,
            reason="validation.parameters",
            message=f"Missing required request parameters: [{', '.join(missing)}]",
        )


def _check_body(call: Call, check: RequestCheck) -> str | None:
    if check.bodies is None:
        return None
    content_type = call.request.headers.get("Content-Type")
    mime = content_type.partition(";")[0].strip() if content_type else JSON
    chosen = mime if mime in check.bodies else "$default"
    model = check.bodies.get(chosen)
    if model is None and (check.bodies or mime != JSON):
        return None
    if isinstance(model, ModelError):
        raise configuration_error("validation.bad_model", f"The model for {chosen} cannot be used: {model}")
    faults = _faults(call.request.body, model)
    if faults:
        raise GatewayError(
            ResponseType.BAD_REQUEST_BODY, reason="validation.body", validation_error=f"[{', '.join(faults)}]"
        )
    return chosen


def _faults(body: bytes, model: ModelSchema | None) -> tuple[str, ...]:
    """What is wrong with a body. Without any model it only has to be JSON. fact: validation.no-model"""
    empty = not body.strip()
    try:
        document: Any = {} if empty else json.loads(body, parse_constant=_refuse)
        faults = model.faults(document) if model is not None else ()
    except (ValueError, RecursionError):
        return (_UNREADABLE,)
    return (_UNREADABLE,) if empty and faults else faults


def _refuse(constant: str) -> None:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(constant)
