"""What a cache did over time is counted from the load's begin, and drawn."""

from apiglab.lab.cache_history import MOST, CacheHistory, Point
from tests.unit.lab.cache_readings import a_reading


def a_history(*counts: tuple[int, int]) -> CacheHistory:
    """A history of these hits and misses, a second apart."""
    history = CacheHistory()
    for second, (hits, misses) in enumerate(counts):
        history.take(float(second), a_reading(hits=hits, misses=misses))
    return history


def test_what_was_before_is_not_counted() -> None:
    """Only what the load's requests did."""
    assert a_history((100, 7), (110, 7), (119, 8)).points == [Point(0, 0, 0), Point(1, 10, 0), Point(2, 19, 1)]


def test_a_flush_begins_the_counts_anew() -> None:
    """The line falls, and everybody sees when."""
    history = a_history((100, 7), (110, 7), (4, 1), (5, 1))

    assert history.points[2:] == [Point(2, 4, 1), Point(3, 5, 1)]
    assert history.told() == "5 answered by the cache, 1 asked of the backend."


def test_the_pictures_state_the_finding() -> None:
    """As SVG and with matplotlib; before the first look, too."""
    history = a_history((0, 0), (9, 1))

    assert 'aria-label="Hits and misses over time. 9 answered by the cache' in history.picture(2.0)
    assert history.figure().axes[0].get_title() == "9 answered by the cache, 1 asked of the backend."
    assert "Nobody looked into the cache yet." in CacheHistory().picture(1.0)


def test_a_long_load_is_thinned() -> None:
    """Its first and its newest point stay."""
    history = a_history(*((second, 0) for second in range(10 * MOST)))

    assert len(history.points) <= MOST
    assert (history.points[0], history.points[-1]) == (Point(0, 0, 0), Point(10 * MOST - 1, 10 * MOST - 1, 0))
