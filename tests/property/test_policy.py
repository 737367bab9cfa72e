"""The policy engine agrees with a naive one, for any policies and requests."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apiglab.language.policy import AccessRequest, Decision, evaluate, parse_policy

patterns = st.text("ab*?", min_size=1, max_size=8)
texts = st.text("ab", max_size=10)
statements = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": patterns.map(lambda text: f"x:{text}"),
        "Resource": patterns.map(lambda text: f"arn:aws:x:::{text}"),
        "Condition": st.dictionaries(
            st.sampled_from(["StringLike", "StringNotLike"]), patterns.map(lambda text: {"k": text}), max_size=2
        ),
    }
)


def naive(pattern: str, text: str) -> bool:
    """IAM's wildcards as a regular expression."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text, re.DOTALL) is not None


def applies(statement: dict[str, Any], action: str, resource: str, value: str) -> bool:
    """Whether a statement is about a request, said as plainly as can be."""
    conditions = [
        naive(wanted["k"], value) is (operator == "StringLike") for operator, wanted in statement["Condition"].items()
    ]
    return (
        naive(statement["Action"].lower(), action.lower())
        and naive(statement["Resource"], resource)
        and all(conditions)
    )


@given(st.lists(statements, min_size=1, max_size=4), texts, texts, texts)
def test_the_engine_agrees_with_a_naive_one(listed: list[dict[str, Any]], name: str, path: str, value: str) -> None:
    """Any deny that is about a request denies it, else any allow allows it. fact: policy.explicit-deny-wins"""
    action, resource = f"x:{name}", f"arn:aws:x:::{path}"
    effects = {statement["Effect"] for statement in listed if applies(statement, action, resource, value)}
    expected = Decision.DENY if "Deny" in effects else Decision.ALLOW if effects else Decision.SILENT

    verdict = evaluate(
        [parse_policy({"Version": "2012-10-17", "Statement": listed})],
        AccessRequest(action, resource, {"k": (value,)}),
    )

    assert verdict.decision is expected


@given(st.text(), st.text(max_size=40))
def test_any_text_matches_itself(text: str, key: str) -> None:
    """What has no wildcards stands for itself only, whatever is in it."""
    document = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    document["Statement"]["Condition"] = {"StringEquals": {"k": text}}  # type: ignore[assignment]
    policy = parse_policy(document)

    assert evaluate([policy], AccessRequest("x:y", "*", {"k": (text,)})).decision is Decision.ALLOW
    assert (evaluate([policy], AccessRequest("x:y", "*", {"k": (key,)})).decision is Decision.ALLOW) is (key == text)
