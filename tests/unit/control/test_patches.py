"""What each patch path changes: every path of every resource through boto3 once."""

import json
from typing import Any

import pytest

from tests.control_client import TO_MOCK, a_method, a_mock, a_stage, bare


def _operation(op: str, path: str, value: str | None) -> dict[str, str]:
    return {"op": op, "path": path} | ({} if value is None else {"value": value})


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Members that changed, with their new value; None where they are gone."""
    names = before.keys() | after.keys()
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


POLICY = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}'
REST_API = [
    ("replace", "/name", "dogs", {"name": "dogs"}),
    ("replace", "/description", "Dogs", {"description": "Dogs"}),
    ("remove", "/description", None, {"description": None}),
    ("replace", "/description", "", {"description": None}),
    ("replace", "/apiKeySource", "AUTHORIZER", {"apiKeySource": "AUTHORIZER"}),
    ("replace", "/minimumCompressionSize", "10", {"minimumCompressionSize": 10}),
    ("replace", "/minimumCompressionSize", "0", {"minimumCompressionSize": 0}),
    ("replace", "/minimumCompressionSize", "", {"minimumCompressionSize": None}),
    ("replace", "/policy", POLICY, {"policy": json.dumps(POLICY)[1:-1]}),
    ("replace", "/disableExecuteApiEndpoint", "true", {"disableExecuteApiEndpoint": True}),
    ("replace", "/disableExecuteApiEndpoint", "false", {}),
    ("replace", "/securityPolicy", "TLS_1_2", {"securityPolicy": "TLS_1_2"}),
    ("replace", "/endpointAccessMode", "STRICT", {"endpointAccessMode": "STRICT"}),
    ("add", "/binaryMediaTypes/image~1gif", None, {"binaryMediaTypes": ["image/png", "image/jpeg", "image/gif"]}),
    ("add", "/binaryMediaTypes/-", "image/gif", {"binaryMediaTypes": ["image/png", "image/jpeg", "-"]}),
    ("replace", "/binaryMediaTypes/image~1png", "image/gif", {"binaryMediaTypes": ["image/jpeg", "image/gif"]}),
    ("remove", "/binaryMediaTypes/image~1png", None, {"binaryMediaTypes": ["image/jpeg"]}),
    (
        "replace",
        "/endpointConfiguration/types/REGIONAL",
        "EDGE",
        {"endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"}},
    ),
    (
        "replace",
        "/endpointConfiguration/types/0",
        "PRIVATE",
        {"endpointConfiguration": {"types": ["PRIVATE"], "ipAddressType": "dualstack"}},
    ),
    (
        "replace",
        "/endpointConfiguration/ipAddressType",
        "dualstack",
        {"endpointConfiguration": {"types": ["REGIONAL"], "ipAddressType": "dualstack"}},
    ),
    (
        "add",
        "/endpointConfiguration/vpcEndpointIds",
        "vpce-1",
        {"endpointConfiguration": {"types": ["REGIONAL"], "ipAddressType": "ipv4", "vpcEndpointIds": ["vpce-1"]}},
    ),
]


@pytest.mark.parametrize(("op", "path", "value", "changed"), REST_API)
def test_a_patch_of_a_rest_api(op: str, path: str, value: str | None, changed: dict[str, Any], client: Any) -> None:
    """Every path of its table. fact: control.private-becomes-dualstack"""
    before = client.create_rest_api(
        name="pets",
        description="Pets",
        minimumCompressionSize=5,
        binaryMediaTypes=["image/png", "image/jpeg"],
        endpointConfiguration={"types": ["REGIONAL"]},
        tags={"lesson": "02"},
    )

    after = client.update_rest_api(restApiId=before["id"], patchOperations=[_operation(op, path, value)])

    assert _difference(bare(before), bare(after)) == changed


def test_a_vpc_endpoint_is_removed_again(client: Any) -> None:
    """The last one takes the member along."""
    endpoint = {"types": ["PRIVATE"], "vpcEndpointIds": ["vpce-1"]}
    api_id = client.create_rest_api(name="pets", endpointConfiguration=endpoint)["id"]
    remove = _operation("remove", "/endpointConfiguration/vpcEndpointIds", "vpce-1")

    after = client.update_rest_api(restApiId=api_id, patchOperations=[remove])

    assert after["endpointConfiguration"] == {"types": ["PRIVATE"], "ipAddressType": "dualstack"}


def test_an_endpoint_type_is_added_before_the_old_one_is_removed(client: Any) -> None:
    """Two types can't stand, but the end of a patch is what counts."""
    api_id = client.create_rest_api(name="pets")["id"]
    operations = [
        _operation("add", "/endpointConfiguration/types/REGIONAL", "REGIONAL"),
        _operation("remove", "/endpointConfiguration/types/EDGE", None),
    ]

    after = client.update_rest_api(restApiId=api_id, patchOperations=operations)

    assert after["endpointConfiguration"]["types"] == ["REGIONAL"]


