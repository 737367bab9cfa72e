"""What an integration may be: its verb, its URI by its type, its connection, its timeout, its mappings.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
"""

import re
from collections.abc import Container, Mapping

from apiglab.control import errors
from apiglab.control.mappings import check_request_mappings
from apiglab.control.methods import VERBS
from apiglab.model.arn import parse_integration_arn
from apiglab.model.rest import Integration, Method

CONNECTION_TYPES = ("INTERNET", "VPC_LINK")
CONTENT_HANDLING = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")
PASSTHROUGH_BEHAVIORS = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
LONGEST_TEMPLATE = 300 * 1024
SHORTEST_TIMEOUT, LONGEST_TIMEOUT, LONGEST_STREAM = 50, 29_000, 900_000
TRANSFER_MODES = ("BUFFERED", "STREAM")

_STATUS_CODE = re.compile(r"[1-5]\d\d", re.ASCII)
_HTTP_URI = re.compile(r"https?://\S+|\$\{stageVariables\.\w+\}\S*")
_STREAMING = re.compile(r"/?2021-11-15/functions/.+/response-streaming-invocations")


def check_integration(method: Method, integration: Integration, vpc_links: Container[str]) -> None:
    """Raise AWS's error where ``method`` can't have ``integration``; ``vpc_links`` are those of the account."""
    check_integration_verb(integration)
    check_uri(integration.type, integration.uri)
    check_connection(integration, vpc_links)
    if integration.credentials is not None and not integration.credentials.startswith("arn:"):
        raise errors.bad_arn()
    if integration.passthrough_behavior not in PASSTHROUGH_BEHAVIORS:
        raise errors.unknown_choice("passthroughBehavior", PASSTHROUGH_BEHAVIORS)
    check_content_handling(integration.content_handling)
    streamed = is_streamed(integration)
    longest = LONGEST_STREAM if streamed else LONGEST_TIMEOUT
    if not SHORTEST_TIMEOUT <= integration.timeout_in_millis <= longest:
        raise errors.bad_timeout(longest)
    check_request_mappings(method, integration.request_parameters)
    check_templates(integration.request_templates)


def is_streamed(integration: Integration) -> bool:
    """Whether answers are passed on as they come; raises where this integration's cannot be. fact: streaming.types"""
    if integration.response_transfer_mode not in (None, *TRANSFER_MODES):
        raise errors.unknown_choice("responseTransferMode", TRANSFER_MODES)
    if integration.response_transfer_mode != "STREAM":
        return False
    if integration.type == "AWS_PROXY":
        raise errors.not_built("responseTransferMode STREAM of Lambda functions")
    if integration.type != "HTTP_PROXY":
        raise errors.stream_without_proxy()
    return True


def check_integration_verb(integration: Integration) -> None:
    """Raise where the backend's verb is missing or none of AWS's."""
    if integration.type != "MOCK" and not integration.http_method:
        raise errors.no_integration_method()
    if integration.http_method and integration.http_method not in VERBS:
        raise errors.bad_verb()


def check_uri(kind: str, uri: str | None) -> None:
    """Raise where an integration of type ``kind`` can't have ``uri``."""
    if kind in ("HTTP", "HTTP_PROXY") and not _HTTP_URI.fullmatch(uri or ""):
        raise errors.bad_http_uri()
    if kind in ("AWS", "AWS_PROXY"):
        _check_arn(kind, uri or "")


def check_connection(integration: Integration, vpc_links: Container[str]) -> None:
    """Raise where the connection is none of AWS's, or a VPC link that is not there."""
    if integration.connection_type not in (None, *CONNECTION_TYPES):
        raise errors.unknown_choice("connectionType", CONNECTION_TYPES)
    link = integration.connection_id or ""
    # One that a stage variable names is looked for when it is called.
    if integration.connection_type == "VPC_LINK" and not link.startswith("${stageVariables.") and link not in vpc_links:
        raise errors.unknown_vpc_link()


def check_content_handling(content_handling: str | None) -> None:
    """Raise where bodies are to be converted into what AWS does not know."""
    if content_handling not in (None, *CONTENT_HANDLING):
        raise errors.unknown_choice("contentHandling", CONTENT_HANDLING)


def check_status_code(status_code: str | None) -> None:
    """Raise where a status that was patched in is none; in other requests AWS's model sees to it."""
    if status_code is not None and not _STATUS_CODE.fullmatch(status_code):
        raise errors.bad_status_code(status_code)


def check_templates(templates: Mapping[str, str | None] | None) -> None:
    """Raise where a template stands under what is no content type, or is longer than AWS takes."""
    for content_type, template in (templates or {}).items():
        if "/" not in content_type and content_type != "$default":
            raise errors.bad_content_type(content_type)
        if len(template or "") > LONGEST_TEMPLATE:
            raise errors.too_long("mapping template", "300 KB")


def _check_arn(kind: str, uri: str) -> None:
    if not uri.startswith("arn:"):
        raise errors.bad_arn()
    arn = parse_integration_arn(uri)
    if arn is None:
        raise errors.arn_without_path_or_action()
    if kind == "AWS_PROXY" and arn.function is None and arn.service != "firehose":
        if arn.service == "lambda" and _STREAMING.fullmatch(arn.target):
            return
        raise errors.bad_proxy_service()
