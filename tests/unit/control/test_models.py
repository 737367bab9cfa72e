"""Models: the JSON schemas of an API."""

import json
from typing import Any

import pytest

from tests.control_client import a_method, bad_request, bare, conflict, refusal

SCHEMA = json.dumps({"type": "object"})


def _api(client: Any) -> str:
    api_id: str = client.create_rest_api(name="pets")["id"]
    return api_id


def test_a_new_api_has_the_models_empty_and_error(client: Any) -> None:
    """With AWS's descriptions and draft-04 schemas, listed by name. fact: control.list-order"""
    api_id = _api(client)
    client.create_model(restApiId=api_id, name="Pet", contentType="application/json", schema=SCHEMA)

    models = client.get_models(restApiId=api_id)["items"]

    assert [(each["name"], each.get("description")) for each in models] == [
        ("Empty", "This is a default empty schema model"),
        ("Error", "This is a default error schema model"),
        ("Pet", None),
    ]
    assert [json.loads(each["schema"]) for each in models[:2]] == [
        {"$schema": "http://json-schema.org/draft-04/schema#", "title": "Empty Schema", "type": "object"},
        {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "title": "Error Schema",
            "type": "object",
            "properties": {"message": {"type": "string"}},
        },
    ]


def test_a_model_keeps_what_was_said(client: Any) -> None:
    """The schema's text stays as it was sent; an empty description is none."""
    said = {"name": "Pet", "contentType": "application/json", "schema": '{ "type" :"object"}'}

    made = bare(client.create_model(restApiId=_api(client), **said, description=""))

    assert len(made["id"]) == 6
    assert made == {"id": made["id"], **said}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": "my-model"}, "Model name must be alphanumeric: my-model"),
        (
            {"schema": "{"},
            "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]",
        ),
        (
            {"schema": "[]"},
            "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]",
        ),
    ],
)
def test_a_model_that_cannot_be_is_refused(said: dict[str, str], message: str, client: Any) -> None:
    """Names are letters and digits, JSON schemas are JSON objects. fact: control.reported-texts"""
    whole = {"name": "Pet", "contentType": "application/json", "schema": SCHEMA, **said}

    assert refusal(client.create_model, restApiId=_api(client), **whole) == bad_request(message)


def test_a_model_of_another_type_is_text(client: Any) -> None:
    """Only JSON schemas are read."""
    said = {"name": "Pet", "contentType": "application/xml", "schema": "<pet/>"}

    assert client.create_model(restApiId=_api(client), **said)["schema"] == "<pet/>"


def test_a_changed_model_keeps_its_name(client: Any) -> None:
    """Schema and description change; an emptied description is gone."""
    api_id = _api(client)
    new = json.dumps({"type": "array"})
    operations = [
        {"op": "replace", "path": "/schema", "value": new},
        {"op": "replace", "path": "/description", "value": ""},
    ]

    client.update_model(restApiId=api_id, modelName="Empty", patchOperations=operations)

    got = bare(client.get_model(restApiId=api_id, modelName="Empty"))
    assert got == {"id": got["id"], "name": "Empty", "schema": new, "contentType": "application/json"}


def test_a_model_that_a_response_declares_is_in_use(client: Any) -> None:
    """As one that a request declares."""
    place = a_method(client)
    client.put_method_response(**place, statusCode="200", responseModels={"application/json": "Empty"})

    assert refusal(client.delete_model, restApiId=place["restApiId"], modelName="Empty") == conflict(
        "Cannot delete model 'Empty', is referenced in method response: //GET/200"
    )


def test_a_model_that_nobody_uses_can_be_deleted(client: Any) -> None:
    """The default ones too."""
    api_id = _api(client)

    client.delete_model(restApiId=api_id, modelName="Error")

    assert [each["name"] for each in client.get_models(restApiId=api_id)["items"]] == ["Empty"]


def test_flattening_is_refused_by_name(client: Any) -> None:
    """It is not there yet. fact: control.not-built"""
    assert refusal(client.get_model, restApiId=_api(client), modelName="Empty", flatten=True) == bad_request(
        "apiglab does not have flatten of GetModel yet."
    )
