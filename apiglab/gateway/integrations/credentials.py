"""On whose behalf an integration calls a service: the role in its ``credentials``.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-lambda.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations.integration_uri import fill_stage_variables

_OF_THE_CALLER = "arn:aws:iam::*:user/*"


def resolve_credentials(call: Call, credentials: str | None) -> str | None:
    """The ARN of the role to take on, None where the integration has none."""
    role_arn = fill_stage_variables(call, credentials or "")
    if role_arn == _OF_THE_CALLER:
        raise configuration_error(
            "integration.aws.caller_credentials",
            f"credentials is {_OF_THE_CALLER}, the caller's own: apiglab does not pass them on yet; name a role",
        )
    return role_arn or None
