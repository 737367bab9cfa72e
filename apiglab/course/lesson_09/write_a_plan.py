"""Lesson 09, exercise 5: sell a trial: a key, a plan, a quota."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_09.keyed_api import call, keyed_api, traffic_removed
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

QUOTA = 3


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function sell two trials of a fresh API, and use them up."""
    if finding := not_a_function(attempt, "sell_trial"):
        return failed(finding)
    with traffic_removed(lab) as apis:
        api_id = keyed_api(apis)
        key = attempt(apis, api_id, "north")
        if key is TODO:
            return not_attempted()
        finding = _no_value(key) or first(_findings(lab, api_id, key, lambda: attempt(apis, api_id, "south")))
    if finding:
        return failed(finding)
    return passed(
        "Three calls for each shop, then Limit Exceeded; the next month begins with three again.",
        "each call of yours made a plan of its own, or they share one: a plan's quota is each key's in either case.",
    )


def _findings(lab: Any, api_id: str, key: str, sell_another: Any) -> Iterator[Diagnosis | None]:
    first_call = call(lab, api_id, key, wanted=200)
    yield _refused(first_call)
    for _ in range(QUOTA - 1):
        yield _too_early(call(lab, api_id, key, wanted=200))
    last = call(lab, api_id, key, wanted=429)
    yield _never_ends(last)
    yield _throttled(last)
    other = sell_another()
    yield _no_value(other) or _same_key(key, other)
    yield _shared(call(lab, api_id, other, wanted=200))
    yield _not_monthly(lab, api_id)


def _no_value(key: Any) -> Diagnosis | None:
    if isinstance(key, str) and len(key) >= 20:
        return None
    cause = "Return the value of the key: that is what the shop sends. Its id is only yours."
    return Diagnosis(
        id="returned-no-value",
        expected="the key's value, a text of at least 20 characters",
        got=shown(sorted(key)) if isinstance(key, dict) else shown(key),
        cause=cause,
        next_look='create_api_key(…)["value"]',
    )


def _refused(answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    causes = {
        403: ("opens-nothing", "The key is disabled, in no plan, or its plan lacks the stage dev of this API."),
        429: ("nothing-to-spend", "The quota or the throttle lets not even one request through."),
    }
    finding, cause = causes.get(answer.status, ("another-status", "The request fails behind the key."))
    return Diagnosis(
        id=finding,
        expected="200 for the first call with the new key",
        got=f"{answer.status_line}: {answer.text}",
        cause=cause,
        next_look="enabled=True, create_usage_plan_key, apiStages: lesson 09, part 2",
    )


def _too_early(answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="ends-too-early",
        expected=f"{QUOTA} calls that pass",
        got=f"{answer.status_line}: {answer.text}",
        cause="The quota is smaller than three, or a throttle refuses calls that come one after the other.",
        next_look="limit and offset of the quota, burstLimit of the throttle",
    )


def _never_ends(answer: Exchange) -> Diagnosis | None:
    if answer.status == 429:
        return None
    return Diagnosis(
        id="never-ends",
        expected=f"429 for call {QUOTA + 1}",
        got=answer.status_line,
        cause="The plan has no quota, or a larger one.",
        next_look='quota={"limit": …, "period": …}',
    )


def _throttled(answer: Exchange) -> Diagnosis | None:
    if "Limit Exceeded" in answer.text:
        return None
    return Diagnosis(
        id="throttle-instead-of-quota",
        expected="Limit Exceeded: a quota",
        got=answer.text,
        cause="Too Many Requests is a throttle: it passes again a moment later. A trial has to end for the month.",
        next_look="the difference between throttle and quota: lesson 09, part 5",
    )


def _same_key(key: str, other: str) -> Diagnosis | None:
    if key != other:
        return None
    return Diagnosis(
        id="one-key-for-all",
        expected="another key for another shop",
        got="the same value twice",
        cause="Whoever shares a key shares its quota, and you cannot tell them apart.",
        next_look="the name of the shop, and a new key for each call",
    )


def _shared(answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="second-shop-is-out",
        expected="200 for the second shop's first call",
        got=f"{answer.status_line}: {answer.text}",
        cause="The second key is in no plan of this stage.",
        next_look="whether a plan of the same name is there already: then add the key to it",
    )


def _not_monthly(lab: Any, api_id: str) -> Diagnosis | None:
    plans = lab.client("apigateway").get_usage_plans(limit=500)["items"]
    ours = [plan for plan in plans if any(each["apiId"] == api_id for each in plan.get("apiStages", ()))]
    periods = {plan.get("quota", {}).get("period") for plan in ours}
    if periods == {"MONTH"}:
        return None
    return Diagnosis(
        id="another-period",
        expected="a quota for each MONTH",
        got=shown(sorted(str(period) for period in periods)),
        cause="The trial would begin anew too soon.",
        next_look="the period of the quota",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
