"""Lambda authorizers: a function of the API's owner decides about callers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html

How AWS does this
-----------------
A caller without the identity sources is refused before anybody is asked. Else the function's answer is taken from the
cache, or asked for, and its policy decides together with the API's own. Whatever goes wrong with the function is a 500
without a message: nobody is let in by an error.
"""

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from time import perf_counter
from typing import Any

import orjson

from apiglab.gateway import resource_policy
from apiglab.gateway.authorizer_answer import read_answer
from apiglab.gateway.authorizer_cache import Answer
from apiglab.gateway.backends import Permission
from apiglab.gateway.call import Call
from apiglab.gateway.caller import Caller
from apiglab.gateway.compiled_guards import LambdaAuthorizer
from apiglab.gateway.condition_keys import Values, request_keys
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.integrations.credentials import resolve_credentials
from apiglab.gateway.integrations.integration_uri import fill_stage_variables
from apiglab.gateway.integrations.lambda_event import event_members
from apiglab.gateway.invoke_arns import INVOKE, invoke_arns, judge
from apiglab.gateway.routing import Route
from apiglab.gateway.variables import mapped_value
from apiglab.language.mapping_expression import MappingExpression, Source
from apiglab.language.pattern import PatternTimeoutError
from apiglab.language.policy import ANONYMOUS, Decision, Verdict
from apiglab.model.arn import parse_integration_arn
from apiglab.model.backend import BackendError
from apiglab.model.function import Invocation, LambdaError

TIMEOUT = 29.0
"""Seconds that a function may take. fact: authorizers.timeout"""
_UNAUTHORIZED = "Unauthorized"


async def authorize_by_lambda(call: Call, route: Route, authorizer: LambdaAuthorizer) -> Caller:
    """The caller, once the authorizer's policy and the API's own let it in."""
    resource_policy.pre_authorization(call, route)
    identity = identity_of(call, authorizer)
    answer, took = await _answer(call, route, authorizer, identity)
    keys, arns = request_keys(call), invoke_arns(call)
    said = judge((answer.policy,), INVOKE, arns, keys, ANONYMOUS)
    verdict = resource_policy.combine(said, call, route)
    if verdict.decision is not Decision.ALLOW:
        raise _denied(verdict)
    detail: dict[str, Any] = {
        "authorizer": authorizer.name,
        "cached": took is None,
        "authorizer_seconds": took or 0.0,
        "decided_by": verdict.describe(),
        "answer": answer.payload.decode("utf-8", "replace"),
    }
    return Caller(
        "CUSTOM",
        reason="authorization.lambda",
        authorizer={**answer.context, "integrationLatency": round((took or 0.0) * 1000)},
        usage_identifier_key=answer.usage_identifier_key,
        detail=detail,
        may=partial(_may, answer, keys, arns),
    )


def _may(answer: Answer, keys: Values, arns: tuple[str, ...], action: str) -> bool:
    """Whether the authorizer's policy allows more than to invoke. fact: caching.invalidation"""
    return judge((answer.policy,), action, arns, keys, ANONYMOUS).decision is Decision.ALLOW


def identity_of(call: Call, authorizer: LambdaAuthorizer) -> tuple[str, ...]:
    """The values of the identity sources; a 401 where one is missing or is not as it must be.

    fact: authorizers.identity-sources
    """
    values = tuple(_value(call, source) or "" for source in authorizer.sources)
    if not all(values):
        raise unauthorized("authorization.lambda.no_identity", "an identity source is missing from the request")
    if authorizer.validation is not None:
        try:
            fits = authorizer.validation.matches(values[0])
        except PatternTimeoutError:
            fits = False
        if not fits:
            raise unauthorized("authorization.lambda.not_valid", "the token does not match the validation expression")
    return values


async def ask(call: Call, route: Route, authorizer: LambdaAuthorizer, identity: tuple[str, ...]) -> Answer:
    """Invoke the authorizer's function and read its answer; whatever goes wrong is AWS's 401 or 500."""
    event = _event(call, route, authorizer, identity)
    try:
        async with asyncio.timeout(TIMEOUT):
            invocation = await call.backends.invoke_lambda(
                _function(call, authorizer), event, **_permission(call, authorizer)
            )
    except TimeoutError as error:
        raise _failed("timeout", f"the authorizer did not answer within {TIMEOUT:g} s") from error
    except LambdaError as error:
        raise _not_invoked(error) from error
    except BackendError as error:
        raise _misconfigured("no_permission", str(error)) from error
    if invocation.function_error is not None:
        raise _raised(invocation)
    return read_answer(invocation.payload, authorizer.name)


