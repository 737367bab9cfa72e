"""Hides the packages that the lab uses where they install and never requires, as if they were not installed.

A Python that has this folder on its PYTHONPATH imports this file before anything else, and so do its children.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

HIDDEN = {"uvloop", "awslambdaric"}


class _Finder:
    """Finds what Python's own finder does, but for what is hidden."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The module's spec, or None as for one that is not installed."""
        return None if name.partition(".")[0] in HIDDEN else PathFinder.find_spec(name, path, target)

    @staticmethod
    def find_distributions(context: Any) -> Any:
        """What ``importlib.metadata`` knows of a package: nothing of a hidden one."""
        return () if context.name in HIDDEN else PathFinder.find_distributions(context)


sys.meta_path[:] = [_Finder if finder is PathFinder else finder for finder in sys.meta_path]
