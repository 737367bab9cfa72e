"""From an HTTP request to the operation it asks for."""

from apiglab.control.protocol.routes import Query, Routes
from tests.unit.control.protocol.shapes_for_tests import an_operation

ROUTES = Routes(
    [
        an_operation(name="CreatePet", method="POST", path="/pets"),
        an_operation(name="ImportPet", method="POST", path="/pets", query=(("mode", "import"),)),
        an_operation(name="GetPet", method="GET", path="/pets/{pet_id}"),
        an_operation(name="GetOldest", method="GET", path="/pets/oldest"),
        an_operation(name="GetTrick", method="GET", path="/pets/{pet_id}/tricks/{trick}"),
    ]
)


def _found(method: str, path: str, query: Query = ()) -> tuple[str, dict[str, str]] | None:
    found = ROUTES.find(method, path, query)
    return None if found is None else (found[0].name, found[1])


def test_labels_are_decoded_one_by_one() -> None:
    """An encoded slash is part of a label and not a border of one."""
    assert _found("GET", "/pets/a%2Fb/tricks/sit%20down") == ("GetTrick", {"pet_id": "a/b", "trick": "sit down"})


def test_a_literal_goes_before_a_label() -> None:
    """The more specific of two routes is taken."""
    assert _found("GET", "/pets/oldest") == ("GetOldest", {})


def test_a_fixed_query_chooses_between_two_operations_of_one_path() -> None:
    """Where it is there the operation that wants it is meant, else the other."""
    assert _found("POST", "/pets", (("mode", "import"), ("x", "y"))) == ("ImportPet", {})
    assert _found("POST", "/pets", (("mode", "other"),)) == ("CreatePet", {})


def test_nothing_is_found_for_another_verb_path_or_an_empty_label() -> None:
    """There is no nearest match."""
    assert _found("PATCH", "/pets/rex") is None
    assert _found("GET", "/pets/rex/tricks") is None
    assert _found("GET", "/pets/") is None
