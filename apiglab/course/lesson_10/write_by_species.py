"""Lesson 10, exercise 5: cache a method by one of its parameters."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE, a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_10.counted import a_counted_api, get
from apiglab.lab.exercises import TODO, Outcome

PATH = "/pets"
TTL = 60
ASKED: list[str] = []


def pets_of(event: Any, _context: Any) -> Any:
    """The pets of a species, and how often the function was asked."""
    ASKED.append((event["queryStringParameters"] or {}).get("species", "all"))
    return {"statusCode": 200, "body": json.dumps({"species": ASKED[-1], "asked": len(ASKED)})}


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function cache a fresh API's method, and count what reaches the backend."""
    if finding := not_a_function(attempt, "cache_by_species"):
        return failed(finding)
    with a_function(lab, pets_of) as function_arn, a_counted_api(lab, function_arn, PATH) as made:
        if attempt(lab.client("apigateway"), made.where) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made.api_id))
    if finding:
        return failed(finding)
    return passed(
        "One call of the function for each species and minute, however many ask.",
        "a species that nobody has keeps an entry, too. What happens if a client makes species up?",
    )


def _findings(lab: Any, api_id: str) -> Iterator[Diagnosis | None]:
    yield _no_cluster(lab, api_id)
    dog = get(lab, api_id, f"{PATH}?species=dog")
    again = get(lab, api_id, f"{PATH}?species=dog", until=lambda said: said == dog)
    yield _not_cached(dog, again)
    yield _one_answer_for_all(get(lab, api_id, f"{PATH}?species=cat", until=lambda said: said.get("species") == "cat"))
    yield _too_many_keys(dog, get(lab, api_id, f"{PATH}?species=dog&page=2"))
    yield _another_time(lab, api_id)


def _no_cluster(lab: Any, api_id: str) -> Diagnosis | None:
    stage = lab.client("apigateway").get_stage(restApiId=api_id, stageName=STAGE)
    if stage["cacheClusterEnabled"]:
        return None
    return Diagnosis(
        id="no-cluster",
        expected="a cache cluster for the stage dev",
        got="cacheClusterEnabled: False",
        cause="Settings of methods only say how to use a cache; the stage has to have one.",
        next_look="/cacheClusterEnabled in update_stage",
    )


def _not_cached(first_answer: dict[str, Any], second: dict[str, Any]) -> Diagnosis | None:
    if first_answer and first_answer == second:
        return None
    return Diagnosis(
        id="not-cached",
        expected="one call of the function for two equal requests",
        got=f"{first_answer}, then {second}",
        cause="The method's caching is off, or its time to live is 0.",
        next_look="methodSettings in get_stage",
    )


def _one_answer_for_all(cat: dict[str, Any]) -> Diagnosis | None:
    if cat.get("species") == "cat":
        return None
    return Diagnosis(
        id="cats-are-dogs",
        expected="cats for ?species=cat",
        got=str(cat),
        cause="species is no part of the key, or the deployment was made before it became one.",
        next_look="cacheKeyParameters of the integration, and the place of create_deployment",
    )


def _too_many_keys(dog: dict[str, Any], other_page: dict[str, Any]) -> Diagnosis | None:
    if dog == other_page:
        return None
    return Diagnosis(
        id="key-too-wide",
        expected="the same entry for ?species=dog&page=2",
        got=str(other_page),
        cause="More than species is in the key: each further parameter divides what is kept.",
        next_look="cacheKeyParameters of the integration",
    )


def _another_time(lab: Any, api_id: str) -> Diagnosis | None:
    settings = lab.client("apigateway").get_stage(restApiId=api_id, stageName=STAGE)["methodSettings"]
    found = sorted({setting["cacheTtlInSeconds"] for setting in settings.values()})
    if found == [TTL]:
        return None
    return Diagnosis(
        id="another-time-to-live",
        expected=f"a time to live of {TTL} seconds",
        got=f"{found or 'the default, 300'} seconds",
        cause="Without a setting of its own an entry lives for five minutes.",
        next_look="/*/*/caching/ttlInSeconds in update_stage",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
