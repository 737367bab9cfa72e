"""A Lambda function's resource policy: which service may invoke it, on behalf of what.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html

A role's trust policy is asked in the same way.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from apiglab.language.policy import AccessRequest, Decision, Policy, PolicyError, Principal, evaluate, parse_policy

INVOKE = "lambda:InvokeFunction"

Element = Mapping[str, Any]


def allows(
    statements: Iterable[Element],
    *,
    resource: str,
    principal: str,
    source_arn: str,
    source_account: str,
    action: str = INVOKE,
) -> bool:
    """Whether the service ``principal`` may invoke the function ``resource``, or do ``action``, for ``source_arn``.

    A statement that cannot be read allows nothing; one of them that denies leaves nothing allowed.
    """
    policies = []
    for statement in statements:
        policy = _parsed(statement)
        if policy is not None:
            policies.append(policy)
        elif statement.get("Effect") == "Deny":
            return False
    request = AccessRequest(
        action,
        resource,
        {"aws:sourcearn": (source_arn,), "aws:sourceaccount": (source_account,)},
        Principal(service=principal),
    )
    return evaluate(policies, request).decision is Decision.ALLOW


def _parsed(statement: Element) -> Policy | None:
    try:
        return parse_policy({"Version": "2012-10-17", "Statement": statement}, resource_policy=True)
    except PolicyError:
        return None
