"""An integration's call of a service as the HTTP request that the service wants, by botocore's model of it.

https://smithy.io/2.0/aws/protocols/index.html
"""

from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from apiglab.model.backend import AwsCall, BackendError
from apiglab.model.http import Headers, HttpRequest, Pair
from apiglab.surroundings.query_input import STILL_SPOKEN, as_input

FORM = "application/x-www-form-urlencoded"

# API Gateway leaves it to the mappings to name EventBridge's operation; fact: aws-integration.target
_NO_TARGET_OF_ITS_OWN = frozenset({"events"})


# SQS takes these with and without a number, moto with one only.
_NUMBERED = {"AttributeName": "AttributeName.1", "MessageAttributeName": "MessageAttributeName.1"}


class ServiceRequest(NamedTuple):
    """A request, and what is to be known of it to read the answer."""

    http: HttpRequest
    query: dict[str, str] | None = None
    """The parameters, ``Action`` among them, where this speaks the query protocol."""
    wrapped: str | None = None
    """The action whose name the answer is wrapped in, where JSON stands in for that protocol."""


class UnknownOperationError(Exception):
    """What services of the JSON protocol say to a request that names no operation of theirs."""


def build_request(call: AwsCall, model: Any) -> ServiceRequest:
    """``call`` in the protocol of its service; raises ``BackendError`` or ``UnknownOperationError``."""
    return _by_action(call, model) if call.kind == "action" else _by_path(call, model)


def _by_action(call: AwsCall, model: Any) -> ServiceRequest:
    action, _, rest = call.target.partition("&")
    if action not in model.operation_names:
        raise BackendError("not_there", f"{call.service} has no action {action}")
    parameters = [*parse_qsl(rest, keep_blank_values=True), *call.query]
    if _speaks_query(model) and "X-Amz-Target" not in call.headers:
        return _form(call, model, "/", [("Action", action), *parameters])
    if model.metadata.get("protocol") == "json":
        target = f"{model.metadata['targetPrefix']}.{action}"
        if call.service in STILL_SPOKEN and parameters and not call.body.strip():
            body = as_input(parameters, model.operation_model(action).input_shape)
            asked = replace(call, method="POST", body=body)
            return _json(asked, model, call.headers.with_("X-Amz-Target", target))._replace(wrapped=action)
        named = call.service not in _NO_TARGET_OF_ITS_OWN and "X-Amz-Target" not in call.headers
        return _json(call, model, call.headers.with_("X-Amz-Target", target) if named else call.headers)
    return _rest(call, model.operation_model(action), parameters)


def _by_path(call: AwsCall, model: Any) -> ServiceRequest:
    path, _, query = call.target.partition("?")
    pairs = [*parse_qsl(query, keep_blank_values=True), *call.query]
    path = "/" + path.removeprefix("/")
    if "X-Amz-Target" in call.headers and model.metadata.get("targetPrefix"):
        return _json(call, model, call.headers)
    if _speaks_query(model):
        return _form(call, model, path, pairs)
    if model.metadata.get("protocol") == "json":
        raise UnknownOperationError
    subdomain, _, service = call.service.rpartition(".")
    if subdomain and service == "s3":
        path = f"/{subdomain}{path}"
    return ServiceRequest(HttpRequest(call.method, path, urlencode(pairs), call.headers, call.body))


def _speaks_query(model: Any) -> bool:
    """Whether the service understands ``Action=…``: as its protocol, or still, as SQS does."""
    protocols = set(model.metadata.get("protocols") or [model.metadata.get("protocol")])
    return bool({"query", "ec2"} & protocols) or "awsQueryCompatible" in model.metadata


def _json(call: AwsCall, model: Any, headers: Headers) -> ServiceRequest:
    operation = (headers.get("X-Amz-Target") or "").rpartition(".")[2]
    if call.method != "POST" or operation not in model.operation_names:
        raise UnknownOperationError
    if not (headers.get("Content-Type") or "").startswith("application/x-amz-json"):
        headers = headers.with_("Content-Type", f"application/x-amz-json-{model.metadata.get('jsonVersion', '1.0')}")
    return ServiceRequest(HttpRequest("POST", "/", "", headers, call.body))


def _form(call: AwsCall, model: Any, path: str, pairs: list[Pair]) -> ServiceRequest:
    """A request of the query protocol, whose parameters may stand in the query string and in a form."""
    if (call.headers.get("Content-Type") or "").startswith(FORM):
        pairs = pairs + parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True)
    named = dict(pairs)
    action = named.get("Action", "")
    if not action and model.metadata.get("protocol") == "json":
        raise UnknownOperationError  # SQS: a form under another content type is no form to it
    if action not in model.operation_names:
        raise BackendError("not_there", f"{call.service} has no action {action}" if action else "no Action is given")
    if "Version" not in named:
        pairs = [*pairs, ("Version", model.api_version)]
    body = urlencode([(_NUMBERED.get(name, name), value) for name, value in pairs]).encode()
    http = HttpRequest("POST", path, "", call.headers.with_("Content-Type", FORM), body)
    return ServiceRequest(http, named)


def _rest(call: AwsCall, operation: Any, pairs: list[Pair]) -> ServiceRequest:
    """A request of a REST protocol, each parameter where the operation has it."""
    path, _, fixed = operation.http["requestUri"].partition("?")
    headers, values, query = call.headers, dict(pairs), [fixed] if fixed else []
    for name, shape in operation.input_shape.members.items() if operation.input_shape is not None else ():
        wire = shape.serialization.get("name", name)
        value = values.pop(name, None)
        if value is None:
            continue
        match shape.serialization.get("location"):
            case "uri":
                path = path.replace(f"{{{wire}}}", quote(value, safe="")).replace(f"{{{wire}+}}", quote(value))
            case "header":
                headers = headers.with_(wire, value)
            case _:
                query.append(urlencode([(wire, value)]))
    if "{" in path:
        raise BackendError("not_there", f"{call.service}'s action {operation.name} needs what {path} names in braces")
    if values:
        query.append(urlencode(values))
    return ServiceRequest(HttpRequest(operation.http["method"], path, "&".join(query), headers, call.body))
