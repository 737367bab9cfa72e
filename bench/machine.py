"""What the figures were measured on: without it they mean nothing."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are a package of their own, for three calls

from bench.load import load_tool

PACKAGES = ("aiohttp", "uvloop", "moto", "boto3")


def facts() -> dict[str, str | int]:
    """The machine, its Python and the versions that matter."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "load_tool": load_tool(),
        **{package: _version(package) for package in PACKAGES},
    }


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def _version(package: str) -> str:
    try:
        return version(package)
    except ModuleNotFoundError:
        return "not installed"
