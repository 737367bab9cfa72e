"""The error texts recorded from AWS for methods and what hangs on them: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import (
    OPS,
    Act,
    delete_used_model,
    enum,
    invalid,
    on_api,
    on_method,
    on_mock,
    on_model,
    patch,
    put_integration,
    put_method,
)
from tests.control_client import LAMBDA_URI, TO_MOCK, Refusal, a_method, bad_request, conflict, not_found, refusal

GATEWAY_RESPONSE_TYPES = (
    "REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, "
    "BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, "
    "INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, "
    "API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN"
)

RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a method of an unknown API": (
        put_method(restApiId="fake-api", httpMethod="WRONG"),
        not_found("Invalid Resource identifier specified"),
    ),
    "a method with an unknown verb": (
        put_method(httpMethod="WRONG"),
        bad_request("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY"),
    ),
    "a method without its authorizer": (
        put_method(authorizationType="CUSTOM"),
        bad_request(
            "Invalid authorizer ID specified. "
            "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
        ),
    ),
    "a method with an unknown validator": (
        put_method(requestValidatorId="fake-validator"),
        bad_request("Invalid Request Validator identifier specified"),
    ),
    "a method with an unknown model": (
        put_method(requestModels={"application/json": "petModel"}),
        bad_request("Invalid model identifier specified: petModel"),
    ),
    "a method with one name in two places": (
        put_method(requestParameters={"method.request.querystring.x": False, "method.request.header.x": False}),
        bad_request("Parameter names must be unique across querystring, header and path"),
    ),
    "a method with a parameter that is none": (
        put_method(requestParameters={"method.request.path.p": True, "true": True}),
        bad_request(
            "Invalid mapping expression specified: "
            "Validation Result: warnings : [], errors : [Invalid mapping expression specified: true]"
        ),
    ),
    "a method that is not there": (
        on_method("get_method", httpMethod="ANY"),
        not_found("Invalid Method identifier specified"),
    ),
    "a method patched elsewhere": (
        on_method("update_method", patchOperations=patch("add", "/httpMethod", "PUT")),
        bad_request("Invalid patch path /httpMethod"),
    ),
    "a method's operation name added": (
        on_method("update_method", patchOperations=patch("add", "/operationName", "list")),
        bad_request("Invalid patch operation specified. Must be one of: [replace]"),
    ),
    "a method's parameters as a whole": (
        on_method("update_method", patchOperations=patch("replace", "/requestParameters", "x")),
        bad_request("Invalid patch path /requestParameters"),
    ),
    "a method's model with an unescaped slash": (
        on_method("update_method", patchOperations=patch("add", "/requestModels/application/json", "Empty")),
        bad_request("Invalid patch path /requestModels/application/json"),
    ),
    "a method response that is not there": (
        on_method("get_method_response", statusCode="201"),
        not_found("Invalid Response status code specified"),
    ),
    "a method response's parameter that is not there": (
        on_mock(
            "update_method_response",
            statusCode="200",
            patchOperations=patch("remove", "/responseParameters/method.response.header.x"),
        ),
        not_found("Invalid parameter name specified"),
    ),
    "a method response's model that is not there": (
        on_mock(
            "update_method_response",
            statusCode="200",
            patchOperations=patch("replace", "/responseModels/application~1json", "Empty"),
        ),
        not_found("Content-Type specified was not found"),
    ),
    "a method response patched elsewhere": (
        on_mock("update_method_response", statusCode="200", patchOperations=patch("remove", "/wrong/x", "true")),
        bad_request("Invalid patch path /wrong/x"),
    ),
    "a method response of an unknown status, by an unknown operation": (
        on_mock("update_method_response", statusCode="wrong", patchOperations=patch("wrong_op", "/x")),
        invalid(
            enum("wrong_op", "updateMethodResponseInput.patchOperations.1.member.op", OPS),
            "Value 'wrong' at 'statusCode' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [1-5]\d\d",
        ),
    ),
    "an integration of an unknown type": (
        put_integration(type="HTTPS_PROXY"),
        invalid(enum("HTTPS_PROXY", "putIntegrationInput.type", "[HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]")),
    ),
    "an HTTP integration without a verb": (
        put_integration(type="HTTP"),
        bad_request("Enumeration value for HttpMethod must be non-empty"),
    ),
    "an HTTP integration without an address": (
        put_integration(type="HTTP", integrationHttpMethod="GET", uri="backend"),
        bad_request("Invalid HTTP endpoint specified for URI"),
    ),
    "an AWS integration without an ARN": (
        put_integration(type="AWS", integrationHttpMethod="POST", uri="https://example.com"),
        bad_request("Invalid ARN specified in the request"),
    ),
    "an AWS integration of a function's own ARN": (
        put_integration(
            type="AWS", integrationHttpMethod="POST", uri="arn:aws:lambda:us-east-1:123456789012:function:hello"
        ),
        bad_request("AWS ARN for integration must contain path or action"),
    ),
    "a proxy integration of another service": (
        put_integration(
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri="arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
        ),
        bad_request(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
        ),
    ),
    "an integration with a number for a mapping": (
        put_integration(**TO_MOCK, requestParameters={"integration.request.path.p": True}),
        Refusal("SerializationException", 400, "class java.lang.Boolean can not be converted to an String"),
    ),
    "an integration that is not there": (
        on_method("get_integration"),
        not_found("Invalid Integration identifier specified"),
    ),
    "an integration response without an integration": (
        on_method("get_integration_response", statusCode="200"),
        not_found("Invalid Integration identifier specified"),
    ),
    "an integration response of an unknown status": (
        on_mock("get_integration_response", statusCode="201"),
        not_found("Invalid Response status code specified"),
    ),
    "an integration response of no status": (
        on_mock("put_integration_response", statusCode="wrong"),
        invalid(
            "Value 'wrong' at 'statusCode' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [1-5]\d\d"
        ),
    ),
    "an integration response with a number for a template": (
        on_mock("put_integration_response", statusCode="200", responseTemplates={"application/json": 123}),
        Refusal(
            "SerializationException",
            400,
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
        ),
    ),
    "an integration response with a template for no content type": (
        on_mock("put_integration_response", statusCode="200", responseTemplates={"123": "x"}),
        bad_request("Validation Result: warnings : [], errors : [Invalid content type specified: 123]"),
    ),
    "an integration response deleted from an unknown method": (
        on_mock("delete_integration_response", httpMethod="POST", statusCode="200"),
        not_found("Invalid Integration identifier specified"),
    ),
    "a model without a name": (
        on_api("create_model", name="", contentType="application/json", schema="{}"),
        bad_request("Model name must be non-empty"),
    ),
    "a model without a schema": (
        on_api("create_model", name="pet", contentType="application/xml"),
        bad_request("Model schema must have at least 1 property or array items defined"),
    ),
    "a model created twice": (
        on_api("create_model", name="Empty", contentType="application/json", schema="{}"),
        conflict("Model name already exists for this REST API"),
    ),
    "a model of an unknown API": (
        lambda client: refusal(client.get_model, restApiId="abcde0", modelName="MySchema"),
        not_found("Invalid model name specified: MySchema"),
    ),
    "the models of an unknown API": (
        lambda client: refusal(client.get_models, restApiId="abcde0"),
        not_found("Invalid API identifier specified 123456789012:abcde0"),
    ),
    "a model patched by add": (
        on_model("update_model", patchOperations=patch("add", "/wrong-path", "x")),
        bad_request("Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations"),
    ),
    "a model renamed": (
        on_model("update_model", patchOperations=patch("replace", "/name", "x")),
        bad_request("Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]"),
    ),
    "a model emptied": (
        on_model("update_model", patchOperations=patch("replace", "/schema", "")),
        bad_request("Model schema must have at least 1 property or array items defined"),
    ),
    "a model in use on the root": (
        delete_used_model(None),
        conflict("Cannot delete model 'Empty', is referenced in method request: //ANY"),
    ),
    "a model in use below the root": (
        delete_used_model("test"),
        conflict("Cannot delete model 'Empty', is referenced in method request: /test/ANY"),
    ),
    "a gateway response of no type": (
        on_api("get_gateway_response", responseType="FAKE_RESPONSE_TYPE"),
        invalid(enum("FAKE_RESPONSE_TYPE", "responseType", f"[{GATEWAY_RESPONSE_TYPES}]")),
    ),
    "a gateway response that was not put": (
        on_api("delete_gateway_response", responseType="DEFAULT_4XX"),
        not_found("Gateway response type not defined on api"),
    ),
    "a gateway response's status added": (
        on_api("update_gateway_response", responseType="DEFAULT_4XX", patchOperations=patch("add", "/statusCode", "4")),
        bad_request("Invalid patch path /statusCode"),
    ),
    "a gateway response patched nowhere": (
        on_api("update_gateway_response", responseType="DEFAULT_4XX", patchOperations=patch("add", value="x")),
        bad_request("Invalid patch path null"),
    ),
    "a gateway response's header that is not there": (
        on_api(
            "update_gateway_response",
            responseType="DEFAULT_5XX",
            patchOperations=patch("replace", "/responseParameters/gatewayresponse.header.x", "'y'"),
        ),
        not_found("Invalid parameter name specified"),
    ),
    "a gateway response's template emptied": (
        on_api(
            "update_gateway_response",
            responseType="DEFAULT_4XX",
            patchOperations=patch("replace", "/responseTemplates/application~1json"),
        ),
        bad_request("Invalid null or empty value in responseTemplates"),
    ),
    "a gateway response's header emptied": (
        on_api(
            "update_gateway_response",
            responseType="DEFAULT_4XX",
            patchOperations=patch("replace", "/responseParameters/gatewayresponse.header.x"),
        ),
        bad_request("Invalid null or empty value in responseParameters"),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected


def test_a_lambda_integration_is_refused_by_none_of_them(client: Any) -> None:
    """The table would pass on a control plane that refuses everything; this is what it must not refuse."""
    place = a_method(client)

    client.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=LAMBDA_URI)

    assert client.get_integration(**place)["uri"] == LAMBDA_URI
