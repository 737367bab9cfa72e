"""The errors of authorizers; the rest of the catalogue is in ``errors``."""

from apiglab.control.errors import bad_request, conflict, not_found
from apiglab.control.protocol.errors import ControlError


def unknown_authorizer() -> ControlError:
    """The API has no such authorizer. fact: authorizers.texts"""
    return not_found("Invalid Authorizer identifier specified")


def authorizer_exists(name: str) -> ControlError:
    """The API has an authorizer of that name. fact: authorizers.texts"""
    return conflict(f"Authorizer name must be unique. Authorizer {name} already exists in this RestApi.")


def bad_authorizer_name() -> ControlError:
    """An authorizer without a name, or with one that AWS does not take. fact: authorizers.chosen-texts"""
    return bad_request("Invalid authorizer name specified. It has 1 to 128 letters, digits, hyphens and underscores")


def bad_authorizer_uri(uri: str | None) -> ControlError:
    """An authorizer whose URI is no function's. fact: authorizers.texts"""
    return bad_request(
        f"Invalid Authorizer URI: {uri}. "
        "Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation."
    )


def bad_identity_source(source: str | None) -> ControlError:
    """An identity source that is none of AWS's, or none at all where one is needed. fact: authorizers.chosen-texts"""
    return bad_request(f"Invalid identity source specified: {source}")


def bad_ttl() -> ControlError:
    """A time to live out of range. fact: authorizers.chosen-texts"""
    return bad_request("Invalid authorizerResultTtlInSeconds specified. Must be between 0 and 3600")


def bad_validation_expression() -> ControlError:
    """A validation expression that is no regular expression. fact: authorizers.chosen-texts"""
    return bad_request("Invalid identityValidationExpression specified. It must be a regular expression")


def bad_providers() -> ControlError:
    """A Cognito authorizer without user pools, or with what is none. fact: authorizers.chosen-texts"""
    return bad_request("Invalid provider ARNs specified. Must be ARNs of Cognito user pools")


def authorizer_in_use(name: str, where: str) -> ControlError:
    """An authorizer that a method names was to be deleted. fact: authorizers.chosen-texts"""
    return conflict(f"Cannot delete authorizer '{name}', is referenced in method: {where}")
