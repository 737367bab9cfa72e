"""The lab's clock: move the local AWS's time, so that a quota's day or a token's hour takes no waiting."""

import time

from apiglab.lab.backend import Backend
from apiglab.lab.errors import LabError


class LabClock:
    """The time of what is counted or expires: buckets, quotas, caches, tokens, log stamps.

    Signatures stay on real time, so signed calls go on working.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @property
    def offset(self) -> float:
        """Seconds that the lab's time is ahead of real time; 0 on AWS."""
        return self._backend.clock_offset()

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> "LabClock":
        """Move the lab's time forward."""
        total = seconds + 60 * minutes + 3600 * hours
        if total < 0:
            raise LabError("lab.clock", "the clock only moves forward", "lab.clock.reset() makes it real time again")
        self._backend.advance_clock(total)
        return self

    def reset(self) -> "LabClock":
        """Make the lab's time real time again."""
        self._backend.reset_clock()
        return self

    def __repr__(self) -> str:
        return clock_line(self.offset)


def lab_now(backend: Backend) -> float:
    """Seconds since the epoch, as this lab's AWS has it."""
    return time.time() + backend.clock_offset()


def clock_line(offset: float) -> str:
    """An offset in a sentence."""
    if not offset:
        return "Lab time is real time."
    return f"Lab time is {in_words(offset)} ahead of real time; lab.clock.reset() makes it real time again."


def in_words(seconds: float) -> str:
    """A duration in days, hours, minutes and seconds."""
    days, rest = divmod(round(seconds), 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    units = ((days, "d"), (hours, "h"), (minutes, "min"), (left, "s"))
    return " ".join(f"{count} {unit}" for count, unit in units if count) or f"{seconds:g} s"
