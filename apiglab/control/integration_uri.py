"""What an integration's URI may be, by its type.

https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri
"""

import re

from apiglab.control import errors
from apiglab.model.arn import parse_integration_arn

_HTTP = re.compile(r"https?://\S+")
_STREAMING = re.compile(r"/?2021-11-15/functions/.+/response-streaming-invocations")


def check_uri(kind: str, uri: str | None) -> None:
    """Raise AWS's error where an integration of type ``kind`` can't have ``uri``."""
    if kind in ("HTTP", "HTTP_PROXY"):
        _check_http(uri)
    elif kind in ("AWS", "AWS_PROXY"):
        _check_arn(kind, uri)


def _check_http(uri: str | None) -> None:
    # A stage variable may stand for the scheme and host as well, so only what has none is checked.
    if not uri or not (_HTTP.fullmatch(uri) or uri.startswith("${stageVariables.")):
        raise errors.bad_http_uri()


def _check_arn(kind: str, uri: str | None) -> None:
    if not uri or not uri.startswith("arn:"):
        raise errors.bad_arn()
    arn = parse_integration_arn(uri)
    if arn is None:
        raise errors.arn_without_path_or_action()
    if kind == "AWS_PROXY":
        streaming = arn.service == "lambda" and _STREAMING.fullmatch(arn.target)
        if arn.function is None and not streaming and arn.service != "firehose":
            raise errors.bad_proxy_service()