def _value(call: Call, source: MappingExpression) -> str | None:
    """One identity source's value; a header is found in any case. fact: authorizers.identity-sources"""
    if source.source is Source.REQUEST_HEADER:
        return call.request.headers.get(source.name)
    return mapped_value(call, source, {})


def unauthorized(reason: str, log: str) -> GatewayError:
    """AWS's 401."""
    return GatewayError(ResponseType.UNAUTHORIZED, reason=reason, log=log)


async def _answer(
    call: Call, route: Route, authorizer: LambdaAuthorizer, identity: tuple[str, ...]
) -> tuple[Answer, float | None]:
    """The authorizer's answer, and how many seconds it took; None where it was kept."""
    cache, api_id, stage = call.live.authorizers, call.rest_api.id, call.stage.stage_name
    key = (authorizer.authorizer_id, *identity)
    if authorizer.ttl:
        kept = cache.find(api_id, stage, key, call.started_at)
        if kept is not None:
            return kept, None
    began = perf_counter()
    answer = await ask(call, route, authorizer, identity)
    took = perf_counter() - began
    if authorizer.ttl:
        cache.keep(api_id, stage, key, answer, call.started_at + authorizer.ttl)
    return answer, took


def _event(call: Call, route: Route, authorizer: LambdaAuthorizer, identity: tuple[str, ...]) -> bytes:
    """What the function is asked. fact: authorizers.events"""
    method_arn = invoke_arns(call)[0]
    if authorizer.type == "TOKEN":
        return orjson.dumps({"type": "TOKEN", "authorizationToken": identity[0], "methodArn": method_arn})
    members: Mapping[str, Any] = event_members(call, route)
    filled = {name: {} if value is None else value for name, value in members.items()}
    return orjson.dumps({"type": "REQUEST", "methodArn": method_arn, **filled})


def _function(call: Call, authorizer: LambdaAuthorizer) -> str:
    arn = parse_integration_arn(fill_stage_variables(call, authorizer.uri))
    if arn is None or not arn.function:
        raise _misconfigured("not_found", f"Invalid Lambda function ARN in {authorizer.uri}")
    return arn.function


def _permission(call: Call, authorizer: LambdaAuthorizer) -> Permission:
    deployment = call.deployment
    prefix = f"arn:aws:execute-api:{deployment.region}:{deployment.account_id}:{call.rest_api.id}"
    return {
        "region": deployment.region,
        "account_id": deployment.account_id,
        "source_arn": f"{prefix}/authorizers/{authorizer.authorizer_id}",
        "trace_id": call.trace_id,
        "credentials": resolve_credentials(call, authorizer.credentials),
    }


def _raised(invocation: Invocation) -> GatewayError:
    """What a function's error means: the one word Unauthorized is a 401, anything else a 500."""
    try:
        message = json.loads(invocation.payload).get("errorMessage")
    except (ValueError, AttributeError):
        message = None
    if message == _UNAUTHORIZED:
        return unauthorized("authorization.lambda.unauthorized", "the authorizer answered Unauthorized")
    return _failed("function_error", f"the authorizer failed: {message}")


def _denied(verdict: Verdict) -> GatewayError:
    """AWS's 403, with or without the words of an explicit deny. fact: authorizers.denied"""
    explicit = verdict.decision is Decision.DENY
    message = "User is not authorized to access this resource"
    said = verdict.describe()
    decided = f"statement {said['statement']} of {said['policy']}" if explicit else "no statement allows this method"
    return GatewayError(
        ResponseType.ACCESS_DENIED,
        reason="authorization.lambda.denied" if explicit else "authorization.lambda.not_allowed",
        message=f"{message} with an explicit deny" if explicit else message,
        log=f"decided by {decided}" if explicit else decided,
    )


def _not_invoked(error: LambdaError) -> GatewayError:
    causes = {"AccessDeniedException": "no_permission", "ResourceNotFoundException": "not_found"}
    cause = causes.get(error.code)
    if cause is not None:
        return _misconfigured(cause, f"{error.code}: {error.message}")
    return _failed("throttled", f"{error.code}: {error.message}")


def _failed(cause: str, why: str) -> GatewayError:
    return GatewayError(
        ResponseType.AUTHORIZER_FAILURE,
        reason=f"authorization.lambda.{cause}",
        log=f"Execution failed due to an authorizer error: {why}",
    )


def _misconfigured(cause: str, why: str) -> GatewayError:
    return GatewayError(
        ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
        reason=f"authorization.lambda.{cause}",
        log=f"Execution failed due to configuration error: {why}",
    )
