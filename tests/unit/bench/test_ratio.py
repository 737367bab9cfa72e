"""A ratio comes from pairs measured next to each other."""

from bench.load import Load
from bench.ratio import Ratio


def a_load(rate: float, p50: float = 0.001) -> Load:
    """A burst at ``rate``."""
    return Load(requests_per_second=rate, p50=p50, requests=1)


def test_the_ratio_is_the_median_of_the_pairs_ratios() -> None:
    """One disturbed round does not move the result; the machine's drift falls on both sides of a pair."""
    ratio = Ratio(((a_load(50), a_load(100)), (a_load(300), a_load(500)), (a_load(1), a_load(1000))))

    assert ratio.of_rates == 0.5


def test_the_detail_gives_both_rates_and_the_latency() -> None:
    """The reader sees what was divided by what."""
    ratio = Ratio(((a_load(5000, 0.0021), a_load(10_000)),))

    assert ratio.detail == "5,000/s of 10,000/s, p50 2.10 ms"
