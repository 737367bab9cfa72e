"""Lesson 01, exercise 2: put what happens to one request in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "API Gateway calls Lambda's Invoke with the event",
        "B": "The handler returns a dict with statusCode and body",
        "C": "The client sends GET /dev/hello",
        "D": "API Gateway checks the dict and writes it as an HTTP response",
        "E": "API Gateway finds the method that fits the path and the verb",
        "F": "API Gateway opens a connection to the web server inside the function",
        "G": "Lambda finds a waiting execution environment, or starts one",
        "H": "API Gateway describes the request in a JSON document, the event",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="function-as-server",
            cause="A function has no web server: Lambda calls its handler with an event. HTTP ends at the gateway.",
        )
    },
    needs=[
        Needs(
            step="D",
            before="B",
            diagnosis_id="answered-before-the-handler",
            cause="The gateway writes the HTTP response from what the handler returned, so that comes first.",
        ),
        Needs(
            step="H",
            before="E",
            diagnosis_id="event-before-match",
            cause="The event names the resource and its path parameters: the gateway must have found the method.",
        ),
        Needs(
            step="A",
            before="H",
            diagnosis_id="invoked-without-event",
            cause="Invoke carries the event, so the event exists before the call.",
        ),
        Needs(
            step="G",
            before="A",
            diagnosis_id="environment-before-invoke",
            cause="Lambda looks for an environment when it is invoked, not before.",
        ),
        Needs(
            step="B",
            before="G",
            diagnosis_id="code-without-environment",
            cause="The handler runs inside an execution environment, so one has to be there.",
        ),
        Needs(
            step="E",
            before="C",
            diagnosis_id="before-the-request",
            cause="Everything begins with the client's request.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    finding = ORDERING.judge(attempt)
    if finding:
        return failed(finding)
    return passed(
        "HTTP ends at the gateway: from there to the handler and back, everything is JSON.",
        "which of these steps could refuse the request, and what would the client see then?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
