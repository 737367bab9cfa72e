"""moto on the lab's time: its stamps and expiries move with the lab's clock.

Nearly all of moto asks one function for the time, and that function asks the ``datetime`` of its module.
"""

import datetime as real
import sys
import time
from typing import Any

from moto.core import utils

from apiglab.model.clock import Clock


class _Datetime(real.datetime):
    """``datetime.datetime`` whose present is the lab's."""

    clock = Clock()

    @classmethod
    def now(cls, tz: real.tzinfo | None = None) -> Any:
        """The lab's present, as an ordinary datetime."""
        return real.datetime.fromtimestamp(cls.clock.now(), tz)


class _Module:
    """The ``datetime`` module with that one class in it."""

    datetime = _Datetime

    def __getattr__(self, name: str) -> Any:
        return getattr(real, name)


class _Time:
    """The ``time`` module whose ``time`` is the lab's."""

    def time(self) -> float:
        """The lab's present."""
        return _Datetime.clock.now()

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def follow_in(module_name: str) -> None:
    """Have a module of moto that asks ``time`` for itself live in the lab's time too."""
    module: Any = sys.modules[module_name]
    module.time = _Time()


def follow(clock: Clock) -> None:
    """Have moto live in the time of ``clock``."""
    _Datetime.clock = clock
    # Typed so that it can be replaced.
    module: Any = utils
    module.datetime = _Module()
