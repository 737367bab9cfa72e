"""Every error that API Gateway's control plane answers with, in AWS's own words: one named constructor each.

The texts are recorded from AWS (aws-api-gateway.md, appendix E) unless a comment says otherwise; a text that is only
reported or chosen is an entry of tests/contract/facts/control.toml.
"""

from collections.abc import Iterable

from apiglab.control.protocol.errors import ControlError


def bad_request(message: str) -> ControlError:
    """The request asks for something API Gateway does not allow."""
    return ControlError("BadRequestException", 400, message)


def not_found(message: str) -> ControlError:
    """What the request names is not there."""
    return ControlError("NotFoundException", 404, message)


def conflict(message: str) -> ControlError:
    """What the request asks for collides with what is there."""
    return ControlError("ConflictException", 409, message)


def limit_exceeded(message: str) -> ControlError:
    """A quota is spent."""
    return ControlError("LimitExceededException", 429, message)


def not_built(feature: str) -> ControlError:
    """A feature of AWS's that apiglab does not have, named. fact: control.not-built"""
    return bad_request(f"apiglab does not have {feature} yet.")


def unknown_choice(member: str, options: Iterable[str]) -> ControlError:
    """A value AWS does not list, where its own text is not known. fact: control.chosen-texts"""
    return bad_request(f"Invalid {member} specified. Valid options are {','.join(options)}")


def too_many_tags(most: int) -> ControlError:
    """More tags than a resource may have. fact: control.chosen-texts"""
    return bad_request(f"Number of tags exceeds the maximum allowed: {most}")


def bad_tag(key: str) -> ControlError:
    """A tag whose key or value AWS does not take. fact: control.chosen-texts"""
    return bad_request(f"Invalid tag specified: {key}")


def too_long(member: str, most: str) -> ControlError:
    """A text longer than AWS's quota. fact: control.chosen-texts"""
    return bad_request(f"Invalid {member} specified. Must be at most {most}")


# --- collections ----------------------------------------------------------------------------------------------------


def bad_limit() -> ControlError:
    """``limit`` is below 1. fact: control.paging"""
    return bad_request("Invalid limit specified. Must be between 1 and 500")


def bad_position() -> ControlError:
    """``position`` is none that we gave. fact: control.paging"""
    return bad_request("Invalid position parameter specified")


# --- REST APIs ------------------------------------------------------------------------------------------------------


def unknown_api(account_id: str, rest_api_id: str) -> ControlError:
    """The caller's account has no such REST API in this region."""
    return not_found(f"Invalid API identifier specified {account_id}:{rest_api_id}")


def empty_name() -> ControlError:
    """A name that says nothing."""
    return bad_request("Name cannot be empty")


def empty_description() -> ControlError:
    """A description that says nothing."""
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


def bad_ip_address_type() -> ControlError:
    """An address type that is neither of the two."""
    return bad_request("ipAddressType must be either ipv4 or dualstack.")


def bad_policy() -> ControlError:
    """A resource policy that is no JSON object. fact: control.reported-texts"""
    return bad_request("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")


# --- resources ------------------------------------------------------------------------------------------------------


def unknown_resource() -> ControlError:
    """The API has no such resource, or there is no such API."""
    return not_found("Invalid Resource identifier specified")


def too_many_resources() -> ControlError:
    """The API has as many resources as the default quota allows. fact: control.reported-texts"""
    return limit_exceeded(
        "Maximum number of resources for this API has been reached. "
        "Please contact AWS if you need additional resources."
    )


def root_is_permanent() -> ControlError:
    """The root resource was to be deleted. fact: control.chosen-texts"""
    return bad_request("Root resource cannot be deleted.")


def root_is_fixed(member: str) -> ControlError:
    """The root resource was to be moved or renamed."""
    return bad_request(f"Root resource cannot update its {member}.")


def bad_path_part() -> ControlError:
    """A path part with characters AWS does not take, or whose variable is not the whole of it."""
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


def cyclical() -> ControlError:
    """A resource was to be moved below itself."""
    return bad_request("Resources cannot be cyclical.")


# --- methods --------------------------------------------------------------------------------------------------------


def unknown_method() -> ControlError:
    """The resource has no such method."""
    return not_found("Invalid Method identifier specified")


def bad_verb() -> ControlError:
    """A verb that a method can't have."""
    return bad_request("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")


def method_exists() -> ControlError:
    """The resource has a method of that verb. fact: control.reported-texts"""
    return conflict("Method already exists for this resource")


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


def unknown_status_code() -> ControlError:
    """No method response, or integration response, has that status."""
    return not_found("Invalid Response status code specified")


def bad_status_code(status_code: str | None) -> ControlError:
    """A patched status that is none. fact: control.chosen-texts"""
    return bad_request(f"Invalid status code specified: {status_code or 'null'}")


def response_exists() -> ControlError:
    """The method has declared that status. fact: control.reported-texts"""
    return conflict("Response already exists for this resource")


def bad_mappings(faults: list[str]) -> ControlError:
    """Parameter mappings AWS can't read, or that name what is not declared."""
    return bad_request(
        f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [{', '.join(faults)}]"
    )


def bad_content_type(content_type: str) -> ControlError:
    """A template for what is no content type."""
    return bad_request(f"Validation Result: warnings : [], errors : [Invalid content type specified: {content_type}]")


def bad_test_verb(verbs: Iterable[str]) -> ControlError:
    """A method tested by no verb that a client could send. fact: control.chosen-texts"""
    return unknown_choice("HttpMethod", verbs)


def bad_test_header(name: str) -> ControlError:
    """A method tested with a header that no client could send. fact: control.chosen-texts"""
    return bad_request(f"Invalid header specified: {name}")


def path_of_another_resource(path: str, resource_path: str) -> ControlError:
    """A method tested under a path that its resource does not answer. fact: test-invoke.path"""
    return bad_request(f"Invalid pathWithQueryString specified: {path} is no path of the resource {resource_path}")


# --- integrations ---------------------------------------------------------------------------------------------------


def unknown_integration() -> ControlError:
    """The method has no integration."""
    return not_found("Invalid Integration identifier specified")


def no_integration_method() -> ControlError:
    """An integration that needs the backend's verb and has none."""
    return bad_request("Enumeration value for HttpMethod must be non-empty")


def bad_http_uri() -> ControlError:
    """An HTTP integration whose URI is no HTTP address."""
    return bad_request("Invalid HTTP endpoint specified for URI")


def bad_arn() -> ControlError:
    """What must be an ARN is none."""
    return bad_request("Invalid ARN specified in the request")


def arn_without_path_or_action() -> ControlError:
    """An AWS integration whose ARN says neither ``path/`` nor ``action/``."""
    return bad_request("AWS ARN for integration must contain path or action")


def bad_proxy_service() -> ControlError:
    """A proxy integration of a service that has none."""
    return bad_request(
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
    )


def bad_timeout(longest: int) -> ControlError:
    """A timeout out of range. fact: control.reported-texts"""
    return bad_request(f"Timeout should be between 50 ms and {longest} ms")


def stream_without_proxy() -> ControlError:
    """Answers that are mapped cannot be passed on as they come. fact: streaming.types"""
    return bad_request("Response transfer mode STREAM is only supported for HTTP_PROXY and AWS_PROXY integrations")


def unknown_vpc_link() -> ControlError:
    """The account has no such VPC link."""
    return not_found("Invalid Vpc Link identifier specified")
