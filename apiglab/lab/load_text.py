"""A load's result in words: its finding in one sentence, and a text of fixed form."""

from collections.abc import Mapping

from apiglab.lab.load_measurements import Measurements
from apiglab.lab.statuses import status_name

LATE_MS = 20.0
"""A schedule kept this badly says more about the machine than about the server."""


def milliseconds(value: float) -> str:
    """A latency with three digits that matter."""
    return f"{value:.2f} ms" if value < 10 else f"{value:.1f} ms" if value < 1000 else f"{value:,.0f} ms"


def counts_text(counts: Mapping[int | str, int]) -> str:
    """Counts in one line: ``"200: 498 · 429: 2"``."""
    return " · ".join(f"{status}: {count:,}" for status, count in counts.items()) or "none"


def finding(result: Measurements) -> str:
    """What the load showed, in one or two sentences: the text beside, and instead of, the pictures."""
    total, counts = len(result.measured), result.status_counts
    if not total:
        return f"{result.plan.model}: nothing was answered before the load ended."
    if len(counts) == 1:
        (status,) = counts
        outcome = f"all ended in {status_name(status)}"
    else:
        outcome = ", ".join(f"{count / total:.1%} {status_name(status)}" for status, count in counts.items())
    sent = "1 request" if total == 1 else f"{total:,} requests"
    told = f"{sent} ({result.plan.model}): {outcome}."
    if not result.answered:
        return told
    half, most, slowest = (milliseconds(result.percentile(share)) for share in (50, 99, 100))
    return f"{told} Half were answered within {half}, 99 % within {most}, the slowest took {slowest}."


def notes(result: Measurements) -> list[str]:
    """What a reader must know before trusting the numbers."""
    found = []
    if result.gave_up:
        found.append("nobody answers at this address: the load gave up; is the server running?")
    if result.stopped:
        found.append(f"stopped early; {result.unfinished:,} requests were under way and are not counted")
    if result.late_ms > LATE_MS:
        found.append(f"this machine was up to {milliseconds(result.late_ms)} late to send: too busy to trust the tail")
    return found


def text(result: Measurements) -> str:
    """The result as fixed lines, whose numbers a sanitiser can replace."""
    took = f"in {result.seconds:.1f} s ({result.rate:,.1f}/s)"
    rows = [
        ("model", result.plan.model),
        ("requests", f"{len(result.measured):,} sent, {result.answered:,} answered {took}"),
        ("status", counts_text(result.status_counts)),
    ]
    if result.answered:
        shown = {"p50": 50, "p90": 90, "p99": 99, "max": 100}
        told = (f"{name} {milliseconds(result.percentile(share))}" for name, share in shown.items())
        rows.append(("latency", " · ".join(told)))
    rows.extend(("note", note) for note in notes(result))
    return "\n".join([f"{result.plan.method} {result.plan.path}", *(f"  {name:<9} {value}" for name, value in rows)])


def shape(result: Measurements) -> str:
    """The result without what varies from run to run: no times, and counts only where the plan fixes them."""
    head = f"{result.plan.method} {result.plan.path} ({result.plan.model})"
    if result.plan.ends_by_count:
        return f"{head}\n  {len(result.measured):,} requests · {counts_text(result.status_counts)}"
    return f"{head}\n  {', '.join(map(status_name, result.status_counts)) or 'nothing was answered'}"
