"""The constraints of a service's model, and AWS's words for those that are broken."""

import pytest

from apiglab.control.protocol.errors import ControlError
from apiglab.control.protocol.parse import Params
from apiglab.control.protocol.shapes import Member, Shape
from apiglab.control.protocol.validate import validate_input
from tests.unit.control.protocol.shapes_for_tests import (
    AGE,
    CODE,
    KIND,
    TEXT,
    a_list,
    a_map,
    a_structure,
    an_operation,
    member,
)

ANY_KIND = "Member must satisfy enum value set: [CAT, DOG]"
HAS_KIND = a_structure(member("kind", KIND, required=True))


def _complaints(params: Params, *members: Member) -> str:
    with pytest.raises(ControlError) as caught:
        validate_input(an_operation(*members), params)
    assert (caught.value.code, caught.value.status) == ("ValidationException", 400)
    return caught.value.message


def _complaint(shape: Shape, value: object) -> str:
    return _complaints({"it": value}, member("it", shape)).partition(" detected: ")[2]


def test_what_satisfies_every_constraint_passes() -> None:
    """No answer is the good one."""
    params: Params = {"kind": "CAT", "age": 3, "code": "200", "kinds": ("DOG", None), "byName": {"Rex": "DOG"}}

    validate_input(
        an_operation(
            member("kind", KIND, required=True),
            member("age", AGE),
            member("code", CODE),
            member("kinds", a_list(KIND)),
            member("byName", a_map(KIND)),
            member("left", TEXT),
        ),
        params,
    )


def test_a_missing_required_member_is_null() -> None:
    """AWS tells it as a value."""
    assert _complaints({}, member("name", TEXT, required=True)) == (
        "1 validation error detected: "
        "Value null at 'putPetInput.name' failed to satisfy constraint: Member must not be null"
    )


@pytest.mark.parametrize(
    ("shape", "value", "told", "where", "constraint"),
    [
        (KIND, "OWL", "'OWL'", "", ANY_KIND),
        (CODE, "20", "'20'", "", r"Member must satisfy regular expression pattern: [1-5]\d\d"),
        (AGE, 21, "'21'", "", "Member must have value less than or equal to 20"),
        (AGE, -1, "'-1'", "", "Member must have value greater than or equal to 0"),
        (a_list(KIND), ("CAT", "OWL"), "'[CAT, OWL]'", "", f"Member must satisfy constraint: [{ANY_KIND}]"),
        (a_list(HAS_KIND), ({"kind": "CAT"}, {"kind": "OWL"}), "'OWL'", ".2.member.kind", ANY_KIND),
        (HAS_KIND, {}, "null", ".kind", "Member must not be null"),
        (a_map(KIND), {"Rex": "OWL"}, "'OWL'", ".Rex.member", ANY_KIND),
    ],
)
def test_a_broken_constraint_is_told_with_the_path_of_the_member(
    shape: Shape, value: object, told: str, where: str, constraint: str
) -> None:
    """List elements are counted from 1; a list of scalars is told as a whole."""
    expected = f"Value {told} at 'putPetInput.it{where}' failed to satisfy constraint: {constraint}"

    assert _complaint(shape, value) == expected


def test_all_are_told_at_once_and_the_body_goes_first() -> None:
    """Members of the URI have no prefix and come last. fact: control.validation-order"""
    members = (member("statusCode", CODE, "uri"), member("kind", KIND))

    assert _complaints({"statusCode": "x", "kind": "OWL"}, *members) == (
        "2 validation errors detected: "
        f"Value 'OWL' at 'putPetInput.kind' failed to satisfy constraint: {ANY_KIND}; "
        "Value 'x' at 'statusCode' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [1-5]\d\d"
    )


def test_values_are_printed_in_the_order_recorded_from_aws() -> None:
    """It is not the model's. fact: control.enum-order"""
    op = Shape("Op", "string", enum=("add", "remove", "replace", "move", "copy", "test"))

    assert _complaint(op, "x").endswith("[add, remove, move, test, replace, copy]")
