"""Learn Amazon API Gateway by using it: a local gateway, a real local Lambda, and notebooks.

``import apiglab; lab = apiglab.Lab("01")`` is where a notebook begins. Names are imported when they are first used,
so that ``import apiglab`` itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apiglab.lab.distribution import CacheRule
    from apiglab.lab.errors import LabError
    from apiglab.lab.exchange import Exchange
    from apiglab.lab.exercises import TODO, Outcome, Verdict
    from apiglab.lab.journey import Journey
    from apiglab.lab.lab import Lab
    from apiglab.lab.load_result import LoadResult

_HOMES = {
    "CacheRule": "apiglab.lab.distribution",
    "Exchange": "apiglab.lab.exchange",
    "Journey": "apiglab.lab.journey",
    "Lab": "apiglab.lab.lab",
    "LabError": "apiglab.lab.errors",
    "LoadResult": "apiglab.lab.load_result",
    "Outcome": "apiglab.lab.exercises",
    "TODO": "apiglab.lab.exercises",
    "Verdict": "apiglab.lab.exercises",
}

__all__ = ["TODO", "CacheRule", "Exchange", "Journey", "Lab", "LabError", "LoadResult", "Outcome", "Verdict"]


def __getattr__(name: str) -> Any:
    """Import a public name's module the first time the name is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("apiglab")
    if name not in _HOMES:
        raise AttributeError(f"module 'apiglab' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
