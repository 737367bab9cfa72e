"""Authorizers: who decides about callers, kept, changed, named by methods, and tried out."""

import json
from typing import Any

import pytest

from tests.control_client import LAMBDA_URI, Plane, Refusal, a_method, bad_request, bare, conflict, not_found, refusal

TOKEN = {
    "name": "tokens",
    "type": "TOKEN",
    "authorizerUri": LAMBDA_URI,
    "identitySource": "method.request.header.Authorization",
}
REQUEST = {
    "name": "requests",
    "type": "REQUEST",
    "authorizerUri": LAMBDA_URI,
    "identitySource": "method.request.header.X-A, method.request.querystring.b, stageVariables.c, context.stage",
}
POOLS = {
    "name": "pools",
    "type": "COGNITO_USER_POOLS",
    "providerARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"],
}
BAD_ID = (
    "Invalid authorizer ID specified. "
    "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
)
ANSWER = {
    "principalId": "ann",
    "policyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}],
    },
    "context": {"shop": "north", "level": 3},
}


@pytest.fixture
def api(client: Any) -> dict[str, str]:
    """An API."""
    return {"restApiId": client.create_rest_api(name="pets")["id"]}


def _replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


def test_an_authorizer_is_kept_with_aws_s_defaults(client: Any, api: dict[str, str]) -> None:
    """300 seconds, and what kind of authorization it is for. fact: authorizers.ttl"""
    answer = client.create_authorizer(**api, **TOKEN)
    made = bare(answer)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made == {**TOKEN, "id": made["id"], "authType": "custom", "authorizerResultTtlInSeconds": 300}
    assert bare(client.get_authorizer(**api, authorizerId=made["id"])) == made
    assert client.get_authorizers(**api)["items"] == [made]


def test_user_pools_have_a_header_of_their_own(client: Any, api: dict[str, str]) -> None:
    """Authorization, unless another is named."""
    made = bare(client.create_authorizer(**api, **POOLS))

    assert made == {
        **POOLS,
        "id": made["id"],
        "authType": "cognito_user_pools",
        "identitySource": "method.request.header.Authorization",
    }


def test_a_stage_variable_may_stand_for_a_user_pool_s_id(client: Any, api: dict[str, str]) -> None:
    """As AWS's guide writes it. fact: cognito.stage-variables"""
    arn = "arn:aws:cognito-idp:us-east-2:111122223333:userpool/${stageVariables.MyUserPool}"

    assert client.create_authorizer(**api, **{**POOLS, "providerARNs": [arn]})["providerARNs"] == [arn]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({**TOKEN, "name": ""}, None),
        ({**TOKEN, "authorizerUri": "arn:aws:lambda:us-east-1:123456789012:function:hello"}, None),
        ({**TOKEN, "authorizerUri": None}, None),
        ({**TOKEN, "identitySource": None}, None),
        ({**TOKEN, "identitySource": "method.request.querystring.token"}, None),
        ({**TOKEN, "authorizerResultTtlInSeconds": 3601}, None),
        ({**TOKEN, "authorizerResultTtlInSeconds": -1}, None),
        ({**TOKEN, "identityValidationExpression": "("}, None),
        ({**TOKEN, "authorizerCredentials": "role"}, None),
        ({**REQUEST, "identitySource": None}, None),
        ({**REQUEST, "identitySource": "method.request.path.id"}, None),
        ({**POOLS, "providerARNs": []}, None),
        ({**POOLS, "providerARNs": ["arn:aws:s3:::bucket"]}, None),
        ({**TOKEN, "type": "JWT"}, bad_request("apiglab does not have JWT authorizers of REST APIs yet.")),
    ],
)
def test_an_authorizer_that_cannot_be_is_refused(
    client: Any, api: dict[str, str], said: dict[str, Any], refused: Refusal | None
) -> None:
    """By its name, its function, its sources or its time. fact: authorizers.texts, authorizers.chosen-texts"""
    given = {name: value for name, value in said.items() if value is not None}

    answer = refusal(client.create_authorizer, **api, **given)

    assert answer == refused if refused else (answer.code, answer.status) == ("BadRequestException", 400)


def test_a_request_authorizer_without_a_cache_needs_no_source(client: Any, api: dict[str, str]) -> None:
    """There is nothing to know an answer by."""
    given = {name: value for name, value in REQUEST.items() if name != "identitySource"}

    made = client.create_authorizer(**api, **given, authorizerResultTtlInSeconds=0)

    assert "identitySource" not in made


