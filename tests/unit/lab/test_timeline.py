"""A load over time is kept in at most 60 slices, whatever it measures."""

from apiglab.lab.timeline import Timeline
from tests.unit.lab.load_builders import a_measured


def test_requests_fall_into_the_slice_in_which_they_were_meant_to_leave() -> None:
    """A slice has rates by class and the median of what was answered."""
    timeline = Timeline(60)
    timeline.add([a_measured(0.1, 0.001), a_measured(0.2, 0.003), a_measured(0.3, 0.005, 429), a_measured(0.4, 9, 0)])
    timeline.add([a_measured(2.5, 0.002, 200)])
    first, second = timeline.slices

    assert (first.start, first.width, first.middle, first.median()) == (0, 1, 0.5, 3.0)
    assert [first.rate(status) for status in timeline.classes] == [2, 1, 1]
    assert timeline.classes == ["2xx", "4xx", "no answer"]
    assert (second.start, second.median()) == (2, 2.0)


def test_a_constant_rate_looks_constant() -> None:
    """Every slice is as wide as a whole number of arrivals takes."""
    timeline = Timeline(5, rate=20)
    timeline.add(a_measured(n / 20) for n in range(100))

    assert [at.rate("2xx") for at in timeline.slices] == [20.0] * 50


def test_many_requests_are_thinned_evenly() -> None:
    """The fastest and the slowest are always shown."""
    timeline = Timeline(60)
    timeline.add(a_measured(0.5, ms / 1000) for ms in range(1, 102))
    (only,) = timeline.slices

    assert [round(ms) for ms, _ in only.shown("2xx")] == [1, 26, 51, 76, 101]
    assert only.shown("4xx") == []


def test_what_was_shown_is_renewed_when_more_is_measured() -> None:
    """A slice under way changes with each batch."""
    timeline = Timeline(60)
    timeline.add([a_measured(0.5, 0.001)])
    (only,) = timeline.slices
    before = (only.shown("2xx"), only.median())
    timeline.add([a_measured(0.6, 0.003)])

    assert before == ([(1.0, 0.5)], 1.0)
    assert (only.shown("2xx"), only.median()) == ([(1.0, 0.5), (3.0, 0.6)], 2.0)


def test_a_longer_load_widens_the_slices_and_loses_nothing() -> None:
    """A load that ends by count has no known end, and may take ever longer."""
    timeline = Timeline(6)
    timeline.add(a_measured(n / 10) for n in range(1000))
    counts = [sum(map(len, at.dots_of.values())) for at in timeline.slices]

    assert round(timeline.width, 9) == 3.2
    assert len(counts) == 32
    assert sum(counts) == 1000
