"""Lesson 02, exercise 2: put the calls that bring a method online in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "put_integration: let GET call the function",
        "B": "create_deployment with stageName dev",
        "C": "create_resource with pathPart pets",
        "D": "create_rest_api",
        "E": "GET …/dev/pets answers 200",
        "F": "update_stage, so that dev notices the new method",
        "G": "put_method: GET",
        "H": "get_resources, to learn the id of the root",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="stage-notices-changes",
            cause="A stage notices nothing: it serves the deployment it points at, and update_stage makes none.",
        )
    },
    needs=[
        Needs(
            step="B",
            before="A",
            diagnosis_id="deployed-too-early",
            cause="A deployment is a snapshot, and AWS refuses to take one of a method without integration.",
        ),
        Needs(
            step="B",
            before="G",
            diagnosis_id="deployed-too-early",
            cause="A deployment is a snapshot, and an API without methods cannot even be deployed.",
        ),
        Needs(
            step="A",
            before="G",
            diagnosis_id="integration-before-method",
            cause="An integration belongs to a method, so the method comes first.",
        ),
        Needs(
            step="G",
            before="C",
            diagnosis_id="method-before-resource",
            cause="A method belongs to a resource: put_method wants its id.",
        ),
        Needs(
            step="C",
            before="H",
            diagnosis_id="resource-without-parent",
            cause="A resource hangs below another: create_resource wants its parent's id.",
        ),
        Needs(
            step="H",
            before="D",
            diagnosis_id="nothing-to-look-at",
            cause="The root is born with the API.",
        ),
        Needs(
            step="E",
            before="B",
            diagnosis_id="called-before-deployed",
            cause="Before a deployment there is no stage, and no URL to call.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each call needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Every call needs an id that an earlier one gave, and the snapshot comes last.",
        "which of these calls does a second method on /pets need? Three: G, A, and then B again.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
