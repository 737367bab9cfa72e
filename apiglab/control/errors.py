"""Every error the control planes answer with, in AWS's own words: one named constructor each.

https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html
"""


class ControlError(Exception):
    """A refusal by the control plane: AWS's code, status and message."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message


def bad_request(message: str) -> ControlError:
    """BadRequestException: the request asks for something API Gateway does not allow."""
    return ControlError("BadRequestException", 400, message)


def not_found(message: str) -> ControlError:
    """NotFoundException: what the request names is not there."""
    return ControlError("NotFoundException", 404, message)


def conflict(message: str) -> ControlError:
    """ConflictException: what the request asks for collides with what is there."""
    return ControlError("ConflictException", 409, message)


def limit_exceeded(message: str) -> ControlError:
    """LimitExceededException: the account's or the API's quota is spent."""
    return ControlError("LimitExceededException", 429, message)


# --- the protocol ---------------------------------------------------------------------------------------------------


def unknown_operation(method: str, path: str) -> ControlError:
    """No operation of the service has that route."""
    return ControlError("UnknownOperationException", 404, f"No API Gateway operation has the route {method} {path}")


def malformed_json(why: str) -> ControlError:
    """The body is not JSON at all."""
    return ControlError("SerializationException", 400, f"Could not parse request body into json: {why}")


def wrong_type(found: str, wanted: str) -> ControlError:
    """A JSON value of another type than the member's."""
    return ControlError("SerializationException", 400, f"{found} can not be converted to {wanted}")


def validation(complaints: list[str]) -> ControlError:
    """The model's own constraints are broken, all of them told at once."""
    count = len(complaints)
    plural = "error" if count == 1 else "errors"
    message = f"{count} validation {plural} detected: {'; '.join(complaints)}"
    return ControlError("ValidationException", 400, message)


def not_built(feature: str) -> ControlError:
    """A feature of AWS's that apiglab does not have, named."""
    return bad_request(f"apiglab does not have {feature} yet.")


# --- REST APIs ------------------------------------------------------------------------------------------------------


def unknown_api(account_id: str, rest_api_id: str) -> ControlError:
    """The caller's account has no such REST API in this region."""
    return not_found(f"Invalid API identifier specified {account_id}:{rest_api_id}")


# --- resources and methods ------------------------------------------------------------------------------------------


def unknown_resource() -> ControlError:
    """The API has no such resource."""
    return not_found("Invalid Resource identifier specified")


def unknown_method() -> ControlError:
    """The resource has no such method."""
    return not_found("Invalid Method identifier specified")


def unknown_integration() -> ControlError:
    """The method has no integration."""
    return not_found("Invalid Integration identifier specified")


def unknown_status_code() -> ControlError:
    """No method response, or integration response, has that status."""
    return not_found("Invalid Response status code specified")


# --- collections ----------------------------------------------------------------------------------------------------


def bad_limit() -> ControlError:
    """``limit`` is below 1."""
    return bad_request("Invalid limit specified. Must be between 1 and 500")


def bad_position() -> ControlError:
    """``position`` is none that we gave."""
    return bad_request("Invalid position parameter specified")


def empty_description() -> ControlError:
    """A description was sent that says nothing."""
    return bad_request("Description cannot be an empty string")


def bad_compression_size() -> ControlError:
    """The least size to compress is out of range."""
    return bad_request("Invalid minimum compression size, must be between 0 and 10485760")


def no_endpoint_type() -> ControlError:
    """The list of endpoint types is empty."""
    return bad_request("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")


def several_endpoint_types() -> ControlError:
    """More than one endpoint type."""
    return bad_request("Cannot create an api with multiple Endpoint Types.")


def private_needs_dualstack() -> ControlError:
    """A private API with IPv4 alone."""
    return bad_request("Only dualstack ipAddressType is supported for Private APIs.")


def too_many_resources() -> ControlError:
    """The API has as many resources as the default quota allows."""
    return limit_exceeded(
        "Maximum number of resources for this API has been reached. "
        "Please contact AWS if you need additional resources."
    )


