"""Token buckets over time, from the journeys of requests."""

from dataclasses import replace
from typing import Any

from apiglab.lab.bucket_levels import BucketLevels, Level
from apiglab.lab.journey import Journey, JourneyStep
from tests.browser.stub_lab import a_journey


def a_throttled(**tokens: float) -> Journey:
    """A journey that found so many tokens in each bucket of ten."""
    levels = [{"level": name.replace("_", " "), "tokens_left": left, "burst": 10} for name, left in tokens.items()]
    detail: dict[str, Any] = {"levels": levels} if levels else {}
    step = JourneyStep(phase="Throttling", outcome="passed", detail=detail)
    return replace(a_journey("GET", "/pets", refused=False), steps=(step,))


def test_each_level_is_a_line_of_readings() -> None:
    """In the order of time: an answer that came late tells nothing new."""
    levels = BucketLevels()
    for seconds, left in ((0.0, 9.0), (2.0, 4.5), (1.0, 7.0)):
        assert levels.take(seconds, a_throttled(usage_plan=left, account=4999))

    assert levels.seen["usage plan"] == [Level(0.0, 9.0, 10), Level(2.0, 4.5, 10)]
    assert levels.told() == "usage plan: 4.5 of 10 tokens."


def test_a_request_without_limits_tells_nothing() -> None:
    """Neither does one that never came to the phase."""
    levels = BucketLevels()

    assert not levels.take(0.0, a_throttled())
    assert not levels.take(0.0, replace(a_throttled(account=1), steps=()))
    assert (levels.seen, levels.told()) == ({}, "No bucket was seen yet.")


def test_the_account_is_drawn_where_it_is_alone() -> None:
    """Its thousands of tokens would flatten the others."""
    levels = BucketLevels()
    levels.take(0.0, a_throttled(account=4999))
    alone = list(levels.drawn)
    levels.take(1.0, a_throttled(usage_plan=3, account=4998))

    assert (alone, list(levels.drawn)) == (["account"], ["usage plan"])


def test_the_picture_says_what_it_shows() -> None:
    """A line for each level, told apart without colours."""
    levels = BucketLevels()
    levels.take(0.0, a_throttled(usage_plan=9))
    levels.take(5.0, replace(a_throttled(), steps=(a_level("stage, method", 2),)))
    picture = levels.picture(10)

    assert (
        'aria-label="Tokens in the buckets over time. usage plan: 9.0 of 10 tokens; stage, method: 2.0 of 10 tokens."'
        in picture
    )
    assert 'stroke-dasharray="2 4"' in picture
    assert [line.get_label() for line in levels.figure().axes[0].lines] == ["usage plan", "stage, method"]


def test_before_the_first_reading_there_is_a_frame() -> None:
    """And no legend in the figure."""
    levels = BucketLevels()

    assert "No bucket was seen yet." in levels.picture(10)
    assert levels.figure().axes[0].get_legend() is None


def a_level(name: str, left: float) -> JourneyStep:
    """A step that found so many tokens at one level."""
    detail = {"levels": [{"level": name, "tokens_left": left, "burst": 10}]}
    return JourneyStep(phase="Throttling", outcome="refused", detail=detail)
