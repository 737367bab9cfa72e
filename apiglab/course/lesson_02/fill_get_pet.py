"""Lesson 02, exercise 3: fill a handler that reads a path parameter."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.event import proxy_event
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import Request, fails_on_lambda
from apiglab.course.paws import PETS
from apiglab.course.proxy_answer import malformed, not_json, wrong_status
from apiglab.lab.exercises import TODO, Outcome

PARAMETER = "petId"
ROUTE = ("GET", "/pets/{petId}")
UNKNOWN = ("99", "mona")
REQUESTS = (Request(path="/pets/2"), Request(path="/pets/99", status=404), Request(path="/pets/mona", status=404))


def judge(lab: Any, attempt: Any) -> Outcome:
    """Ask for every pet and for two that are not there; then deploy the handler and ask over HTTP."""
    if finding := not_a_function(attempt, "get_pet"):
        return failed(finding)
    if finding := _other_parameter(attempt):
        return failed(finding)
    if attempt(_event("1"), None) is TODO:
        return not_attempted()
    if finding := first(_findings(attempt)) or fails_on_lambda(lab, attempt, ROUTE, REQUESTS):
        return failed(finding)
    return passed(
        "Every pet answers 200, and what is no pet answers 404 with JSON: the client can tell why.",
        "the 404 is yours, not the gateway's. Its own answer to an unknown route is 403.",
    )


def _event(pet_id: str) -> dict[str, Any]:
    path = f"/pets/{pet_id}"
    return proxy_event("GET", path, resource="/pets/{petId}", path_parameters={PARAMETER: pet_id})


def _other_parameter(handler: Callable[[Any, Any], Any]) -> Diagnosis | None:
    """Whether the handler looks for the path parameter under another name."""
    try:
        handler(_event("1"), None)
    except KeyError as error:
        if error.args[0] not in ("id", "pet_id", "petid", "petID", "pet", "proxy"):
            raise
        return Diagnosis(
            id="parameter-name",
            expected=f"event['pathParameters'][{PARAMETER!r}]",
            got=f"the key {error.args[0]!r}",
            cause="A path parameter has the name that stands in the braces of the resource: /pets/{petId}.",
            next_look="the braces, letter by letter",
        )
    return None


def _findings(handler: Callable[[Any, Any], Any]) -> Iterator[Diagnosis | None]:
    for pet in PETS:
        answer = handler(_event(str(pet["id"])), None)
        yield malformed(answer)
        yield _not_found(answer, pet)
        yield wrong_status(answer, 200, f"for GET /pets/{pet['id']}")
        yield not_json(answer.get("body"))
        yield _wrong_pet(json.loads(answer["body"]), pet)
    for pet_id in UNKNOWN:
        yield _crashes(handler, pet_id)
        answer = handler(_event(pet_id), None)
        yield malformed(answer)
        yield wrong_status(answer, 404, f"for GET /pets/{pet_id}")
        yield not_json(answer.get("body"))


def _not_found(answer: dict[str, Any], pet: dict[str, Any]) -> Diagnosis | None:
    if str(answer.get("statusCode")) != "404":
        return None
    return Diagnosis(
        id="text-is-no-number",
        expected=f"{pet['name']} for GET /pets/{pet['id']}",
        got="statusCode 404",
        cause=f'A path parameter is text: "{pet["id"]}" == {pet["id"]} is False in Python.',
        next_look="the two sides of your comparison, and their types",
    )


def _wrong_pet(content: Any, pet: dict[str, Any]) -> Diagnosis | None:
    if content == pet:
        return None
    return Diagnosis(
        id="wrong-pet",
        expected=f"{pet} as JSON for GET /pets/{pet['id']}",
        got=shown(content),
        cause="One resource stands for one pet: the answer is that pet, neither a list nor a part of it.",
        next_look="what you give to json.dumps",
    )


def _crashes(handler: Callable[[Any, Any], Any], pet_id: str) -> Diagnosis | None:
    try:
        handler(_event(pet_id), None)
    except (LookupError, StopIteration, ValueError, TypeError, AttributeError) as error:
        return Diagnosis(
            id="unknown-pet-crashes",
            expected=f"404 for GET /pets/{pet_id}",
            got=f"{type(error).__name__}: {error}".rstrip(": "),
            cause="An error in the handler becomes a 502 for the client, as if your service were broken.",
            next_look="the way through your handler when no pet fits, or the id is no number",
        )
    return None


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
