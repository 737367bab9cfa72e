"""Amazon Resource Names: the ones API Gateway reads and writes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

import re
from dataclasses import dataclass

DEFAULT_ACCOUNT_ID = "123456789012"
"""The account of every caller, moto's own default; a 12-digit access key chooses another."""

DEFAULT_REGION = "us-east-1"

_INTEGRATION = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):apigateway:(?P<region>[^:]*):(?P<service>[^:]+):(?P<kind>path|action)/(?P<target>.*)",
    re.DOTALL,
)
_LAMBDA_PATH = re.compile(r"/?2015-03-31/functions/(?P<function>.+)/invocations", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationArn:
    """The URI of an ``AWS`` or ``AWS_PROXY`` integration: a service and what is asked of it."""

    region: str
    service: str
    """The service's name, with its sub-domain where there is one: ``lambda``, ``sqs``, ``id.appsync-api``."""
    kind: str
    """``path`` or ``action``."""
    target: str

    @property
    def function(self) -> str | None:
        """The Lambda function's ARN or name where this invokes one, else None."""
        if self.service != "lambda" or self.kind != "path":
            return None
        match = _LAMBDA_PATH.fullmatch(self.target)
        return match["function"] if match else None


def parse_integration_arn(uri: str) -> IntegrationArn | None:
    """The parts of an integration's ARN, or None where ``uri`` is no such ARN."""
    match = _INTEGRATION.fullmatch(uri)
    if match is None:
        return None
    return IntegrationArn(region=match["region"], service=match["service"], kind=match["kind"], target=match["target"])


def execute_api_arn(region: str, account_id: str, api_id: str, stage: str, method: str, path: str) -> str:
    """The ARN that a caller's ``execute-api:Invoke`` permission is matched against.

    ``path`` is the request's path below the stage; its leading slash is not part of the ARN.
    """
    return f"arn:aws:execute-api:{region}:{account_id}:{api_id}/{stage}/{method}/{path.removeprefix('/')}"
