"""The errors of models, request validators and gateway responses, in AWS's own words; the rest is in ``errors``."""

from apiglab.control.errors import bad_request, conflict, not_found
from apiglab.control.protocol.errors import ControlError


def unknown_model(name: str) -> ControlError:
    """The API has no such model, or there is no such API."""
    return not_found(f"Invalid model name specified: {name}")


def empty_model_name() -> ControlError:
    """A model without a name."""
    return bad_request("Model name must be non-empty")


def bad_model_name(name: str) -> ControlError:
    """A model's name with more than letters and digits. fact: control.reported-texts"""
    return bad_request(f"Model name must be alphanumeric: {name}")


def model_exists() -> ControlError:
    """The API has a model of that name."""
    return conflict("Model name already exists for this REST API")


def empty_schema() -> ControlError:
    """A model without a schema."""
    return bad_request("Model schema must have at least 1 property or array items defined")


def bad_schema() -> ControlError:
    """A model whose schema is no JSON object. fact: control.reported-texts"""
    return bad_request(
        "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"
    )


def model_in_use(name: str, where: str) -> ControlError:
    """A model that a method refers to was to be deleted."""
    return conflict(f"Cannot delete model '{name}', is referenced in {where}")


def gateway_response_not_put() -> ControlError:
    """A gateway response that the API has no wording of its own for."""
    return not_found("Gateway response type not defined on api")


def empty_value(member: str) -> ControlError:
    """An entry of a gateway response that says nothing."""
    return bad_request(f"Invalid null or empty value in {member}")


def unknown_validator() -> ControlError:
    """The API has no such request validator, or there is no such API."""
    return not_found("Invalid Request Validator identifier specified")


def unknown_api_of_validator() -> ControlError:
    """A request validator was to be created in an API that is not there."""
    return bad_request("Invalid REST API identifier specified")


def blank_validator_name() -> ControlError:
    """A request validator's name that says nothing."""
    return bad_request("Request Validator name cannot be blank")


def validator_in_use(validator_id: str, where: str) -> ControlError:
    """A request validator that a method uses was to be deleted. fact: control.validator-in-use"""
    return conflict(f"Cannot delete validator '{validator_id}', is referenced in method request: {where}")
