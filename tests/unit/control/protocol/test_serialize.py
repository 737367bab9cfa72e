"""From frozen records to the members of an answer."""

import json
from dataclasses import dataclass

from apiglab.control.protocol.serialize import serialize_output
from apiglab.control.protocol.shapes import Shape
from apiglab.model.frozen import FrozenMap
from tests.unit.control.protocol.shapes_for_tests import (
    FLAG,
    TEXT,
    WHEN,
    a_list,
    a_map,
    a_structure,
    an_operation,
    member,
)


@dataclass(frozen=True, slots=True)
class Pet:
    """A record as ours are."""

    pet_name: str
    born_date: float
    is_tame: bool = False
    tricks: tuple[str, ...] | None = None
    notes: FrozenMap[str, str | None] | None = None
    secret: str = "not AWS's to know"


PET = a_structure(
    member("petName", TEXT, wire="name"),
    member("bornDate", WHEN),
    member("isTame", FLAG),
    member("tricks", a_list(TEXT)),
    member("notes", a_map(TEXT)),
    member("owner", TEXT),
)


def _answer(output: object, shape: Shape | None) -> object:
    body = serialize_output(an_operation(output=shape), output)
    return json.loads(body) if body else body


def test_an_answer_has_exactly_the_members_that_have_a_value() -> None:
    """By their wire names; false is a value, None is none, and fields the model lacks stay here."""
    assert _answer(Pet("Rex", 1_700_000_000.9), PET) == {"name": "Rex", "bornDate": 1_700_000_000, "isTame": False}


def test_containers_are_written_to_the_bottom() -> None:
    """Tuples become arrays and maps objects, a null among their values stays."""
    pet = Pet("Rex", 0.0, tricks=(), notes=FrozenMap({"a": "b", "c": None}))

    assert _answer(pet, PET) == {
        "name": "Rex",
        "bornDate": 0,
        "isTame": False,
        "tricks": [],
        "notes": {"a": "b", "c": None},
    }


def test_a_mapping_is_read_by_aws_s_member_names() -> None:
    """An operation may answer one where no record fits."""
    assert _answer({"petName": "Rex", "other": 1}, PET) == {"name": "Rex"}


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    """JSON can say it and UTF-8 cannot; Java has a question mark for it."""
    assert _answer({"petName": "a\ud800b"}, PET) == {"name": "a?b"}


def test_an_operation_without_output_answers_an_empty_body() -> None:
    """Neither null nor braces."""
    assert _answer(None, None) == b""
    assert _answer(None, a_structure()) == b""