def test_a_name_is_taken_once(client: Any, api: dict[str, str]) -> None:
    """For each API. fact: authorizers.texts"""
    client.create_authorizer(**api, **TOKEN)

    assert refusal(client.create_authorizer, **api, **TOKEN) == conflict(
        "Authorizer name must be unique. Authorizer tokens already exists in this RestApi."
    )


def test_an_authorizer_is_changed_by_patches(client: Any, api: dict[str, str]) -> None:
    """And checked again."""
    key = {**api, "authorizerId": client.create_authorizer(**api, **TOKEN)["id"]}

    changed = client.update_authorizer(
        **key, patchOperations=[_replace("/authorizerResultTtlInSeconds", "0"), _replace("/name", "new")]
    )

    assert (changed["authorizerResultTtlInSeconds"], changed["name"]) == (0, "new")
    patch = [_replace("/authorizerResultTtlInSeconds", "x")]
    assert refusal(client.update_authorizer, **key, patchOperations=patch).code == "BadRequestException"


def test_a_method_names_an_authorizer_of_its_type(client: Any) -> None:
    """Else it cannot be. fact: control.recorded-errors"""
    place = a_method(client)
    api = {"restApiId": place["restApiId"]}
    tokens = client.create_authorizer(**api, **TOKEN)["id"]
    pools = client.create_authorizer(**api, **POOLS)["id"]

    def guarded_by(kind: str, authorizer_id: str) -> Any:
        patch = [_replace("/authorizationType", kind), _replace("/authorizerId", authorizer_id)]
        return {**place, "patchOperations": patch}

    assert client.update_method(**guarded_by("CUSTOM", tokens))["authorizerId"] == tokens
    assert client.update_method(**guarded_by("COGNITO_USER_POOLS", pools))["authorizerId"] == pools
    assert refusal(client.update_method, **guarded_by("CUSTOM", pools)) == bad_request(BAD_ID)
    assert refusal(client.update_method, **guarded_by("CUSTOM", "gone")) == bad_request(BAD_ID)


def test_an_authorizer_in_use_stays(client: Any) -> None:
    """Until no method names it. fact: authorizers.chosen-texts"""
    place = a_method(client)
    api = {"restApiId": place["restApiId"]}
    key = {**api, "authorizerId": client.create_authorizer(**api, **TOKEN)["id"]}
    patch = [_replace("/authorizationType", "CUSTOM"), _replace("/authorizerId", key["authorizerId"])]
    client.update_method(**place, patchOperations=patch)

    assert refusal(client.delete_authorizer, **key).code == "ConflictException"
    client.update_method(**place, patchOperations=[_replace("/authorizationType", "NONE")])
    client.delete_authorizer(**key)
    assert refusal(client.get_authorizer, **key) == not_found("Invalid Authorizer identifier specified")


def test_an_authorizer_is_tried_out(control_plane: Plane) -> None:
    """With what it answered, or with the status that a client would get. fact: authorizers.events"""
    client = control_plane.client
    api = {"restApiId": client.create_rest_api(name="pets")["id"]}
    key = {**api, "authorizerId": client.create_authorizer(**api, **TOKEN)["id"]}
    control_plane.backends.answer = json.dumps(ANSWER).encode()

    tried = client.test_invoke_authorizer(**key, headers={"Authorization": "secret"}, pathWithQueryString="/pets?a=1")
    refused = client.test_invoke_authorizer(**key)

    assert (tried["clientStatus"], tried["principalId"]) == (0, "ann")
    assert json.loads(tried["policy"]) == ANSWER["policyDocument"]
    assert tried["authorization"] == {"shop": ["north"], "level": ["3"]}
    assert refused["clientStatus"] == 401
    asked = json.loads(control_plane.backends.calls[0]["payload"])
    assert asked == {
        "type": "TOKEN",
        "authorizationToken": "secret",
        "methodArn": f"arn:aws:execute-api:us-east-1:123456789012:{api['restApiId']}/test-invoke-stage/GET/pets",
    }


def test_a_stage_s_answers_can_be_flushed(client: Any) -> None:
    """202, and a stage that is not there is told."""
    place = {"restApiId": client.create_rest_api(name="pets")["id"]}

    refused = refusal(client.flush_stage_authorizers_cache, **place, stageName="dev")

    assert refused == not_found("Invalid stage identifier specified")
