"""Models: what fits them, and in which words AWS tells what does not."""

import json
from time import perf_counter
from typing import Any

import pytest

from apiglab.language.json_schema import ModelError, ModelSchema

DATES = "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"
MODELS = "https://apigateway.amazonaws.com/restapis/abc123/models/"


def faults(schema: dict[str, Any], document: Any, models: dict[str, Any] | None = None) -> tuple[str, ...]:
    """What is wrong with a document."""
    named = {name: json.dumps(each) for name, each in (models or {}).items()}
    return ModelSchema(json.dumps(schema), named).faults(document)


@pytest.mark.parametrize(
    ("schema", "document", "fault"),
    [
        (
            {"type": "string"},
            1,
            'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
        ),
        (
            {"type": ["number", "integer"]},
            "1",
            'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
        ),
        ({"required": ["name", "id"]}, {}, 'object has missing required properties (["id","name"])'),
        ({"enum": ["dog", 1]}, "cat", 'instance value ("cat") not found in enum (possible values: ["dog",1])'),
        ({"minimum": 2}, 1, "numeric instance is lower than the required minimum (minimum: 2, found: 1)"),
        (
            {"minimum": 2, "exclusiveMinimum": True},
            2,
            "numeric instance is not strictly greater than the required minimum 2",
        ),
        ({"maximum": 2}, 3.5, "numeric instance is greater than the required maximum (maximum: 2, found: 3.5)"),
        (
            {"maximum": 2, "exclusiveMaximum": True},
            2,
            "numeric instance is not strictly lower than the required maximum 2",
        ),
        ({"multipleOf": 3}, 7, "remainder of division is not zero (7 / 3)"),
        ({"minLength": 2}, "é", 'string "é" is too short (length: 1, required minimum: 2)'),
        ({"maxLength": 1}, "ab", 'string "ab" is too long (length: 2, maximum allowed: 1)'),
        ({"pattern": "^a+$"}, "b", 'ECMA 262 regex "^a+$" does not match input string "b"'),
        ({"minItems": 1}, [], "array is too short: must have at least 1 elements but instance has 0 elements"),
        ({"maxItems": 1}, [1, 2], "array is too long: must have at most 1 elements but instance has 2 elements"),
        (
            {"items": [{}], "additionalItems": False},
            [1, 2, 3],
            "schema only allows 1 elements in array but instance has 3 elements",
        ),
        ({"uniqueItems": True}, [1, 1], "array must not contain duplicate elements"),
        ({"minProperties": 1}, {}, "object has too few properties (found 0 but schema requires at least 1)"),
        ({"maxProperties": 0}, {"a": 1}, "object has too many properties (found 1 but schema requires at most 0)"),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"c": 1, "a": 1, "b": 1},
            'object instance has properties which are not allowed by the schema: ["b","c"]',
        ),
        (
            {"dependencies": {"a": ["c", "b"]}},
            {"a": 1, "c": 1},
            'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
        ),
        ({"dependencies": {"a": {"required": ["b"]}}}, {"a": 1}, 'object has missing required properties (["b"])'),
        (
            {"allOf": [{"type": "string"}, {"minimum": 3}, {}]},
            1,
            "instance failed to match all required schemas (matched only 1 out of 3)",
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
            1,
            "instance failed to match at least one required schema among 2",
        ),
        (
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
            1,
            "instance failed to match exactly one schema (matched 0 out of 2)",
        ),
        (
            {"oneOf": [{"type": "integer"}, {"minimum": 0}, {"type": "null"}]},
            1,
            "instance failed to match exactly one schema (matched 2 out of 3)",
        ),
        ({"not": {"type": "null"}}, None, "instance matched a schema which it should not have"),
        ({"format": "email"}, "x", 'string "x" is not a valid email address'),
        ({"format": "uri"}, "x y", 'string "x y" is not a valid URI'),
        ({"format": "ipv4"}, "x", 'string "x" is not a valid IPv4 address'),
        (
            {"format": "date-time"},
            "now",
            f'string "now" is invalid against requested date format(s) {DATES}',
        ),
    ],
)
def test_each_fault_has_the_words_of_aws_s_library(schema: dict[str, Any], document: Any, fault: str) -> None:
    """One report a fault, whatever lies below it. fact: validation.error-strings"""
    assert faults(schema, document) == (fault,)


