"""On whose behalf an integration calls a service: what its ``credentials`` say.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations.integration_uri import fill_stage_variables
from apiglab.model.credentials import CallerCredentials, Credentials, RoleCredentials

_OF_THE_CALLER = "arn:aws:iam::*:user/*"


def resolve_credentials(call: Call, credentials: str | None) -> Credentials | None:
    """The role to take on or the caller that stands in its place, None where the integration names neither."""
    arn = fill_stage_variables(call, credentials or "")
    if arn == _OF_THE_CALLER:
        return _callers_own(call)
    return RoleCredentials(arn) if arn else None


def _callers_own(call: Call) -> CallerCredentials:
    """The signer's. fact: aws-integration.caller-credentials"""
    identity = call.caller.identity
    if "accessKey" not in identity:
        raise configuration_error(
            "integration.aws.caller_credentials",
            f"credentials is {_OF_THE_CALLER}, the caller's own, and nobody signed this request: set the method's "
            "authorizationType to AWS_IAM, or name a role",
        )
    return CallerCredentials(identity["userArn"], identity["accessKey"])
