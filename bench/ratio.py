"""Two servers measured in turns, so that whatever else the machine does falls on both."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from bench.load import NO_HEADERS, Load, run_load
from bench.setting import Setting


@dataclass(frozen=True, slots=True)
class Ratio:
    """A server's bursts and its reference's, each pair measured next to each other."""

    pairs: tuple[tuple[Load, Load], ...]
    """Subject and reference."""

    @property
    def of_rates(self) -> float:
        """The subject's requests per second as a share of the reference's: the median of the pairs."""
        return median(subject.requests_per_second / reference.requests_per_second for subject, reference in self.pairs)

    @property
    def detail(self) -> str:
        """The medians that the ratio was made from."""
        subject = median(pair[0].requests_per_second for pair in self.pairs)
        reference = median(pair[1].requests_per_second for pair in self.pairs)
        p50 = median(pair[0].p50 for pair in self.pairs)
        return f"{subject:,.0f}/s of {reference:,.0f}/s, p50 {p50 * 1000:.2f} ms"


def in_turns(
    setting: Setting,
    subject_url: str,
    reference_url: str,
    *,
    connections: int,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Ratio:
    """Warm the subject up, then load reference and subject in turns; ``headers`` are the subject's."""
    setting.say(f"warming up, {connections} connections")
    run_load(subject_url, connections=connections, seconds=1, headers=headers)
    pairs = []
    for number in range(1, setting.pace.rounds + 1):
        setting.say(f"{connections} connections, round {number} of {setting.pace.rounds}")
        reference = run_load(reference_url, connections=connections, seconds=setting.pace.seconds)
        subject = run_load(subject_url, connections=connections, seconds=setting.pace.seconds, headers=headers)
        pairs.append((subject, reference))
    return Ratio(tuple(pairs))
