"""The common kinds of patch path, and AWS's wordings of their refusals."""

from dataclasses import dataclass

import pytest

from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable
from apiglab.language.patch_rules import (
    LISTING,
    NAMING_OPERATIONS,
    TERSE,
    boolean,
    elements,
    entries,
    scalar,
    values,
    verbatim,
)
from apiglab.model.frozen import FrozenMap


@dataclass(frozen=True, slots=True)
class Zoo:
    """A record with a field of each kind."""

    name: str | None = "Berlin"
    motto: str | None = None
    open_: bool = False
    pets: FrozenMap[str, str] | None = None
    kinds: tuple[str, ...] | None = ("cat", "dog")
    keepers: tuple[str, ...] | None = ("Ada",)


RULES = (
    scalar("/name", "name", removable=True),
    scalar("/motto", "motto", verbatim),
    scalar("/open", "open_", boolean),
    entries("/pets/{name}", "pets", missing="no such pet"),
    elements("/kinds/{kind}", "kinds", missing="no such kind"),
    values("/keepers", "keepers", missing="no such keeper"),
)
ZOO: PatchTable[Zoo] = PatchTable(RULES, NAMING_OPERATIONS)


def _patched(op: str, path: str, value: str | None = None, zoo: Zoo = Zoo()) -> Zoo:
    return ZOO.apply(zoo, [PatchOperation(op=op, path=path, value=value)])


def _refused(op: str, path: str, table: PatchTable[Zoo] = ZOO) -> PatchError:
    with pytest.raises(PatchError) as caught:
        table.apply(Zoo(), [PatchOperation(op=op, path=path, value="x")])
    return caught.value


@pytest.mark.parametrize(
    ("op", "path", "value", "changed"),
    [
        ("replace", "/name", "Wien", Zoo(name="Wien")),
        ("replace", "/name", "", Zoo(name=None)),
        ("remove", "/name", None, Zoo(name=None)),
        ("replace", "/motto", "", Zoo(motto="")),
        ("add", "/pets/Rex", "dog", Zoo(pets=FrozenMap({"Rex": "dog"}))),
        ("add", "/kinds/owl", None, Zoo(kinds=("cat", "dog", "owl"))),
        ("add", "/kinds/cat", None, Zoo(kinds=("dog", "cat"))),
        ("remove", "/kinds/cat", None, Zoo(kinds=("dog",))),
        ("replace", "/kinds/cat", "owl", Zoo(kinds=("dog", "owl"))),
        ("add", "/keepers", "Bob", Zoo(keepers=("Ada", "Bob"))),
        ("remove", "/keepers", "Ada", Zoo(keepers=None)),
    ],
)
def test_an_operation_changes_its_field(op: str, path: str, value: str | None, changed: Zoo) -> None:
    """Scalars are set, entries and elements come and go, and nothing else moves."""
    assert _patched(op, path, value) == changed


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("TRUE", True), ("whatever", False), (None, False)])
def test_a_boolean_is_true_only_where_it_says_so(value: str | None, expected: bool) -> None:
    """Anything else is false, not an error. fact: control.patch-booleans"""
    assert _patched("replace", "/open", value, Zoo(open_=not expected)).open_ is expected


def test_an_entry_is_replaced_and_removed() -> None:
    """A map that lost its last entry is gone."""
    zoo = Zoo(pets=FrozenMap({"Rex": "dog"}))

    assert _patched("replace", "/pets/Rex", "wolf", zoo) == Zoo(pets=FrozenMap({"Rex": "wolf"}))
    assert _patched("remove", "/pets/Rex", None, zoo) == Zoo(pets=None)


@pytest.mark.parametrize(
    ("op", "path", "message"),
    [
        ("replace", "/pets/Rex", "no such pet"),
        ("remove", "/pets/Rex", "no such pet"),
        ("remove", "/kinds/owl", "no such kind"),
        ("replace", "/kinds/owl", "no such kind"),
        ("remove", "/keepers", "no such keeper"),
    ],
)
def test_what_is_not_there_can_be_neither_replaced_nor_removed(op: str, path: str, message: str) -> None:
    """AWS answers 404 and not 400."""
    error = _refused(op, path)

    assert (error.message, error.missing) == (message, True)


@pytest.mark.parametrize(
    ("table", "op", "path", "message"),
    [
        (PatchTable(RULES, NAMING_OPERATIONS), "add", "/x", "Invalid patch path /x"),
        (
            PatchTable(RULES, NAMING_OPERATIONS),
            "add",
            "/name",
            "Invalid patch operation specified. Must be one of: [replace, remove]",
        ),
        (PatchTable(RULES, TERSE), "add", "/name", "Invalid patch path /name"),
        (PatchTable(RULES, TERSE), "add", "/x", "Invalid patch path /x"),
        (
            PatchTable(RULES[1:3], LISTING),
            "replace",
            "/x",
            "Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/motto, /open]",
        ),
        (
            PatchTable(RULES[1:3], LISTING),
            "add",
            "/x",
            "Invalid patch path  '/x' specified for op 'add'. Please choose supported operations",
        ),
    ],
)
def test_resources_word_their_refusals_in_three_ways(table: PatchTable[Zoo], op: str, path: str, message: str) -> None:
    """Two spaces and all."""
    error = _refused(op, path, table)

    assert (error.message, error.missing) == (message, False)
