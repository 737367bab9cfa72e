"""Every operation that boto3 can send is carried out or refused by name, over the wire that boto3 speaks."""

import json
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

from apiglab.control.operations import OPERATIONS, V2_OPERATIONS
from tests.control_client import Plane, bad_request, client_of, refusal


def _model(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"))


def _unbuilt(service: str) -> list[str]:
    built = OPERATIONS if service == "apigateway" else V2_OPERATIONS
    return [name for name in _model(service).operation_names if name not in built]


def _arguments(operation: OperationModel) -> dict[str, Any]:
    """Something for every member without which boto3 could not build the request."""
    if operation.input_shape is None:
        return {}
    return {
        name: b"{}" if name == operation.input_shape.serialization.get("payload") else "x"
        for name, shape in operation.input_shape.members.items()
        if shape.serialization.get("location") == "uri" or name == operation.input_shape.serialization.get("payload")
    }


def _call(plane: Plane, service: str, name: str) -> Any:
    client = client_of(plane.control, service=service)
    method = next(ours for ours, theirs in client.meta.method_to_api_mapping.items() if theirs == name)
    return refusal(getattr(client, method), **_arguments(_model(service).operation_model(name)))


@pytest.mark.parametrize("name", _unbuilt("apigateway"))
def test_an_operation_that_is_not_there_is_refused_by_name(name: str, control_plane: Plane) -> None:
    """Lists too: an empty one would be an invented success. fact: control.not-built"""
    assert _call(control_plane, "apigateway", name) == bad_request(f"apiglab does not have {name} yet.")


@pytest.mark.parametrize("name", _unbuilt("apigatewayv2"))
def test_an_operation_of_http_and_websocket_apis_is_refused_by_name(name: str, control_plane: Plane) -> None:
    """All but domain names, what is mapped to them, and their rules. fact: control.not-built"""
    assert _call(control_plane, "apigatewayv2", name) == bad_request(f"apiglab does not have {name} yet.")


def test_what_has_no_route_is_an_unknown_operation(control_plane: Plane) -> None:
    """Told with the route, as JSON."""
    answer = control_plane.respond("GET", "/restapi")

    assert (answer.status, answer.headers.get("x-amzn-ErrorType")) == (404, "UnknownOperationException")
    assert json.loads(answer.body) == {"message": "No API Gateway operation has the route GET /restapi"}


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]", b'"x"', b'{"name": {"a": 1}}', b'{"name": NaN}'])
def test_a_bad_body_is_a_serialization_exception(body: bytes, control_plane: Plane) -> None:
    """Never a crash, and nothing is created. fact: control.malformed-json"""
    answer = control_plane.respond("POST", "/restapis", body)

    assert (answer.status, answer.headers.get("x-amzn-ErrorType")) == (400, "SerializationException")
    assert json.loads(answer.body)["message"]
    assert control_plane.client.get_rest_apis()["items"] == []


@pytest.mark.parametrize("body", [b"", b"{}", b" ", b'{"unknown": 1}'])
def test_a_body_without_what_is_required_is_a_validation_exception(body: bytes, control_plane: Plane) -> None:
    """Empty, or with other members only."""
    answer = control_plane.respond("POST", "/restapis", body)

    assert (answer.status, answer.headers.get("x-amzn-ErrorType")) == (400, "ValidationException")


@pytest.mark.parametrize(("method", "path"), [("GET", "/restapis"), ("GET", "/restapis/nope"), ("GET", "/nowhere")])
def test_every_answer_carries_aws_s_headers(method: str, path: str, control_plane: Plane) -> None:
    """Good or bad."""
    headers = control_plane.respond(method, path).headers

    assert headers.get("Content-Type") == "application/json"
    assert "x-amzn-RequestId" in headers
    assert "x-amz-apigw-id" in headers


def test_collections_are_item_on_the_wire_and_dates_whole_seconds(control_plane: Plane) -> None:
    """boto3 renames the first and parses the second."""
    control_plane.client.create_rest_api(name="pets")

    listed = json.loads(control_plane.respond("GET", "/restapis").body)

    assert list(listed) == ["item"]
    assert listed["item"][0]["createdDate"] == 1_700_000_000
