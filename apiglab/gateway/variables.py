"""The values that mapped headers and gateway responses read: ``$context``, stage variables, the request's own.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledMethod
from apiglab.gateway.errors import GatewayError
from apiglab.language.mapping_expression import MappingExpression, Source


def _base_path_matched(call: Call) -> str | None:
    """The base path without its slash, ``(none)`` where the mapping has none. fact: domains.base-path-matched"""
    if call.base_path is None:
        return None
    return call.base_path.removeprefix("/") or "(none)"


# Named as after $context; fact: context.variables
CONTEXT: dict[str, Callable[[Call], str | None]] = {
    "accountId": lambda call: call.deployment.account_id,
    "apiId": lambda call: call.rest_api.id,
    "customDomain.basePathMatched": _base_path_matched,
    "deploymentId": lambda call: call.deployment.deployment_id,
    "domainName": lambda call: call.domain_name,
    "domainPrefix": lambda call: call.domain_name.partition(".")[0],
    "extendedRequestId": lambda call: call.extended_request_id,
    "httpMethod": lambda call: call.request.method,
    "identity.sourceIp": lambda call: call.request.source_ip,
    "identity.userAgent": lambda call: call.request.headers.get("User-Agent"),
    "identity.vpcId": lambda call: call.vpc_endpoint.vpc_id if call.vpc_endpoint else None,
    "identity.vpceId": lambda call: call.vpc_endpoint.id if call.vpc_endpoint else None,
    "isCanaryRequest": lambda call: None if call.trace.is_canary is None else str(call.trace.is_canary).lower(),
    "path": lambda call: call.full_path,
    "protocol": lambda call: call.request.protocol,
    "requestId": lambda call: call.request_id,
    "requestTime": lambda call: call.request_time,
    "requestTimeEpoch": lambda call: str(int(call.started_at * 1000)),
    "resourcePath": lambda call: call.trace.resource_path,
    "stage": lambda call: call.stage.stage_name,
    "status": lambda call: str(call.trace.response.status) if call.trace.response else None,
}
"""Every variable that can be told outside of templates, by its name after ``$context.``"""


IDENTITY = (
    "cognitoIdentityPoolId",
    "accountId",
    "cognitoIdentityId",
    "caller",
    "sourceIp",
    "principalOrgId",
    "accessKey",
    "cognitoAuthenticationType",
    "cognitoAuthenticationProvider",
    "userArn",
    "userAgent",
    "user",
)
"""The keys of ``$context.identity`` that are always there; those without a value are empty."""


def context_map(call: Call, compiled: CompiledMethod) -> dict[str, Any]:
    """``$context`` as a template sees it, with exactly the keys that AWS's has."""
    context: dict[str, Any] = {
        name: getter(call) or "" for name, getter in CONTEXT.items() if "." not in name and name != "status"
    }
    context["resourceId"] = compiled.resource.id
    context["requestTimeEpoch"] = int(call.started_at * 1000)
    context["identity"] = {name: context_variable(call, f"identity.{name}") or "" for name in IDENTITY}
    if call.base_path is not None:
        context["customDomain"] = {"basePathMatched": _base_path_matched(call)}
    if call.trace.is_canary is None:
        del context["isCanaryRequest"]  # fact: context.canary
    if call.api_key is not None:
        context["identity"] |= {"apiKey": call.api_key, "apiKeyId": call.api_key_id}
    if call.caller.authorizer is not None:
        context["authorizer"] = call.caller.authorizer
    return context


def context_variable(call: Call, name: str, error: GatewayError | None = None) -> str | None:
    """The value of ``$context.{name}``, None where it has none."""
    if error is not None and name.startswith("error."):
        return _error_variable(error, name.removeprefix("error."))
    getter = CONTEXT.get(name)
    if getter is not None:
        return getter(call)
    return _caller_variable(call, name)


def _caller_variable(call: Call, name: str) -> str | None:
    """What authorization and the API key tell of the caller. fact: context.variables"""
    kind, _, rest = name.partition(".")
    if kind == "identity":
        if rest == "apiKey":
            return call.api_key
        return call.api_key_id if rest == "apiKeyId" else call.caller.identity.get(rest)
    authorizer = call.caller.authorizer
    if kind != "authorizer" or authorizer is None:
        return None
    value: Any = authorizer.get(rest)
    if value is None and rest.startswith("claims"):
        value = authorizer.get("claims", {}).get(_claim(rest))
    if isinstance(value, dict):
        return None  # all claims together are nothing; fact: cognito.claims
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _claim(rest: str) -> str:
    """The name in ``claims.sub`` or ``claims['cognito:username']``."""
    name = rest.removeprefix("claims")
    return name[2:-2] if name[:2] in ("['", '["') else name.removeprefix(".")


def _error_variable(error: GatewayError, name: str) -> str | None:
    match name:
        case "message":
            return error.message
        case "messageString":
            return json.dumps(error.message, ensure_ascii=False)
        case "validationErrorString":
            return error.validation_error
        case "responseType":
            return error.response_type.value
        case _:
            return None


def request_variable(call: Call, place: str, name: str, path_parameters: dict[str, str]) -> str | None:
    """A parameter of the client's request; ``place`` is path, querystring, header or a multivalue form of the last two.

    fact: mapping.names-are-case-sensitive
    """
    if place == "path":
        return path_parameters.get(name)
    pairs = call.request.headers.pairs
    if place in ("querystring", "multivaluequerystring"):
        pairs = tuple(parse_qsl(call.request.query, keep_blank_values=True))
    values = [value for key, value in pairs if key == name]
    if not values:
        return None
    return ",".join(values) if place.startswith("multivalue") else values[-1]


def mapped_value(
    call: Call, expression: MappingExpression, path_parameters: dict[str, str], error: GatewayError | None = None
) -> str | None:
    """What ``expression`` gives for this call, None where the source has nothing: the target is then left out."""
    match expression.source:
        case Source.STATIC:
            return expression.name
        case Source.CONTEXT:
            return context_variable(call, expression.name, error)
        case Source.STAGE_VARIABLE:
            return call.variables.get(expression.name)
        case source if source.value.startswith("method.request.") and source is not Source.REQUEST_BODY:
            place = source.value.removeprefix("method.request.")
            return request_variable(call, place, expression.name, path_parameters)
        case _:
            return None  # a MOCK has no backend headers and no backend body to map from
