"""The event that a Lambda proxy integration hands to a function: format 1.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
"""

import base64
from typing import Any
from urllib.parse import parse_qsl

import orjson

from apiglab.gateway.call import Call
from apiglab.gateway.routing import Route
from apiglab.model.http import Pair

# fact: headers.dropped-from-client  never seen by mappings, functions or backends
DROPPED = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
    }
)

# Set by API Gateway itself, from what the client sent where that counts.
_FORWARDED = frozenset({"host", "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto"})


def build_event(call: Call, route: Route) -> bytes:
    """The event's JSON, its keys in AWS's order. fact: lambda-proxy.event"""
    event = event_members(call, route)
    event["body"], event["isBase64Encoded"] = _event_body(call)
    return orjson.dumps(event)


def event_members(call: Call, route: Route) -> dict[str, Any]:
    """All of an event but its body: what an authorizer is told of the request, too."""
    request = call.request
    headers = event_headers(call)
    query = parse_qsl(request.query, keep_blank_values=True, errors="replace") if request.query else ()
    return {
        "resource": route.compiled.resource.path,
        "path": (call.base_path or "") + _event_path(call.path),
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": _grouped(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _grouped(query) or None,
        "pathParameters": route.path_parameters or None,
        "stageVariables": call.variables or None,
        "requestContext": _request_context(call, route),
    }


def event_headers(call: Call) -> list[Pair]:
    """The client's headers as the function sees them, with those that API Gateway adds."""
    request = call.request
    known = {"x-forwarded-for": "", "x-forwarded-port": "443" if request.scheme == "https" else "80"}
    headers = []
    for pair in request.headers.pairs:
        name = pair[0].lower()
        if name in _FORWARDED:
            known[name] = pair[1]
        elif name not in DROPPED:
            headers.append(pair)
    forwarded = known["x-forwarded-for"]
    headers += (
        ("Host", call.domain_name),
        ("X-Amzn-Trace-Id", call.trace_id),
        ("X-Forwarded-For", f"{forwarded}, {request.source_ip}" if forwarded else request.source_ip),
        ("X-Forwarded-Port", known["x-forwarded-port"]),
        ("X-Forwarded-Proto", request.scheme),
    )
    return headers


def _grouped(pairs: list[Pair] | tuple[()]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _event_path(path: str) -> str:
    """Slashes between the stage and the first name do not show here. fact: routing.slashes-after-the-stage"""
    return path if path[1:2] != "/" else "/" + path.lstrip("/")


def _event_body(call: Call) -> tuple[str | None, bool]:
    body = call.request.body
    if not body:
        return None, False
    if call.deployment.binary_media_types.match(call.request.headers.get("Content-Type")):
        return base64.b64encode(body).decode(), True
    # fact: payload.binary-as-text  bytes that are no UTF-8 become U+FFFD
    return body.decode("utf-8", "replace"), False


def _request_context(call: Call, route: Route) -> dict[str, Any]:
    deployment = call.deployment
    method = route.compiled.method
    context: dict[str, Any] = {
        "resourceId": route.compiled.resource.id,
        "resourcePath": route.compiled.resource.path,
    }
    if method.operation_name:
        context["operationName"] = method.operation_name
    if call.caller.authorizer is not None:
        context["authorizer"] = call.caller.authorizer
    context |= {
        "httpMethod": call.request.method,
        "extendedRequestId": call.extended_request_id,
        "requestTime": call.request_time,
        "path": call.full_path,
        "accountId": deployment.account_id,
        "protocol": call.request.protocol,
        "stage": call.stage.stage_name,
        "domainPrefix": call.domain_name.partition(".")[0],
        "requestTimeEpoch": int(call.started_at * 1000),
        "requestId": call.request_id,
        "identity": _identity(call),
        "domainName": call.domain_name,
        "deploymentId": deployment.deployment_id,
        "apiId": deployment.rest_api.id,
    }
    return context


def _identity(call: Call) -> dict[str, str | None]:
    identity: dict[str, str | None] = {
        "cognitoIdentityPoolId": None,
        "accountId": None,
        "cognitoIdentityId": None,
        "caller": None,
        "sourceIp": call.request.source_ip,
        "principalOrgId": None,
        "accessKey": None,
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
        "userArn": None,
        "userAgent": call.request.headers.get("User-Agent"),
        "user": None,
    }
    if call.vpc_endpoint is not None:
        identity |= {"vpcId": call.vpc_endpoint.vpc_id, "vpceId": call.vpc_endpoint.id}
    if call.caller.identity:
        identity.update(call.caller.identity)
    if call.api_key is not None:
        identity["apiKey"] = call.api_key
        identity["apiKeyId"] = call.api_key_id
    return identity