def root_is_fixed() -> ControlError:
    """The root resource was to be deleted."""
    return bad_request("Root resource cannot be deleted")


def bad_path_part() -> ControlError:
    """A path part with characters AWS does not take, or with a variable that is not the whole of it."""
    return bad_request(
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable "
        "and curly braces at the beginning and the end."
    )


def child_of_greedy(path_part: str) -> ControlError:
    """A child below ``{proxy+}``, which takes the whole rest of the path."""
    return bad_request(f"Cannot create a child of a resource with a greedy path variable: {path_part}")


def sibling_is_variable(path_part: str) -> ControlError:
    """Two variables below one parent."""
    return bad_request(
        f"A sibling ({path_part}) of this resource already has a variable path part -- only one is allowed"
    )


def sibling_has_name(path_part: str) -> ControlError:
    """Two children of one name."""
    return conflict(f"Another resource with the same parent already has this name: {path_part}")


def bad_verb() -> ControlError:
    """A verb that a method can't have."""
    return bad_request("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")


def method_exists() -> ControlError:
    """The resource has a method of that verb."""
    return conflict("Method already exists for this resource")


def bad_authorization_type() -> ControlError:
    """An authorization type that AWS does not have."""
    return bad_request(
        "Invalid Authorization Type specified. Valid options are [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]"
    )


def bad_authorizer() -> ControlError:
    """A custom authorization without an authorizer of the API's."""
    return bad_request(
        "Invalid authorizer ID specified. "
        "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
    )


def bad_request_validator() -> ControlError:
    """A method that names a validator the API lacks."""
    return bad_request("Invalid Request Validator identifier specified")


def bad_model(name: str) -> ControlError:
    """A method that names a model the API lacks."""
    return bad_request(f"Invalid model identifier specified: {name}")


def parameter_name_twice() -> ControlError:
    """One parameter name in two of path, query string and header."""
    return bad_request("Parameter names must be unique across querystring, header and path")


def bad_mapping(expression: str) -> ControlError:
    """A mapping expression AWS can't read."""
    return bad_request(
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
        f"[Invalid mapping expression specified: {expression}]"
    )


def response_exists() -> ControlError:
    """The method has declared that status."""
    return conflict("Response already exists for this resource")


# --- integrations ---------------------------------------------------------------------------------------------------


def no_integration_method() -> ControlError:
    """An integration that needs the backend's verb and has none."""
    return bad_request("Enumeration value for HttpMethod must be non-empty")


def bad_http_uri() -> ControlError:
    """An HTTP integration whose URI is no HTTP address."""
    return bad_request("Invalid HTTP endpoint specified for URI")


def bad_arn() -> ControlError:
    """An AWS integration whose URI is no ARN."""
    return bad_request("Invalid ARN specified in the request")


def arn_without_path_or_action() -> ControlError:
    """An AWS integration whose ARN says neither ``path/`` nor ``action/``."""
    return bad_request("AWS ARN for integration must contain path or action")


def bad_proxy_service() -> ControlError:
    """A proxy integration of a service that has none."""
    return bad_request(
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
    )


def bad_passthrough_behavior() -> ControlError:
    """A passthrough behavior AWS does not have."""
    return bad_request(
        "Invalid passthroughBehavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER"
    )


# --- deployments and stages -----------------------------------------------------------------------------------------


def no_methods() -> ControlError:
    """A deployment of an API that has nothing to serve."""
    return bad_request("The REST API doesn't contain any methods")


def method_without_integration() -> ControlError:
    """A deployment of an API with a method that calls nothing."""
    return bad_request("No integration defined for method")


def deployment_in_use() -> ControlError:
    """A deployment that a stage serves was to be deleted."""
    return bad_request("Active stages pointing to this deployment must be moved or deleted")


def unknown_deployment() -> ControlError:
    """The API has no such deployment."""
    return not_found("Invalid Deployment identifier specified")


def unknown_stage() -> ControlError:
    """The API has no such stage."""
    return not_found("Invalid stage identifier specified")


def bad_stage_name() -> ControlError:
    """A stage name AWS does not take."""
    return bad_request("Stage name only allows a-zA-Z0-9_-")
