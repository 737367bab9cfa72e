"""What a Lambda authorizer answers: a principal, a policy, and values for whoever comes after it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

import json
from collections.abc import Mapping
from typing import Any

from apiglab.gateway.authorizer_cache import Answer
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.language.policy import Policy, PolicyError, parse_policy
from apiglab.language.vtl.java import to_string

LONGEST = 8 * 1024
"""Bytes of an answer. fact: authorizers.limits"""
LONGEST_RESOURCE = 512
"""Characters of an ARN in its policy."""


def read_answer(payload: bytes, authorizer: str) -> Answer:
    """The answer of ``authorizer``; AWS's 500 where it is none. fact: authorizers.bad-answers"""
    if len(payload) > LONGEST:
        raise bad_answer("too_large", f"the answer has {len(payload):,} bytes, and may have {LONGEST:,}")
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        raise bad_answer("no_json", "the answer is no JSON") from None
    if not isinstance(said, dict):
        raise bad_answer("no_object", "the answer is no object with principalId and policyDocument")
    principal_id = said.get("principalId")
    if not isinstance(principal_id, str) or not principal_id:
        raise bad_answer("no_principal", "the answer has no principalId, which has to be a text")
    key = said.get("usageIdentifierKey")
    if key is not None and not isinstance(key, str):
        raise bad_answer("bad_usage_key", "usageIdentifierKey has to be a text")
    return Answer(
        policy=_policy(said.get("policyDocument"), authorizer),
        context={"principalId": principal_id, **_context(said.get("context"))},
        usage_identifier_key=key,
        payload=payload,
    )


def bad_answer(cause: str, why: str) -> GatewayError:
    """The 500 for an authorizer that answers in no form AWS knows."""
    return GatewayError(
        ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
        reason=f"authorization.lambda.{cause}",
        log=f"Execution failed due to configuration error: Invalid JSON in authorizer response: {why}",
    )


def _policy(document: Any, authorizer: str) -> Policy:
    if not isinstance(document, Mapping):
        raise bad_answer("no_policy", "the answer has no policyDocument")
    if any(len(arn) > LONGEST_RESOURCE for arn in _resources(document)):
        raise bad_answer("long_resource", f"a Resource in the policy has more than {LONGEST_RESOURCE} characters")
    try:
        return parse_policy(document, name=f"the answer of {authorizer}")
    except PolicyError as error:
        raise bad_answer("bad_policy", f"the policy is malformed: {error}") from error


def _resources(document: Mapping[str, Any]) -> list[str]:
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    found: list[str] = []
    for statement in listed:
        resource = statement.get("Resource") if isinstance(statement, Mapping) else None
        found += [each for each in (resource if isinstance(resource, list) else [resource]) if isinstance(each, str)]
    return found


def _context(said: Any) -> dict[str, str]:
    """The authorizer's own values, each as a string; lists and objects are refused. fact: authorizers.context"""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise bad_answer("bad_context", "context has to be an object")
    for name, value in said.items():
        if isinstance(value, list | dict):
            raise bad_answer(
                "bad_context", f"context.{name} is a list or an object, and has to be text, number or boolean"
            )
    return {name: to_string(value) for name, value in said.items() if value is not None}
