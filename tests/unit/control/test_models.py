"""Models: the JSON schemas of an API."""

import json
from typing import Any

import pytest

from apiglab.language.vtl.functions import Input
from apiglab.language.vtl.template import Template
from tests.control_client import a_method, bad_request, bare, conflict, not_found, refusal

SCHEMA = json.dumps({"type": "object"})


def _rendered(template: str) -> str:
    return Template(template).render({"input": Input("[1, 2]", {})})


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


def _reference(api_id: str, name: str) -> dict[str, str]:
    return {"$ref": f"https://apigateway.amazonaws.com/restapis/{api_id}/models/{name}"}


def _model(client: Any, api_id: str, name: str, schema: object) -> dict[str, str]:
    client.create_model(restApiId=api_id, name=name, contentType="application/json", schema=json.dumps(schema))
    return {"restApiId": api_id, "modelName": name}


def test_a_flattened_model_carries_what_it_refers_to(client: Any) -> None:
    """Directly or through others, once each, circles too; the model itself stays. fact: control.flattened-models"""
    api_id = _api(client)
    _model(client, api_id, "Owner", {"properties": {"pets": {"items": _reference(api_id, "Pet")}}})
    schema = {"properties": {"owner": _reference(api_id, "Owner"), "breeder": _reference(api_id, "Owner")}}
    pet = _model(client, api_id, "Pet", schema)

    flat = json.loads(client.get_model(**pet, flatten=True)["schema"])

    owner, again = {"$ref": "#/definitions/Owner"}, {"$ref": "#/definitions/Pet"}
    properties = {"owner": owner, "breeder": owner}
    assert flat == {
        "properties": properties,
        "definitions": {"Owner": {"properties": {"pets": {"items": again}}}, "Pet": {"properties": properties}},
    }
    assert json.loads(client.get_model(**pet)["schema"]) == schema


def test_a_reference_to_no_model_stays_when_flattened(client: Any) -> None:
    """So do definitions of the model's own."""
    api_id = _api(client)
    schema = {"properties": {"a": _reference(api_id, "Nobody")}, "definitions": {"b": {"type": "string"}}}
    at = _model(client, api_id, "Pet", schema)

    assert json.loads(client.get_model(**at, flatten=True)["schema"]) == schema


def test_a_model_of_another_type_is_flattened_to_itself(client: Any) -> None:
    """It is text."""
    at = {"restApiId": _api(client), "modelName": "Pet"}
    client.create_model(restApiId=at["restApiId"], name="Pet", contentType="application/xml", schema="<pet/>")

    assert client.get_model(**at, flatten=True)["schema"] == "<pet/>"


def test_a_model_s_template_has_a_sample_of_every_type(client: Any) -> None:
    """Strings are foo, numbers 42. fact: control.model-templates"""
    types = ("string", "integer", "number", "boolean", "null", "object", ["null", "string"])
    schema = {"properties": {f"{each}"[:6]: {"type": each} for each in types}}
    at = _model(client, _api(client), "Pet", schema)

    template = client.get_model_template(**at)["value"]

    assert template.splitlines() == [
        "#set($inputRoot = $input.path('$'))",
        "{",
        '  "string" : "foo",',
        '  "intege" : 42,',
        '  "number" : 42,',
        '  "boolea" : true,',
        '  "null" : null,',
        '  "object" : { },',
        """  "['null" : "foo\"""",
        "}",
    ]


def test_a_model_s_template_loops_over_arrays(client: Any) -> None:
    """Over the input's root, for the author to correct. fact: control.model-templates"""
    at = _model(client, _api(client), "Pets", {"type": "array", "items": {"type": "string"}})

    assert client.get_model_template(**at)["value"] == (
        "#set($inputRoot = $input.path('$'))\n"
        "[\n"
        "##TO" + "DO: Update this foreach loop to reference array from input json\n"
        "#foreach($elem in $inputRoot)\n"
        '  "foo"#if($foreach.hasNext),#end\n\n'
        "#end\n"
        "]"
    )


def test_a_model_s_template_follows_references(client: Any) -> None:
    """To other models, and to definitions of the model that it is in by then."""
    api_id = _api(client)
    definitions = {"name": {"type": "string"}}
    _model(client, api_id, "Owner", {"properties": {"n": {"$ref": "#/definitions/name"}}, "definitions": definitions})
    schema = {
        "properties": {"owner": _reference(api_id, "Owner"), "n": {"$ref": "#/definitions/name"}},
        "definitions": {"name": {"type": "integer"}},
    }
    at = _model(client, api_id, "Pet", schema)

    assert client.get_model_template(**at)["value"].split("\n", 1)[1] == (
        '{\n  "owner" : {\n    "n" : "foo"\n  },\n  "n" : 42\n}'
    )


def test_a_model_s_template_ends_where_models_refer_in_circles(client: Any) -> None:
    """One that doubles at every level too: it is cut, in depth and in size."""
    api_id = _api(client)
    itself = _reference(api_id, "Pet")
    at = _model(client, api_id, "Pet", {"properties": {"a": itself, "b": itself}})

    template = client.get_model_template(**at)["value"]

    assert template.count('"a"') == template.count('"b"') <= 2000
    assert len(template) < 300 * 1024


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": [{"type": "string"}]},
        {"type": "array", "items": 3},
        {"type": 3, "properties": []},
        {"properties": {"a": None, "#if(true)": {"type": []}, "$x": {"$ref": 7}}},
        {"$ref": "#/definitions/none"},
        {"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}},
    ],
)
def test_any_model_s_template_is_one(schema: object, client: Any) -> None:
    """However odd the schema: it parses and gives JSON."""
    at = _model(client, _api(client), "Pet", schema)

    template = client.get_model_template(**at)["value"]

    assert isinstance(json.loads(_rendered(template)), (dict, list))


def test_a_model_of_another_type_has_no_template(client: Any) -> None:
    """Only JSON schemas describe a shape."""
    at = {"restApiId": _api(client), "modelName": "Pet"}
    client.create_model(restApiId=at["restApiId"], name="Pet", contentType="application/xml", schema="<pet/>")

    assert refusal(client.get_model_template, **at).status == 400


def test_the_template_of_an_unknown_model_is_not_found(client: Any) -> None:
    """As the model is."""
    assert refusal(client.get_model_template, restApiId=_api(client), modelName="Pet") == not_found(
        "Invalid model name specified: Pet"
    )
