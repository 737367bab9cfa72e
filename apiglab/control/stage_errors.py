"""The errors of deployments and stages, in AWS's own words; the rest of the catalogue is in ``errors``."""

from collections.abc import Iterable

from apiglab.control.errors import bad_request, conflict, limit_exceeded, not_found, unknown_choice
from apiglab.control.protocol.errors import ControlError


def no_methods() -> ControlError:
    """A deployment of an API that has nothing to serve. fact: control.reported-texts"""
    return bad_request("The REST API doesn't contain any methods")


def method_without_integration() -> ControlError:
    """A deployment of an API with a method that calls nothing. fact: control.reported-texts"""
    return bad_request("No integration defined for method")


def private_without_policy() -> ControlError:
    """A deployment of a private API that nobody may call. fact: private.needs-a-policy"""
    return bad_request("Private REST API doesn't have a resource policy attached to it")


def unknown_deployment() -> ControlError:
    """The API has no such deployment. fact: control.reported-texts"""
    return not_found("Invalid Deployment identifier specified")


def no_such_deployment() -> ControlError:
    """A stage that is to serve a deployment the API lacks."""
    return bad_request("Deployment id does not exist")


def deployment_in_use() -> ControlError:
    """A deployment that a stage serves was to be deleted."""
    return bad_request("Active stages pointing to this deployment must be moved or deleted")


def canary_without_stage(stage_name: str | None) -> ControlError:
    """A canary deployment that says no stage."""
    return bad_request(
        "Invalid deployment content specified."
        "Non null and non empty stageName must be provided for canary deployment. "
        f"Provided value is {'null' if stage_name is None else stage_name}"
    )


def canary_on_unknown_stage(stage_name: str) -> ControlError:
    """A canary deployment to a stage that is not there yet."""
    return bad_request(
        "Invalid deployment content specified."
        f"Stage {stage_name} must already be created before making a canary release deployment"
    )


def no_canary() -> ControlError:
    """A promotion without a canary."""
    return bad_request("Promotion not available. Canary does not exist.")


def unknown_stage() -> ControlError:
    """The API has no such stage. fact: control.reported-texts"""
    return not_found("Invalid stage identifier specified")


def stage_exists() -> ControlError:
    """The API has a stage of that name. fact: control.reported-texts"""
    return conflict("Stage already exists")


def bad_stage_name() -> ControlError:
    """A stage name AWS does not take. fact: control.reported-texts"""
    return bad_request("Stage name only allows a-zA-Z0-9_-")


def too_many_stages() -> ControlError:
    """The API has as many stages as the default quota allows. fact: control.chosen-texts"""
    return limit_exceeded("Maximum number of stages for this API has been reached.")


def bad_variable_name(name: str) -> ControlError:
    """A stage variable's name with more than word characters. fact: control.reported-texts"""
    return bad_request(f"Invalid stage variable name: {name}.  Please use names with only word characters.")


def bad_variable_value(value: str | None) -> ControlError:
    """A stage variable's value with characters AWS does not take. fact: control.reported-texts"""
    return bad_request(
        f"Invalid stage variable value: {'null' if value is None else value}.  Please use values with alphanumeric "
        "characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
    )


def no_logging_role() -> ControlError:
    """Logging in an account that has given API Gateway no role for it. fact: control.logging-needs-a-role"""
    return bad_request("CloudWatch Logs role ARN must be set in account settings to enable logging")


def bad_log_destination(arn: str) -> ControlError:
    """An access log to what is no log group. fact: control.chosen-texts"""
    return bad_request(f"Invalid ARN specified in the request: {arn}. It must be that of a CloudWatch log group")


def bad_log_format() -> ControlError:
    """An access log's format without the request's id, or of several lines. fact: access-log.format"""
    return bad_request(
        "Invalid access log format. It must be a single line "
        "and contain at least $context.requestId or $context.extendedRequestId"
    )


def bad_number(member: str, least: int, most: int) -> ControlError:
    """A number of a stage's settings out of range. fact: control.chosen-texts"""
    return bad_request(f"Invalid {member} specified. Must be between {least} and {most}")


def bad_cache_size(options: Iterable[str]) -> ControlError:
    """A cache of no size that AWS has. fact: control.chosen-texts"""
    return unknown_choice("cacheClusterSize", options)


def unknown_documentation_version() -> ControlError:
    """A stage that names a documentation version the API lacks. fact: control.chosen-texts"""
    return bad_request("Invalid Documentation version specified")


def unknown_client_certificate() -> ControlError:
    """A stage that names a client certificate the account lacks. fact: control.chosen-texts"""
    return bad_request("Invalid Client Certificate identifier specified")
