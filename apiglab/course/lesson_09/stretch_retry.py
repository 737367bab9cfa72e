"""Lesson 09, exercise 6: a client that backs off."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

MOST_TRIES = 5
LONGEST_WAIT = 10.0


class Server:
    """Answers with the statuses that it was given, and notes when it was called and how long the client waited."""

    def __init__(self, statuses: list[int]) -> None:
        self._statuses = statuses
        self.calls = 0
        self.waits: list[float] = []

    def call(self) -> int:
        """One request: its status."""
        self.calls += 1
        return self._statuses[min(self.calls, len(self._statuses)) - 1]

    def sleep(self, seconds: float) -> None:
        """Wait, without waiting."""
        self.waits.append(seconds)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Let the learner's client call servers that throttle, that work, and that never will."""
    if finding := not_a_function(attempt, "patient"):
        return failed(finding)
    trial = Server([200])
    if attempt(trial.call, trial.sleep, _chance(1)) is TODO:
        return not_attempted()
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "It waits longer each time, by chance, and not for ever; what is no 429 it takes as it is.",
        "a spent quota is a 429, too, and no backing off helps before the next period. Its message tells.",
    )


def _findings(attempt: Callable[..., Any]) -> Iterator[Diagnosis | None]:
    good, status = _tried(attempt, [200])
    yield _wrong(good.calls != 1, "asks-again-for-nothing", "one call where the first succeeds", f"{good.calls} calls")
    yield _wrong(status != 200, "loses-the-answer", "200", shown(status))
    recovered, status = _tried(attempt, [429, 429, 200])
    yield _wrong(recovered.calls < 3, "gives-up-at-once", "a third call after two 429", f"{recovered.calls} calls")
    yield _wrong(status != 200, "loses-the-answer", "200 after two 429", shown(status))
    yield _wrong(
        len(recovered.waits) < 2, "does-not-wait", "a wait before each new call", f"{len(recovered.waits)} waits"
    )
    yield _wrong(min(recovered.waits) < 0, "waits-backwards", "waits of 0 s or more", shown(recovered.waits))
    bad, status = _tried(attempt, [400])
    yield _wrong(bad.calls != 1, "retries-what-stays-wrong", "one call where the answer is 400", f"{bad.calls} calls")
    yield _wrong(status != 400, "loses-the-answer", "400", shown(status))
    never, status = _tried(attempt, [429])
    yield _wrong(never.calls != MOST_TRIES, "never-ends", f"{MOST_TRIES} calls, then the 429", f"{never.calls} calls")
    yield _wrong(status != 429, "loses-the-answer", "429 after the last try", shown(status))
    yield _wrong(
        len(never.waits) >= MOST_TRIES, "waits-for-nothing", "no wait after the last call", "a wait at the end"
    )
    yield from _about_waits(attempt)


def _about_waits(attempt: Callable[..., Any]) -> Iterator[Diagnosis | None]:
    runs = [_tried(attempt, [429], seed=seed)[0].waits for seed in range(200)]
    means = [sum(waits) / len(runs) for waits in zip(*runs, strict=True)]
    yield _wrong(
        any(len({waits[step] for waits in runs}) == 1 for step in range(len(means))),
        "no-jitter",
        "another wait for each client",
        "the same wait for all of them, who then come back together",
    )
    yield _wrong(
        any(later < 1.5 * earlier for earlier, later in pairwise(means)),
        "does-not-back-off",
        "waits that double, on average",
        ", ".join(f"{mean:.2f} s" for mean in means),
    )
    yield _wrong(
        max(max(waits) for waits in runs) > LONGEST_WAIT, "waits-too-long", f"at most {LONGEST_WAIT:g} s", "more"
    )


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  a client's jitter is no secret


def _tried(attempt: Callable[..., Any], statuses: list[int], *, seed: int = 1) -> tuple[Server, Any]:
    server = Server(statuses)
    return server, attempt(server.call, server.sleep, _chance(seed))


CAUSES = {
    "asks-again-for-nothing": "A success needs no second try.",
    "loses-the-answer": "The client wants the last status, whatever it is.",
    "gives-up-at-once": "429 means later, not never: try again.",
    "does-not-wait": "Asking again at once finds the bucket as empty as before.",
    "waits-backwards": "Nobody can wait for less than no time.",
    "retries-what-stays-wrong": "A 400 is wrong every time: only 429 gets better by waiting.",
    "never-ends": "Five tries are enough; then somebody has to be told.",
    "waits-for-nothing": "After the last try there is nothing to wait for.",
    "no-jitter": "Clients that were refused together come back together, and are refused again: wait by chance.",
    "does-not-back-off": "While it is crowded, everybody has to come less often: double the most that you wait.",
    "waits-too-long": "A user is waiting, too.",
}


def _wrong(is_wrong: bool, finding: str, wanted: str, got: str) -> Diagnosis | None:  # noqa: FBT001  a finding
    if not is_wrong:
        return None
    return Diagnosis(
        id=finding, expected=wanted, got=got, cause=CAUSES[finding], next_look="the loop of your client, try by try"
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
