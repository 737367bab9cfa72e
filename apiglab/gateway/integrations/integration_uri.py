"""The URI of an integration, with what the stage and the request put into it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
"""

import re
from urllib.parse import quote

from apiglab.gateway.call import Call
from apiglab.gateway.errors import configuration_error
from apiglab.model.arn import parse_integration_arn

_PATH_PARAMETER = re.compile(r"\{(\w[\w.$-]*)\+?\}")
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def fill_stage_variables(call: Call, text: str) -> str:
    """``text`` with the stage's variables in it; one that is not set leaves nothing behind."""
    return _STAGE_VARIABLE.sub(lambda found: call.variables.get(found[1], ""), text) if "${" in text else text


def fill_path(uri: str, path: dict[str, str]) -> str:
    """``uri`` with mapped path parameters in it, percent-encoded; one without a value stays as it is written."""
    return _PATH_PARAMETER.sub(lambda found: quote(path.get(found[1], found[0]), safe="/{}+%"), uri)


def resolve_function(call: Call, uri: str) -> str:
    """The Lambda function that ``uri`` names on this stage: an ARN or a name, maybe with a version or alias."""
    filled = fill_stage_variables(call, uri)
    arn = parse_integration_arn(filled)
    if arn is None or not arn.function or arn.function.endswith(":"):
        raise configuration_error("integration.lambda.not_found", f"Invalid Lambda function ARN in {filled}")
    return arn.function
