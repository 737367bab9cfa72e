"""Lesson 06, exercise 4: a private API that nobody reaches."""

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_06.policies import lets_in, not_a_policy
from apiglab.lab.exercises import TODO, Outcome

VPCE, VPC = "vpce-0a1b2c3d4e5f60718", "vpc-0a1b2c3d4e5f60718"

BROKEN: Final = MappingProxyType(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "execute-api:Invoke",
                "Resource": "execute-api:/*",
                "Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/16"}},
            },
        ],
    }
)
"""As a colleague wrote it: only the machines of our VPC."""

Case = tuple[str, dict[str, str], bool, str]
CASES: tuple[Case, ...] = (
    (
        "still-nobody",
        {"aws:SourceVpce": VPCE, "aws:SourceVpc": VPC, "aws:VpcSourceIp": "10.0.1.2"},
        True,
        "Through a VPC endpoint there is no aws:SourceIp, and a negated condition holds where its key is not there.",
    ),
    (
        "every-endpoint",
        {"aws:SourceVpce": "vpce-0ffffffffffffffff", "aws:SourceVpc": "vpc-0f", "aws:VpcSourceIp": "10.0.1.2"},
        False,
        "Another account's VPC endpoint gets in, too: private addresses are the same everywhere.",
    ),
    (
        "no-endpoint-at-all",
        {"aws:SourceIp": "10.0.1.2"},
        False,
        "Without a VPC endpoint there is no aws:SourceVpce; what is not known should be kept out.",
    ),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the learner's policy about callers through several endpoints."""
    if finding := not_a_function(attempt, "mended_policy"):
        return failed(finding)
    policy = attempt(VPCE)
    if policy is TODO:
        return not_attempted()
    if finding := not_a_policy(policy) or first(_finding(policy, case) for case in CASES):
        return failed(finding)
    return passed(
        "Who comes through our VPC endpoint gets in, and nobody else.",
        "the VPC endpoint has a policy of its own. What belongs there, and what here?",
    )


def _finding(policy: Any, case: Case) -> Diagnosis | None:
    finding, keys, wanted, rule = case
    said = lets_in(policy, "prod/GET/pets", keys)
    if said is wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{'let in' if wanted else 'kept out'}: {keys}",
        got="let in" if said else "kept out",
        cause=rule,
        next_look="aws:SourceVpce: StringEquals in an Allow, or StringNotEquals in a Deny",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
