"""What lesson 06 asks of a resource policy: whether it lets a caller in, by the gateway's own engine."""

from collections.abc import Mapping
from typing import Any

from apiglab.course.diagnosis import Diagnosis, shown
from apiglab.lab.policy_simulation import simulate_policy
from apiglab.language.policy import Decision, parse_policy
from apiglab.language.policy_errors import PolicyError

API_ARN = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"


def lets_in(policy: Any, what: str, keys: Mapping[str, str]) -> bool:
    """Whether a policy lets anybody invoke ``what`` (``prod/GET/pets``) who has these condition keys."""
    asked = simulate_policy(policy, f"{API_ARN}/{what}", action="execute-api:Invoke", keys=keys, principal=None)
    return asked.decision is Decision.ALLOW


def not_a_policy(policy: Any) -> Diagnosis | None:
    """Whether what a learner wrote is no policy that API Gateway would take."""
    got = shown(policy)
    if isinstance(policy, dict):
        try:
            parse_policy(policy, resource_policy=True)
        except PolicyError as error:
            got = str(error)
        else:
            return None
    return Diagnosis(
        id="not-a-policy",
        expected='a dict with "Version" and "Statement"; each statement with Effect, Principal, Action and Resource',
        got=got,
        cause="A resource policy names its callers: without a Principal it is none.",
        next_look="a policy of lesson 06, member by member",
    )