METHOD = [
    ("replace", "/apiKeyRequired", "true", {"apiKeyRequired": True}),
    ("replace", "/apiKeyRequired", "whatever", {}),
    ("replace", "/operationName", "ListPets", {"operationName": "ListPets"}),
    ("replace", "/authorizationType", "NONE", {}),
    (
        "add",
        "/requestParameters/method.request.header.h",
        "true",
        {"requestParameters": {"method.request.querystring.q": False, "method.request.header.h": True}},
    ),
    (
        "replace",
        "/requestParameters/method.request.querystring.q",
        "true",
        {"requestParameters": {"method.request.querystring.q": True}},
    ),
    ("remove", "/requestParameters/method.request.querystring.q", None, {"requestParameters": None}),
    ("add", "/requestModels/text~1plain", "Error", {"requestModels": {"a/b": "Empty", "text/plain": "Error"}}),
    ("replace", "/requestModels/a~1b", "Error", {"requestModels": {"a/b": "Error"}}),
    ("remove", "/requestModels/a~1b", None, {"requestModels": None}),
    ("add", "/authorizationScopes", "pets/write", {"authorizationScopes": ["pets/read", "pets/write"]}),
    ("remove", "/authorizationScopes", "pets/read", {"authorizationScopes": None}),
]


@pytest.mark.parametrize(("op", "path", "value", "changed"), METHOD)
def test_a_patch_of_a_method(op: str, path: str, value: str | None, changed: dict[str, Any], client: Any) -> None:
    """Every path of its table. fact: control.patch-booleans"""
    place = a_method(
        client,
        requestParameters={"method.request.querystring.q": False},
        requestModels={"a/b": "Empty"},
        authorizationScopes=["pets/read"],
    )
    before = bare(client.get_method(**place))

    after = bare(client.update_method(**place, patchOperations=[_operation(op, path, value)]))

    assert _difference(before, after) == changed
    assert bare(client.get_method(**place)) == after


INTEGRATION = [
    ("replace", "/httpMethod", "PUT", {"httpMethod": "PUT"}),
    ("replace", "/uri", "https://example.org", {"uri": "https://example.org"}),
    ("replace", "/credentials", "arn:aws:iam::1:role/x", {"credentials": "arn:aws:iam::1:role/x"}),
    ("replace", "/connectionType", "INTERNET", {}),
    ("replace", "/connectionId", "${stageVariables.link}", {"connectionId": "${stageVariables.link}"}),
    ("replace", "/passthroughBehavior", "NEVER", {"passthroughBehavior": "NEVER"}),
    ("replace", "/contentHandling", "CONVERT_TO_TEXT", {"contentHandling": "CONVERT_TO_TEXT"}),
    ("replace", "/timeoutInMillis", "50", {"timeoutInMillis": 50}),
    ("replace", "/cacheNamespace", "pets", {"cacheNamespace": "pets"}),
    ("replace", "/responseTransferMode", "BUFFERED", {"responseTransferMode": "BUFFERED"}),
    ("replace", "/integrationTarget", "arn:x", {"integrationTarget": "arn:x"}),
    ("replace", "/tlsConfig/insecureSkipVerification", "true", {"tlsConfig": {"insecureSkipVerification": True}}),
    (
        "add",
        "/cacheKeyParameters/method.request.querystring.q",
        "",
        {"cacheKeyParameters": ["k", "method.request.querystring.q"]},
    ),
    ("remove", "/cacheKeyParameters/k", None, {"cacheKeyParameters": []}),
    (
        "add",
        "/requestParameters/integration.request.header.x",
        "'y'",
        {"requestParameters": {"integration.request.header.x": "'y'"}},
    ),
    ("add", "/requestTemplates/a~1b", "{}", {"requestTemplates": {"application/json": "x", "a/b": "{}"}}),
    ("replace", "/requestTemplates/application~1json", "y", {"requestTemplates": {"application/json": "y"}}),
    ("remove", "/requestTemplates/application~1json", None, {"requestTemplates": None}),
]


