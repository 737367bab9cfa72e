"""From parsed input to a function's keyword arguments."""

from dataclasses import dataclass

from apiglab.control.protocol.records import to_arguments
from apiglab.model.frozen import FrozenMap
from tests.unit.control.protocol.shapes_for_tests import TEXT, a_list, a_map, a_structure, an_operation, member


@dataclass(frozen=True, slots=True, kw_only=True)
class Trick:
    """What a structure within the input becomes."""

    trick_name: str
    from_: str | None = None


TRICK = a_structure(member("trickName", TEXT), member("from", TEXT), name="Trick")


def test_names_structures_lists_and_maps_become_ours() -> None:
    """snake_case, records, tuples and frozen maps, all the way down."""
    operation = an_operation(
        member("petName", TEXT), member("allTricks", a_list(TRICK)), member("notes", a_map(a_list(TRICK)))
    )
    params = {
        "petName": "Rex",
        "allTricks": ({"trickName": "sit", "from": "Ada"},),
        "notes": {"old": ({"trickName": "roll"},)},
    }

    assert to_arguments(operation, params, {"Trick": Trick}) == {
        "pet_name": "Rex",
        "all_tricks": (Trick(trick_name="sit", from_="Ada"),),
        "notes": FrozenMap({"old": (Trick(trick_name="roll"),)}),
    }
