"""From an HTTP request to typed input."""

import json
from typing import Any

import pytest

from apiglab.control.protocol.errors import ControlError
from apiglab.control.protocol.parse import Params, parse_input, parse_query
from apiglab.control.protocol.shapes import Member, Shape
from apiglab.model.http import Headers, HttpRequest
from tests.unit.control.protocol.shapes_for_tests import (
    BLOB,
    FLAG,
    NUMBER,
    SHARE,
    TEXT,
    WHEN,
    a_list,
    a_map,
    a_structure,
    an_operation,
    member,
)


def _parsed(*members: Member, body: bytes = b"", query: str = "", payload: str | None = None) -> Params:
    operation = an_operation(*members, payload=payload)
    request = HttpRequest("PUT", "/pets/rex", query, Headers([("x-owner", "Ada")]), body)
    return parse_input(operation, {"pet_id": "rex"}, parse_query(query), request)


def _from_json(shape: Shape, value: object) -> Any:
    return _parsed(member("it", shape), body=json.dumps({"it": value}).encode()).get("it")


def _refusal(shape: Shape, value: object) -> tuple[str, int, str]:
    with pytest.raises(ControlError) as caught:
        _from_json(shape, value)
    return caught.value.code, caught.value.status, caught.value.message


def test_every_member_comes_from_where_the_model_puts_it() -> None:
    """URI, query string, header and body, each by its own name there."""
    found = _parsed(
        member("petId", TEXT, "uri", wire="pet_id"),
        member("limit", NUMBER, "querystring"),
        member("dryRun", FLAG, "querystring"),
        member("embed", a_list(TEXT), "querystring"),
        member("owner", TEXT, "header", wire="X-Owner"),
        member("petKind", TEXT, wire="kind"),
        query="limit=5&dryRun=true&embed=a&embed=b%20c",
        body=b'{"kind": "dog", "unknown": 1}',
    )

    assert found == {
        "petId": "rex",
        "limit": 5,
        "dryRun": True,
        "embed": ("a", "b c"),
        "owner": "Ada",
        "petKind": "dog",
    }


def test_a_map_in_the_query_string_takes_what_no_other_member_is_named_after() -> None:
    """So AWS reads the parameters of an export."""
    members = (member("mode", TEXT, "querystring"), member("parameters", a_map(TEXT), "querystring"))

    assert _parsed(*members, query="mode=x&extensions=y") == {"mode": "x", "parameters": {"extensions": "y"}}


def test_absent_and_null_members_are_left_out() -> None:
    """A null in the body counts as absent, and so does an empty body."""
    members = (member("name", TEXT), member("limit", NUMBER, "querystring"))

    assert _parsed(*members, body=b'{"name": null}') == {}
    assert _parsed(*members) == {}


def test_a_payload_is_the_body_as_it_is() -> None:
    """Documents to import are not read as the operation's JSON."""
    assert _parsed(member("body", BLOB), body=b"openapi: 3", payload="body") == {"body": b"openapi: 3"}


@pytest.mark.parametrize(
    ("shape", "value", "expected"),
    [
        (TEXT, "x", "x"),
        (NUMBER, 5, 5),
        (NUMBER, 5.9, 5),
        (SHARE, 5, 5.0),
        (FLAG, True, True),
        (WHEN, 1_700_000_000, 1_700_000_000.0),
        (BLOB, "aGk=", b"hi"),
        (a_list(TEXT), ["a", None], ("a",)),
        (a_map(FLAG), {"a": True, "b": None}, {"a": True, "b": False}),
        (a_map(TEXT), {"a": "x", "b": None}, {"a": "x", "b": None}),
        (a_structure(member("name", TEXT, wire="n")), {"n": "Rex", "x": 1}, {"name": "Rex"}),
    ],
)
def test_a_json_value_becomes_the_member_s_type(shape: Shape, value: object, expected: object) -> None:
    """Fractions of integers are cut off, unknown members ignored."""
    assert _from_json(shape, value) == expected


@pytest.mark.parametrize(
    ("shape", "value", "message"),
    [
        (TEXT, True, "class java.lang.Boolean can not be converted to an String"),
        (
            TEXT,
            1,
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
        ),
        (NUMBER, "5", "class java.lang.String can not be converted to an Integer"),
        (NUMBER, True, "class java.lang.Boolean can not be converted to an Integer"),
        (FLAG, "true", "class java.lang.String can not be converted to an Boolean"),
        (NUMBER, float("1e308") * 10, "Could not parse request body into json: Infinity is no JSON"),
        (BLOB, "?", "class java.lang.String can not be converted to a Blob"),
        (TEXT, {}, "Start of structure or map found where not expected."),
        (TEXT, [], "Start of list found where not expected."),
        (a_list(TEXT), "x", "Unrecognized collection type class java.lang.String"),
        (a_map(TEXT), [], "Unrecognized collection type class java.util.ArrayList"),
        (
            a_structure(),
            5,
            "Unrecognized collection type class com.amazon.coral.value.json.numbers.TruncatingBigNumber",
        ),
    ],
)
def test_another_json_type_is_refused_in_the_words_of_aws_s_reader(shape: Shape, value: object, message: str) -> None:
    """Its own Java classes are named. fact: control.serialization-texts"""
    assert _refusal(shape, value) == ("SerializationException", 400, message)


@pytest.mark.parametrize("shape", [NUMBER, SHARE, WHEN])
def test_a_number_beyond_all_bounds_is_refused(shape: Shape) -> None:
    """JSON can say 1e999, and Python reads it as an infinity. fact: control.serialization-texts"""
    with pytest.raises(ControlError, match=r"^SerializationException: Number out of range$"):
        _parsed(member("it", shape), body=b'{"it": 1e999}')


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_says_so(body: bytes) -> None:
    """Broken, not UTF-8, or nested without end. fact: control.malformed-json"""
    with pytest.raises(ControlError) as caught:
        _parsed(member("name", TEXT), body=body)

    assert (caught.value.code, caught.value.status) == ("SerializationException", 400)
    assert caught.value.message.startswith("Could not parse request body into json: ")


def test_a_body_that_is_no_object_is_refused() -> None:
    """An operation's input is an object."""
    with pytest.raises(ControlError, match=r"^SerializationException: Unexpected field type$"):
        _parsed(member("name", TEXT), body=b"[]")


def test_a_body_is_not_read_where_no_member_comes_from_it() -> None:
    """A GET with a stray body is answered all the same."""
    assert _parsed(member("petId", TEXT, "uri", wire="pet_id"), body=b"nonsense") == {"petId": "rex"}


def test_a_number_in_the_query_string_must_be_one() -> None:
    """Text that is none is refused as in the body."""
    with pytest.raises(ControlError, match=r"class java.lang.String can not be converted to an Integer"):
        _parsed(member("limit", NUMBER, "querystring"), query="limit=many")