@pytest.mark.parametrize(("op", "path", "value", "changed"), INTEGRATION)
def test_a_patch_of_an_integration(op: str, path: str, value: str | None, changed: dict[str, Any], client: Any) -> None:
    """Every path of its table."""
    place = a_method(client)
    client.put_integration(
        **place,
        type="HTTP",
        integrationHttpMethod="GET",
        uri="http://example.com",
        requestTemplates={"application/json": "x"},
        cacheKeyParameters=["k"],
    )
    before = bare(client.get_integration(**place))

    after = bare(client.update_integration(**place, patchOperations=[_operation(op, path, value)]))

    assert _difference(before, after) == changed
    assert bare(client.get_integration(**place)) == after


INTEGRATION_RESPONSE = [
    ("replace", "/selectionPattern", "4..", {"selectionPattern": "4.."}),
    ("replace", "/contentHandling", "CONVERT_TO_BINARY", {"contentHandling": "CONVERT_TO_BINARY"}),
    (
        "add",
        "/responseParameters/method.response.header.x",
        "'y'",
        {"responseParameters": {"method.response.header.x": "'y'"}},
    ),
    ("add", "/responseTemplates/a~1b", "{}", {"responseTemplates": {"application/json": "x", "a/b": "{}"}}),
    ("replace", "/responseTemplates/application~1json", "y", {"responseTemplates": {"application/json": "y"}}),
    ("remove", "/responseTemplates/application~1json", None, {"responseTemplates": None}),
]


@pytest.mark.parametrize(("op", "path", "value", "changed"), INTEGRATION_RESPONSE)
def test_a_patch_of_an_integration_response(
    op: str, path: str, value: str | None, changed: dict[str, Any], client: Any
) -> None:
    """Every path of its table."""
    place = a_method(client)
    client.put_integration(**place, **TO_MOCK)
    client.put_method_response(**place, statusCode="200", responseParameters={"method.response.header.x": True})
    before = bare(
        client.put_integration_response(**place, statusCode="200", responseTemplates={"application/json": "x"})
    )

    after = client.update_integration_response(**place, statusCode="200", patchOperations=[_operation(op, path, value)])

    assert _difference(before, bare(after)) == changed


STAGE = [
    ("replace", "/description", "new", {"description": "new"}),
    ("replace", "/tracingEnabled", "true", {"tracingEnabled": True}),
]


@pytest.mark.parametrize(("op", "path", "value", "changed"), STAGE)
def test_a_patch_of_a_stage(op: str, path: str, value: str, changed: dict[str, Any], client: Any) -> None:
    """The others have tests of their own in test_stages."""
    stage = a_stage(client)
    before = bare(client.get_stage(**stage))

    after = bare(client.update_stage(**stage, patchOperations=[_operation(op, path, value)]))

    assert _difference(before, after) == changed


SETTINGS = [
    ("metrics/enabled", "true", {"metricsEnabled": True}),
    ("logging/dataTrace", "true", {"dataTraceEnabled": True}),
    ("logging/loglevel", "OFF", {"loggingLevel": "OFF"}),
    ("throttling/burstLimit", "1", {"throttlingBurstLimit": 1}),
    ("throttling/rateLimit", "0.5", {"throttlingRateLimit": 0.5}),
    ("caching/ttlInSeconds", "3600", {"cacheTtlInSeconds": 3600}),
    ("caching/enabled", "false", {"cachingEnabled": False}),
    ("caching/dataEncrypted", "true", {"cacheDataEncrypted": True}),
    ("caching/requireAuthorizationForCacheControl", "false", {"requireAuthorizationForCacheControl": False}),
    (
        "caching/unauthorizedCacheControlHeaderStrategy",
        "FAIL_WITH_403",
        {"unauthorizedCacheControlHeaderStrategy": "FAIL_WITH_403"},
    ),
]


@pytest.mark.parametrize(("path", "value", "changed"), SETTINGS)
def test_a_patch_of_a_method_s_settings(path: str, value: str, changed: dict[str, Any], client: Any) -> None:
    """Each of AWS's ten. fact: control.method-setting-keys"""
    stage = a_stage(client)
    operation = _operation("replace", f"/pets/GET/{path}", value)
    plain = _operation("replace", "/other/GET/metrics/enabled", "false")

    settings = client.update_stage(**stage, patchOperations=[operation, plain])["methodSettings"]

    assert _difference(settings["other/GET"], settings["pets/GET"]) == changed


def test_patches_of_one_call_are_all_kept(client: Any) -> None:
    """In their order, on the same record."""
    place = a_mock(client)
    operations = [
        _operation("add", "/requestTemplates/a~1b", "1"),
        _operation("replace", "/requestTemplates/a~1b", "2"),
        _operation("remove", "/requestTemplates/application~1json", None),
    ]

    assert client.update_integration(**place, patchOperations=operations)["requestTemplates"] == {"a/b": "2"}
