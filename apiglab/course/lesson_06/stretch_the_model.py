"""Lesson 06, exercise 6: write the model of the way to an API."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.endpoint_latency import PlaceLatency
from apiglab.lab.exercises import TODO, Outcome

Case = tuple[str, str, bool, float, float, str]
"""The finding, the endpoint, whether the connection is new, both round trips, and the rule."""

CASES: tuple[Case, ...] = (
    ("regional-kept", "REGIONAL", False, 80.0, 10.0, "An open connection: one round trip, all the way."),
    ("regional-new", "REGIONAL", True, 80.0, 10.0, "A new connection: TCP, TLS and the request, each all the way."),
    ("edge-kept", "EDGE", False, 80.0, 10.0, "To the edge and on to the Region, over connections that are open."),
    ("edge-new", "EDGE", True, 80.0, 10.0, "TCP and TLS end at the edge; only the request goes all the way."),
    ("edge-new", "EDGE", True, 12.0, 10.0, "Near the Region the edge is a detour, and the model says so."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's model with the lab's, case by case."""
    if finding := not_a_function(attempt, "milliseconds"):
        return failed(finding)
    if attempt(*CASES[0][1:5]) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Edge wins where connections are new and callers are far; near the Region it is a detour.",
        "for which of your callers are connections new?",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, endpoint, is_new, round_trip, location, rule = case
    place = PlaceLatency("there", round_trip, location)
    regional = place.regional_new if is_new else place.regional_kept
    edge = place.edge_new if is_new else place.edge_kept
    wanted = edge if endpoint == "EDGE" else regional
    said = attempt(endpoint, is_new, round_trip, location)
    if isinstance(said, int | float) and abs(said - wanted) < 1e-9:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{wanted:g} ms for {endpoint}, {'new' if is_new else 'open'}, {round_trip:g} and {location:g} ms",
        got=shown(said),
        cause=rule,
        next_look="which of TCP, TLS and the request go where, and whether they happen at all",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
