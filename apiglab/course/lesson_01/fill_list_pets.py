"""Lesson 01, exercise 3: fill a handler that answers with the list of pets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.event import proxy_event
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import Request, fails_on_lambda
from apiglab.course.paws import PETS
from apiglab.course.proxy_answer import malformed, not_json, wrong_content_type, wrong_status
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Call the handler here, then deploy it and call it over HTTP."""
    if finding := not_a_function(attempt, "list_pets"):
        return failed(finding)
    answer = attempt(proxy_event("GET", "/pets"), None)
    if answer is TODO:
        return not_attempted()
    if finding := first(_findings(answer)) or fails_on_lambda(lab, attempt, ("GET", "/pets"), [Request(path="/pets")]):
        return failed(finding)
    return passed(
        "Status, headers and a body of JSON text: deployed for a moment, it answered GET /pets with 200.",
        "what should a client get when the shelter is empty? An empty list and 200: nothing went wrong.",
    )


def _findings(answer: Any) -> Iterator[Diagnosis | None]:
    yield malformed(answer)
    yield wrong_status(answer, 200, "for GET /pets")
    yield not_json(answer.get("body"))
    yield _other_content(json.loads(answer["body"]))
    yield wrong_content_type(answer)


def _other_content(content: Any) -> Diagnosis | None:
    if content == PETS:
        return None
    return Diagnosis(
        id="wrong-pets",
        expected=f"the whole list PETS, {len(PETS)} pets",
        got=shown(content),
        cause="A client of GET /pets expects the list itself, every pet with its id, name and species.",
        next_look="what you give to json.dumps",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
