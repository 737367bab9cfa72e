"""Lesson 06, exercise 3: write a resource policy for an office and for everybody."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_06.policies import API_ARN, lets_in, not_a_policy
from apiglab.lab.exercises import TODO, Outcome

OFFICE, ELSEWHERE = "198.51.100.7", "203.0.113.9"

Case = tuple[str, str, str, bool, str]
"""The finding, the caller's address, what it calls, whether it is let in, and the rule."""

CASES: tuple[Case, ...] = (
    ("office-is-out", OFFICE, "prod/POST/pets", True, "The office may call everything."),
    ("office-is-out", OFFICE, "dev/GET/owners/7", True, "The office may call everything: each stage, each path."),
    ("everybody-is-out", ELSEWHERE, "prod/GET/pets", True, "Everybody may list the pets on prod."),
    ("everybody-writes", ELSEWHERE, "prod/POST/pets", False, "Everybody may list the pets, and not add any."),
    ("everybody-on-dev", ELSEWHERE, "dev/GET/pets", False, "On dev nobody has business but the office."),
    ("everybody-below", ELSEWHERE, "prod/GET/pets/7", False, "One path was asked for; a star behind it is more."),
    ("neighbours-get-in", "198.51.101.7", "dev/GET/pets", False, "198.51.100.0/24 are 256 addresses, and no more."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the learner's policy about several callers."""
    if finding := not_a_function(attempt, "policy_of"):
        return failed(finding)
    policy = attempt(API_ARN)
    if policy is TODO:
        return not_attempted()
    if finding := not_a_policy(policy) or first(_finding(policy, case) for case in CASES):
        return failed(finding)
    return passed(
        "The office has everything, all others one method of one stage.",
        "an address is where a request comes from, and not who sends it. What would you add for the office?",
    )


def _finding(policy: Any, case: Case) -> Diagnosis | None:
    finding, address, what, wanted, rule = case
    said = lets_in(policy, what, {"aws:SourceIp": address})
    if said is wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{address} {'is let in' if wanted else 'is kept out'} at {what}",
        got="let in" if said else "kept out",
        cause=rule,
        next_look=f"the statements, one by one, for {shown(what)}: Effect, Resource, Condition",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
