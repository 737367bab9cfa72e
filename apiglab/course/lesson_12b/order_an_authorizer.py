"""Lesson 12b, exercise 2: put what happens to a request before a Lambda authorizer in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the function looks at the token and answers with a policy",
        "B": "the header with the token is looked for; without it: 401",
        "C": "the policy is asked whether it allows this method",
        "D": "the backend's function gets principalId and context in its event",
        "E": "an answer that is kept for this token is looked for",
        "F": "the backend's function checks the token again, as it can't know that it was checked",
        "G": "the answer is kept, for the authorizer's time to live",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="checked-twice",
            cause="The backend gets what the authorizer found out. It reads that, and not the token.",
        )
    },
    needs=[
        Needs(
            step="E",
            before="B",
            diagnosis_id="kept-by-what",
            cause="Answers are kept by the token.",
        ),
        Needs(step="A", before="E", diagnosis_id="ask-only-if-needed", cause="It is asked where nothing is kept."),
        Needs(step="G", before="A", diagnosis_id="keep-what", cause="The function's answer is what is kept."),
        Needs(
            step="C",
            before="G",
            diagnosis_id="policy-for-each-request",
            cause="The answer is kept as it came; its policy is asked about each request.",
        ),
        Needs(step="D", before="C", diagnosis_id="backend-is-last", cause="The backend is for those who got in."),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Token, kept answer, function, keep, policy, backend.",
        "a kept answer skips the function and nothing else: the policy is asked every time.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
