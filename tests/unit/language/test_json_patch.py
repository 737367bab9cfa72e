"""The patch engine: paths, operations, and what becomes of a record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable, Rule, Wording, match, raw_tokens


@dataclass(frozen=True, slots=True)
class Pet:
    """A record to patch."""

    name: str
    tricks: tuple[str, ...] = ()


def _rename(pet: Pet, _names: tuple[str, ...], operation: PatchOperation) -> Pet:
    return replace(pet, name=operation.value or "")


def _teach(pet: Pet, names: tuple[str, ...], _operation: PatchOperation) -> Pet:
    return replace(pet, tricks=(*pet.tricks, *names))


def _unknown_path(operation: PatchOperation, paths: Sequence[str]) -> str:
    return f"no {operation.target}, only {', '.join(paths)}"


def _unsupported(operation: PatchOperation, ops: Sequence[str]) -> str:
    return f"no {operation.op}, only {', '.join(ops)}"


def _pets(*, judges_op_first: bool = False) -> PatchTable[Pet]:
    return PatchTable(
        (
            Rule("/name", {"replace": _rename}),
            Rule("/tricks/{trick}", {"add": _teach}),
            Rule("/tricks/{trick}/known", {"add": _teach}, unsupported="tricks stay"),
        ),
        Wording(_unknown_path, _unsupported, judges_op_first),
    )


def test_operations_take_effect_in_their_order() -> None:
    """The last of two replacements stands."""
    operations = [PatchOperation(op="replace", path="/name", value=name) for name in ("Rex", "Ada")]

    assert _pets().apply(Pet("?"), operations) == Pet("Ada")


def test_the_record_given_stays_as_it_was_where_a_later_operation_is_refused() -> None:
    """All operations or none: the record is a value, and the refusal leaves it alone."""
    pet = Pet("Rex")
    operations = [PatchOperation(op="replace", path="/name", value="Ada"), PatchOperation(op="add", path="/name")]

    with pytest.raises(PatchError):
        _pets().apply(pet, operations)
    assert pet == Pet("Rex")


@pytest.mark.parametrize(
    ("path", "trick"),
    [("/tricks/sit", "sit"), ("/tricks/sit~1down", "sit/down"), ("/tricks/~01", "~1"), ("/tricks/a~0b", "a~b")],
)
def test_tokens_are_unescaped(path: str, trick: str) -> None:
    """``~1`` is a slash and ``~0`` a tilde, each of them once."""
    assert _pets().apply(Pet("Rex"), [PatchOperation(op="add", path=path)]) == Pet("Rex", (trick,))


@pytest.mark.parametrize("path", ["/nam", "/name/", "name", "", "/", None, "/tricks", "/tricks/", "/tricks/a/b/c"])
def test_a_path_that_no_rule_has_is_refused(path: str | None) -> None:
    """The refusal is worded by the resource, and prints a missing path as null."""
    with pytest.raises(PatchError) as caught:
        _pets().apply(Pet("Rex"), [PatchOperation(op="replace", path=path)])

    printed = "null" if path is None else path
    assert caught.value.message == f"no {printed}, only /name, /tricks/{{trick}}, /tricks/{{trick}}/known"


def test_an_operation_that_the_path_does_not_support_is_refused() -> None:
    """The refusal lists what the path supports."""
    with pytest.raises(PatchError, match=r"^no remove, only replace$"):
        _pets().apply(Pet("Rex"), [PatchOperation(op="remove", path="/name")])


def test_a_path_can_have_words_of_its_own() -> None:
    """They go before the resource's."""
    with pytest.raises(PatchError, match=r"^tricks stay$"):
        _pets().apply(Pet("Rex"), [PatchOperation(op="remove", path="/tricks/sit/known")])


def test_some_resources_judge_the_operation_before_the_path() -> None:
    """Then an operation that no path supports is refused wherever it points."""
    with pytest.raises(PatchError, match=r"^no move, only $"):
        _pets(judges_op_first=True).apply(Pet("Rex"), [PatchOperation(op="move", path="/nowhere")])


@pytest.mark.parametrize(
    ("template", "path", "names"),
    [
        ("/{r+}/{m}/on", "/pets/GET/on", ("pets", "GET")),
        ("/{r+}/{m}/on", "/a/b/GET/on", ("a/b", "GET")),
        ("/{r+}/{m}/on", "/~1a~1b/GET/on", ("~1a~1b", "GET")),
        ("/{r+}/{m}/on", "/GET/on", None),
        ("/{r+}/{m}/on", "/pets/GET/off", None),
        ("/x/{n}", "/x/a/b", None),
    ],
)
def test_a_greedy_placeholder_takes_what_is_left_as_it_was_sent(
    template: str, path: str, names: tuple[str, ...] | None
) -> None:
    """``{r+}`` stands for one token or more, still escaped."""
    assert match(template, raw_tokens(path)) == names
