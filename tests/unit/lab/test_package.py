"""What a learner sees in the notebook is what runs on Lambda."""

import io
import json
import math as maths
import zipfile
from html import escape
from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.package import package, source_of

PETS = [{"id": 1, "name": "Mona"}]
CLIENT = object()


def total() -> int:
    """How many pets there are."""
    return len(PETS)


def count(event: Any, context: Any) -> dict[str, Any]:
    """Answer with the number of pets."""
    return {"statusCode": 200, "body": json.dumps({"total": total(), "of": event, "pi": maths.floor(maths.pi)})}


def greet(event: Any, context: Any) -> str:
    """Answer with escaped text."""
    return escape(str(event))


def countdown(event: Any, context: Any) -> Any:
    """Call itself until nothing is left."""
    return countdown(event - 1, context) if event else "lift-off"


def call_a_client(event: Any, context: Any) -> Any:
    """Use something that only this process has."""
    return CLIENT


def run(source: str, name: str, event: Any) -> Any:
    """Run a module's source by itself and call one of its functions."""
    module: dict[str, Any] = {}
    exec(source, module)
    return module[name](event, None)


def test_a_handler_brings_its_imports_constants_and_functions() -> None:
    """The packaged source runs on its own, away from the notebook."""
    answer = run(source_of(count), "count", "an event")

    assert answer == {"statusCode": 200, "body": '{"total": 1, "of": "an event", "pi": 3}'}


def test_a_name_imported_from_a_module_is_imported_again() -> None:
    """``from html import escape`` in the notebook is the same import on Lambda."""
    assert run(source_of(greet), "greet", "<b>") == "&lt;b&gt;"


def test_a_handler_may_call_itself() -> None:
    """A recursive function is packaged once."""
    assert run(source_of(countdown), "countdown", 3) == "lift-off"


def test_a_handler_that_needs_a_notebook_s_object_is_refused_by_name() -> None:
    """The error says which name, why it cannot work, and what to do."""
    with pytest.raises(LabError) as raised:
        source_of(call_a_client)

    assert str(raised.value) == (
        "call_a_client(): it uses 'CLIENT', which exists only in this notebook and not on Lambda\n"
        "Next: give call_a_client() what it needs through the event, or make it inside the function"
    )


def test_what_is_no_function_is_refused() -> None:
    """A handler's answer in the place of the handler is a common slip."""
    with pytest.raises(LabError, match="is not a function"):
        source_of({"statusCode": 200})  # type: ignore[arg-type]


def test_the_same_source_makes_the_same_package() -> None:
    """Lambda sees by the hash that nothing changed."""
    zipped, name = package(count)

    assert (name, package(count)) == ("handler.count", (zipped, name))
    assert zipfile.ZipFile(io.BytesIO(zipped)).namelist() == ["handler.py"]
