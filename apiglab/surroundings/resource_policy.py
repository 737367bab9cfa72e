"""A Lambda function's resource policy: which service may invoke it, on behalf of what.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html

An explicit Deny goes before any Allow, and nothing allowed means refused. What is not understood never lets in: an
unknown condition makes an Allow void and leaves a Deny in force.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

INVOKE = "lambda:InvokeFunction"

Statement = Mapping[str, Any]


def allows(
    statements: Iterable[Statement],
    *,
    resource: str,
    principal: str,
    source_arn: str,
    source_account: str,
    action: str = INVOKE,
) -> bool:
    """Whether the service ``principal`` may invoke the function ``resource``, or do ``action``, for ``source_arn``."""
    keys = {"aws:sourcearn": source_arn, "aws:sourceaccount": source_account}
    allowed = False
    for statement in statements:
        effect = statement.get("Effect")
        if not _is_about(statement, resource, principal, action):
            continue
        holds = _holds(statement.get("Condition") or {}, keys)
        if effect == "Deny" and holds is not False:
            return False
        allowed = allowed or (effect == "Allow" and holds is True)
    return allowed


def _is_about(statement: Statement, resource: str, principal: str, action: str) -> bool:
    return (
        any(_matches(wanted.lower(), action.lower()) for wanted in _listed(statement.get("Action")))
        and any(_matches(wanted, resource) for wanted in _listed(statement.get("Resource")))
        and _is_principal(statement.get("Principal"), principal)
    )


def _is_principal(wanted: Any, principal: str) -> bool:
    if isinstance(wanted, Mapping):
        # `{"AWS": "*"}` means the same as `"*"`.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        return principal in _listed(wanted.get("Service")) or "*" in _listed(wanted.get("AWS"))
    return wanted in ("*", principal)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _holds(condition: Any, keys: Mapping[str, str]) -> bool | None:
    """Whether every part of ``condition`` holds; None where a part is not understood."""
    unknown = False
    for operator, wanted in condition.items():
        compare = _OPERATORS.get(str(operator).lower())
        for key, values in wanted.items() if isinstance(wanted, Mapping) else [("", None)]:
            actual = keys.get(key.lower())
            if compare is None or actual is None:
                unknown = True
            elif not any(compare(value, actual) for value in _listed(values)):
                return False
    return None if unknown else True


def _matches(pattern: str, text: str) -> bool:
    """IAM's wildcards: a star for anything, a question mark for one character; all else stands for itself.

    Goes back to the last star only, so that no pattern takes longer than its length times the text's.
    """
    at = start = 0
    star, resume = -1, 0
    while start < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, start
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[start]):
            at, start = at + 1, start + 1
        elif star >= 0:
            resume += 1
            at, start = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def _arn_matches(pattern: str, arn: str) -> bool:
    """ArnLike: each of the six parts that colons part is compared by itself."""
    wanted, actual = pattern.split(":", 5), arn.split(":", 5)
    return len(wanted) == len(actual) and all(_matches(*pair) for pair in zip(wanted, actual, strict=True))


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "arnlike": _arn_matches,
    # ArnEquals and ArnLike behave identically.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    "arnequals": _arn_matches,
    "stringlike": _matches,
    "stringequals": lambda wanted, actual: wanted == actual,
    "stringequalsignorecase": lambda wanted, actual: wanted.lower() == actual.lower(),
}
