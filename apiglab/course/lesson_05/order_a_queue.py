"""Lesson 05, exercise 2: put the calls in order that lead from nothing to an order in a queue."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "put_integration: type AWS, the queue's URI, the role as credentials",
        "B": "create_deployment with stageName dev",
        "C": "create_queue",
        "D": "create_function, whose code calls send_message",
        "E": "put_method: POST on /orders",
        "F": "put_integration_response: the service's 2.. becomes 202",
        "G": "create_role that trusts apigateway.amazonaws.com, and may send to the queue's ARN",
        "H": "POST /dev/orders answers 202",
        "I": "add_permission, so that API Gateway may invoke the queue",
    },
    distractors={
        "D": Distractor(
            diagnosis_id="function-in-between",
            cause="No function is needed: API Gateway sends the message itself.",
        ),
        "I": Distractor(
            diagnosis_id="permission-is-lambda-s",
            cause="add_permission writes a function's resource policy. For every other service the role decides.",
        ),
    },
    needs=(
        Needs(
            step="B",
            before="F",
            diagnosis_id="deployed-too-early",
            cause="A deployment is a snapshot. What comes after it is not in it.",
        ),
        Needs(
            step="F",
            before="A",
            diagnosis_id="response-before-integration",
            cause="An integration response is a part of the integration; there is none yet.",
        ),
        Needs(
            step="A",
            before="G",
            diagnosis_id="credentials-before-role",
            cause="The integration's credentials are the role's ARN, which the role has to have first.",
        ),
        Needs(
            step="G",
            before="C",
            diagnosis_id="policy-before-queue",
            cause="The role's policy names the queue's ARN, which is known once there is a queue.",
        ),
        Needs(
            step="A",
            before="E",
            diagnosis_id="integration-before-method",
            cause="An integration belongs to a method; without one there is nothing to attach it to.",
        ),
        Needs(
            step="H",
            before="B",
            diagnosis_id="called-before-deployed",
            cause="Clients reach a deployment, through a stage. Before there is one they get 403.",
        ),
    ),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each call needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Queue, role, method, integration, response, deployment: and not one line of code that runs.",
        "the method may come first of all. Only what a call needs has to be there before it.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
