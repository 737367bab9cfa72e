"""Time and chance as values that are handed in, so that tests and lessons can move one and fix the other."""

import random
import time


class Clock:
    """The lab's time: real time plus an offset that ``advance`` moves.

    Whatever is counted or expires reads ``now``; SigV4 dates and Lambda deadlines read ``real``,
    so that signed calls go on working after the clock was moved.
    """

    __slots__ = ("offset",)

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        """Seconds that ``now`` is ahead of real time."""

    def real(self) -> float:
        """Seconds since the epoch, as the machine has it."""
        return time.time()

    def now(self) -> float:
        """Seconds since the epoch, as the lab has it."""
        return self.real() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the lab's time forward by ``seconds``."""
        if seconds < 0:
            raise ValueError("the clock only moves forward: advance by 0 seconds or more, or reset it")
        self.offset += seconds

    def reset(self) -> None:
        """Let the lab's time be real time again."""
        self.offset = 0.0


class StoppedClock(Clock):
    """A clock that stands still until it is advanced: for tests."""

    __slots__ = ("start",)

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        super().__init__()
        self.start = start

    def real(self) -> float:
        """The instant at which the clock was stopped."""
        return self.start


Chance = random.Random
"""The source of every identifier and every random decision; a seeded one makes them repeat."""
