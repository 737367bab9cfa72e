"""Lesson 10, exercise 6: a policy for those who may have fresh answers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome
from apiglab.language.policy import ANONYMOUS, AccessRequest, Decision, PolicyError, evaluate, parse_policy

API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5"
INVOKE, REFRESH = "execute-api:Invoke", "execute-api:InvalidateCache"
CASES: tuple[tuple[str, str, str, bool, str], ...] = (
    ("may-not-read", INVOKE, f"{API}/dev/GET/pets", True, "Who refreshes sends a request: it has to be allowed, too."),
    ("may-not-refresh", REFRESH, f"{API}/dev/GET/pets", True, "The action for a fresh answer is InvalidateCache."),
    ("not-one-pet", REFRESH, f"{API}/dev/GET/pets/7", True, "/pets and all below it: a star stands for the rest."),
    ("refreshes-prod", REFRESH, f"{API}/prod/GET/pets", False, "The stage is part of the ARN, and prod is not dev."),
    ("refreshes-orders", REFRESH, f"{API}/dev/GET/orders", False, "The path is part of the ARN: orders are no pets."),
    ("writes-pets", INVOKE, f"{API}/dev/POST/pets", False, "The verb is part of the ARN: this is for reading only."),
)
"""The finding, what is asked, of which ARN, whether it is to be allowed, and the rule."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the policy, as API Gateway would."""
    if not isinstance(attempt, Mapping):
        return failed(_no_policy(shown(attempt), "A policy is a document; here it is written as a Python dict."))
    try:
        policy = parse_policy(dict(attempt))
    except PolicyError as error:
        return failed(_no_policy(error.message, "IAM would not take this document."))
    if finding := first(_findings(policy)):
        return failed(finding)
    return passed(
        "Pets of dev, read and refreshed, and nothing else.",
        "the method needs AWS_IAM authorization for it: of anybody else API Gateway cannot know whether they may.",
    )


def _findings(policy: Any) -> Iterator[Diagnosis | None]:
    for finding, action, arn, allowed, rule in CASES:
        verdict = evaluate((policy,), AccessRequest(action, arn, {}, ANONYMOUS))
        if (verdict.decision is Decision.ALLOW) is not allowed:
            yield Diagnosis(
                id=finding,
                expected=f"{action} of …{arn.removeprefix(API)} {'allowed' if allowed else 'not allowed'}",
                got="not allowed" if allowed else "allowed",
                cause=rule,
                next_look="Action, and Resource: arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}",
            )


def _no_policy(got: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id="not-a-policy",
        expected='a policy: {"Version": "2012-10-17", "Statement": […]}',
        got=got,
        cause=cause,
        next_look="Effect, Action and Resource of each statement",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
