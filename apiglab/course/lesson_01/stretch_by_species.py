"""Lesson 01, exercise 6, a stretch: filter the pets by species, judged by properties and not by one answer."""

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

SPECIES = tuple(dict.fromkeys(pet["species"] for pet in PETS))
UNKNOWN = "unicorn"
REQUESTS = (Request(path="/pets"), Request(path="/pets?species=cat"), Request(path=f"/pets?species={UNKNOWN}"))


def judge(lab: Any, attempt: Any) -> Outcome:
    """Ask the handler for every species, for none and for an unknown one; then deploy it and ask over HTTP."""
    if finding := not_a_function(attempt, "find_pets"):
        return failed(finding)
    if attempt(_event(SPECIES[0]), None) is TODO:
        return not_attempted()
    finding = first(_findings(attempt)) or fails_on_lambda(lab, attempt, ("GET", "/pets"), REQUESTS)
    if finding:
        return failed(finding)
    return passed(
        "Every species gives its own pets, none gives all, and an unknown one gives an empty list.",
        "what should ?species=Cat answer? Decide it on purpose, and write it into the API's documentation.",
    )


def _event(species: str | None) -> dict[str, Any]:
    return proxy_event("GET", "/pets", query={"species": species} if species else None)


def _findings(handler: Callable[[Any, Any], Any]) -> Iterator[Diagnosis | None]:
    yield _needs_a_query(handler)
    for species in (None, *SPECIES, UNKNOWN):
        answer = handler(_event(species), None)
        asked = f"for GET /pets{f'?species={species}' if species else ''}"
        yield malformed(answer)
        yield _unknown_is_no_error(answer) if species == UNKNOWN else None
        yield wrong_status(answer, 200, asked)
        yield not_json(answer.get("body"))
        yield _wrong_pets(json.loads(answer["body"]), species, asked)


def _needs_a_query(handler: Callable[[Any, Any], Any]) -> Diagnosis | None:
    try:
        handler(_event(None), None)
    except (TypeError, AttributeError, KeyError) as error:
        return Diagnosis(
            id="needs-a-query",
            expected="every pet for GET /pets without a query string",
            got=f"{type(error).__name__}: {error}",
            cause="Without a query string, event['queryStringParameters'] is None, not an empty dict.",
            next_look="the line that reads queryStringParameters",
        )
    return None


def _unknown_is_no_error(answer: dict[str, Any]) -> Diagnosis | None:
    if str(answer.get("statusCode")) != "404":
        return None
    return Diagnosis(
        id="empty-is-not-404",
        expected=f"200 and an empty list for GET /pets?species={UNKNOWN}",
        got="statusCode 404",
        cause="404 says that there is no such resource. /pets exists; today no pet in it fits the filter.",
        next_look="what your handler does when the list is empty",
    )


def _wrong_pets(content: Any, species: str | None, asked: str) -> Diagnosis | None:
    wanted = [pet for pet in PETS if species in (None, pet["species"])]
    if isinstance(content, list) and sorted(map(repr, content)) == sorted(map(repr, wanted)):
        return None
    ignored = content == PETS
    return Diagnosis(
        id="species-ignored" if ignored else "wrong-pets",
        expected=f"{', '.join(pet['name'] for pet in wanted) or 'no pet'} {asked}",
        got="all pets" if ignored else shown(content),
        cause="The filter did nothing." if ignored else "The list holds other pets than those of this species.",
        next_look="how your handler compares a pet's species with the parameter's value",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
