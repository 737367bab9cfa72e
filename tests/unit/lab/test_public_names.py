"""``import apiglab`` offers exactly what it says, and loads nothing until it is used."""

import inspect
import subprocess
import sys

import pytest

import apiglab

NAMES = [
    "TODO",
    "CacheRule",
    "Exchange",
    "Journey",
    "Lab",
    "LabError",
    "LoadResult",
    "Outcome",
    "Verdict",
]


def test_the_public_names_are_exactly_these() -> None:
    """Adding one is a decision; a public name stays."""
    assert apiglab.__all__ == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name != "TODO"])
def test_each_public_name_is_there_and_documented(name: str) -> None:
    """A learner's ``help(apiglab.Lab)`` says something."""
    assert inspect.getdoc(getattr(apiglab, name))


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    """Lazy names must not hide typing errors."""
    with pytest.raises(AttributeError, match="module 'apiglab' has no attribute 'Lap'"):
        apiglab.Lap  # noqa: B018  # the look-up is the test


def test_completion_knows_the_names_before_they_are_loaded() -> None:
    """Tab in a notebook."""
    program = "import apiglab; print(set(apiglab.__all__) <= set(dir(apiglab)))"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"True\n"


def test_making_a_lab_loads_no_pictures_no_tables_and_no_widgets() -> None:
    """A first cell waits for boto3 at most."""
    heavy = ("pandas", "matplotlib", "ipywidgets", "IPython", "moto", "aiohttp")
    program = f"import sys, apiglab; apiglab.Lab; print([name for name in {heavy!r} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"[]\n"