def test_every_value_has_its_own_report() -> None:
    """Members and items are told one by one, in the order found. fact: validation.error-strings"""
    schema = {"items": {"allOf": [{"required": ["a", "b"]}, {"properties": {"a": {"type": "null"}}}]}}

    assert faults(schema, [{"a": None, "b": 1}, {"a": 1}, {}]) == (
        "instance failed to match all required schemas (matched only 0 out of 2)",
        "instance failed to match all required schemas (matched only 1 out of 2)",
    )


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"name": "Ada"}, ()),
        ({"name": "Ada", "owner": {"pets": [{"name": "Rex"}]}}, ()),
        ({"name": "Ada", "owner": {"pets": [{}]}}, ('object has missing required properties (["name"])',)),
        (
            {"name": "Ada", "owner": {"pets": [{"name": "Rex", "owner": {"pets": [{"name": 1}]}}]}},
            ('instance type (integer) does not match any allowed primitive type (allowed: ["string"])',),
        ),
    ],
)
def test_models_may_refer_to_each_other_in_a_circle(document: Any, fault: tuple[str, ...]) -> None:
    """By AWS's address of a model, and by pointers within one. fact: models.references"""
    pet = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"$ref": "#/definitions/name"}, "owner": {"$ref": f"{MODELS}Owner"}},
        "definitions": {"name": {"type": "string"}},
    }
    owner = {"properties": {"pets": {"items": {"$ref": f"{MODELS}Pet"}}}}

    assert faults(pet, document, {"Pet": pet, "Owner": owner}) == fault


def test_a_pointer_may_go_into_another_model() -> None:
    """Below its own definitions. fact: models.references"""
    names = {"definitions": {"a/b": {"allOf": [{"type": "string"}]}}}

    found = faults({"$ref": f"{MODELS}Names#/definitions/a~1b"}, 1, {"Names": names})

    assert found == ("instance failed to match all required schemas (matched only 0 out of 1)",)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "text"},
        {"$ref": f"{MODELS}Nobody"},
        {"$ref": "https://example.com/schema"},
        {"pattern": "("},
        {"minLength": -1},
    ],
)
def test_what_is_no_schema_is_told_so(schema: dict[str, Any]) -> None:
    """And nothing is fetched from anywhere."""
    with pytest.raises(ModelError):
        faults(schema, {})


@pytest.mark.parametrize("reference", [{"$ref": "#"}, {"allOf": [{"$ref": "#"}]}, {"$ref": f"{MODELS}Self"}])
def test_a_model_that_is_only_itself_fits_anything(reference: dict[str, Any]) -> None:
    """It asks nothing, and does not ask it for ever."""
    assert faults(reference, {"a": 1}, {"Self": reference}) == ()


def _doubling(turns: int) -> dict[str, Any]:
    """A model that asks the last question in 2**turns ways."""
    ways = {f"d{n}": {"anyOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 2} for n in range(turns)}
    return {"$ref": "#/definitions/d0", "definitions": {**ways, f"d{turns}": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        (_doubling(40), {}),
        (_doubling(16), {}),
        (
            {"properties": {"a": {"anyOf": [{"$ref": "#"}] * 2}}, "type": "object"},
            json.loads('{"a":' * 60 + "1" + "}" * 60),
        ),
        ({"pattern": "^(a|a)*(?=b)$"}, "a" * 1_000_000),
        ({"items": {"pattern": "^(a+)+$"}}, ["a" * 200 + "b"] * 100),
    ],
)
def test_a_hostile_model_takes_no_time(schema: dict[str, Any], document: Any) -> None:
    """Its body is refused without the details. fact: models.cost"""
    model = ModelSchema(json.dumps(schema), {})
    started = perf_counter()

    found = model.faults(document)

    assert found
    assert perf_counter() - started < 0.5


def test_alternatives_as_people_write_them_are_no_cost() -> None:
    """A tree of nodes, of which each is a leaf or a branch."""
    tree = {
        "oneOf": [
            {"type": "object", "required": ["left"], "properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}},
            {"type": "integer"},
        ]
    }
    document: Any = 1
    for _ in range(50):
        document = {"left": document, "right": 1}

    assert faults(tree, document) == ()
