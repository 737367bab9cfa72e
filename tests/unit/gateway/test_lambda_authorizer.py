"""Lambda authorizers: who is asked, what is made of the answer, and what is kept of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser.models import ApiGatewayAuthorizerRequest, ApiGatewayAuthorizerToken

from apiglab.model.authorizer import Authorizer
from apiglab.model.function import Invocation, LambdaError
from apiglab.model.http import Response
from apiglab.model.rest import Method
from tests.gateway_builders import (
    API_ID,
    FUNCTION,
    LAMBDA_URI,
    FakeBackends,
    Served,
    a_lambda_proxy,
    a_method,
    a_stage,
    an_api,
)
from tests.iam_builders import a_statement

AUTHORIZER_ARN = FUNCTION.replace(":pets", ":authorizer")
URI = LAMBDA_URI.replace(FUNCTION, AUTHORIZER_ARN)
NULL = b'{"message":null}'
EXPLICIT = b'{"Message":"User is not authorized to access this resource with an explicit deny"}'
IMPLICIT = b'{"Message":"User is not authorized to access this resource"}'
UNAUTHORIZED = b'{"message":"Unauthorized"}'
ARN = f"arn:aws:execute-api:us-east-1:123456789012:{API_ID}/dev/GET/pets"


class Backends(FakeBackends):
    """Answers the authorizer and the function behind the API each in its own way."""

    def __init__(self, said: Any) -> None:
        super().__init__()
        self.said = said
        self.asked: list[Any] = []

    async def invoke_lambda(self, function: str, payload: bytes, **where: str) -> Invocation:
        """Record what the authorizer is asked."""
        if function != AUTHORIZER_ARN:
            return await super().invoke_lambda(function, payload, **where)
        self.asked.append(json.loads(payload))
        self.where = where
        said = self.said(self.asked[-1]) if callable(self.said) else self.said
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Invocation):
            return said
        return Invocation(request_id="1", payload=said if isinstance(said, bytes) else json.dumps(said).encode())


def policy(effect: str = "Allow", resource: str = "*", **members: Any) -> dict[str, Any]:
    """An authorizer's answer."""
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}
    return {
        "principalId": "ann",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        **members,
    }


def an_authorizer(**members: Any) -> Authorizer:
    """A TOKEN authorizer that keeps its answers, unless said otherwise."""
    whole: dict[str, Any] = {
        "id": "auth01",
        "name": "doorman",
        "type": "TOKEN",
        "authorizer_uri": URI,
        "identity_source": "method.request.header.Authorization",
        "authorizer_result_ttl_in_seconds": 300,
    }
    return Authorizer(**{**whole, **members})


def guarded(said: Any, authorizer: Authorizer | None = None, **api: Any) -> Served:
    """Two methods behind an authorizer that says ``said``."""
    method: Mapping[str, Any] = {"authorization_type": "CUSTOM", "authorizer_id": "auth01"}

    def one(verb: str) -> Method:
        return a_method(verb, a_lambda_proxy(), **method)

    snapshot = an_api(
        {"/pets": [one("GET"), one("DELETE")], "/owners/{id}": [one("GET")]},
        authorizers=(authorizer or an_authorizer(),),
        **api,
    )
    return Served(snapshot, Backends(said), a_stage(variables=None))


async def ask(pets: Served, path: str = "/pets", token: str | None = "let me in", **more: Any) -> Response:
    """A call with a token."""
    headers = {} if token is None else {"Authorization": token}
    return await pets.ask(more.pop("verb", "GET"), path, headers={**headers, **more.pop("headers", {})}, **more)


async def test_a_token_authorizer_is_asked_with_the_token_and_the_method() -> None:
    """What AWS sends, as powertools reads it. fact: authorizers.events"""
    pets = guarded(policy())

    answer = await ask(pets)

    assert answer.status == 200
    assert pets.backends.asked == [{"type": "TOKEN", "authorizationToken": "let me in", "methodArn": ARN}]
    ApiGatewayAuthorizerToken.model_validate(pets.backends.asked[0])
    source = f"arn:aws:execute-api:us-east-1:123456789012:{API_ID}/authorizers/auth01"
    assert pets.backends.where["source_arn"] == source


async def test_a_request_authorizer_is_asked_with_the_whole_request() -> None:
    """But its body, and with empty objects where nothing is. fact: authorizers.events"""
    pets = guarded(policy(), an_authorizer(type="REQUEST"))

    await ask(pets, "/owners/7", query="a=1&a=2")

    asked = pets.backends.asked[0]
    ApiGatewayAuthorizerRequest.model_validate(asked)
    assert (asked["type"], asked["path"], asked["pathParameters"]) == ("REQUEST", "/owners/7", {"id": "7"})
    assert (asked["queryStringParameters"], asked["multiValueQueryStringParameters"]) == ({"a": "2"}, {"a": ["1", "2"]})
    assert (asked["stageVariables"], asked["httpMethod"], "body" in asked) == ({}, "GET", False)


@pytest.mark.parametrize(
    ("authorizer", "request_"),
    [
        (an_authorizer(), {"token": None}),
        (an_authorizer(), {"token": ""}),
        (an_authorizer(identity_validation_expression="Bearer .+"), {"token": "let me in"}),
        (
            an_authorizer(
                type="REQUEST", identity_source="method.request.header.Authorization,method.request.querystring.q"
            ),
            {},
        ),
        (an_authorizer(type="REQUEST", identity_source="stageVariables.gone"), {}),
    ],
)
async def test_who_shows_nothing_is_refused_before_anybody_is_asked(
    authorizer: Authorizer, request_: dict[str, Any]
) -> None:
    """401, and no call of the function. fact: authorizers.identity-sources"""
    pets = guarded(policy(), authorizer)

    answer = await ask(pets, **request_)

    assert (answer.status, answer.body, pets.backends.asked) == (401, UNAUTHORIZED, [])


async def test_a_header_is_found_in_any_case() -> None:
    """HTTP/2 clients send small letters only. fact: authorizers.identity-sources"""
    pets = guarded(policy())

    answer = await pets.ask("GET", "/pets", headers={"authorization": "let me in"})

    assert answer.status == 200


def _error(message: Any) -> Invocation:
    payload = json.dumps({"errorMessage": message}).encode()
    return Invocation(request_id="1", payload=payload, function_error="Unhandled")


@pytest.mark.parametrize(
    ("said", "status", "body", "reason"),
    [
        (policy("Deny"), 403, EXPLICIT, "authorization.lambda.denied"),
        (policy("Allow", ARN.replace("/pets", "/owners/*")), 403, IMPLICIT, "authorization.lambda.not_allowed"),
        (policy("Allow", ARN.replace("GET", "POST")), 403, IMPLICIT, "authorization.lambda.not_allowed"),
        (policy("Allow", ARN.replace("/dev/", "/prod/")), 403, IMPLICIT, "authorization.lambda.not_allowed"),
        (_error("Unauthorized"), 401, UNAUTHORIZED, "authorization.lambda.unauthorized"),
        (_error("Unauthorized: no"), 500, NULL, "authorization.lambda.function_error"),
        (_error(None), 500, NULL, "authorization.lambda.function_error"),
        (LambdaError("AccessDeniedException", 403, "no"), 500, NULL, "authorization.lambda.no_permission"),
        (LambdaError("ResourceNotFoundException", 404, "no"), 500, NULL, "authorization.lambda.not_found"),
        (LambdaError("TooManyRequestsException", 429, "no"), 500, NULL, "authorization.lambda.throttled"),
        (TimeoutError(), 500, NULL, "authorization.lambda.timeout"),
        (b"not json", 500, NULL, "authorization.lambda.no_json"),
        (b"[" * 5000, 500, NULL, "authorization.lambda.no_json"),
        (True, 500, NULL, "authorization.lambda.no_object"),
        ({}, 500, NULL, "authorization.lambda.no_principal"),
        (policy(principalId=7), 500, NULL, "authorization.lambda.no_principal"),
        ({"principalId": "ann"}, 500, NULL, "authorization.lambda.no_policy"),
        (policy(policyDocument="{}"), 500, NULL, "authorization.lambda.no_policy"),
        (policy("allow"), 500, NULL, "authorization.lambda.bad_policy"),
        (policy(policyDocument={"Version": "2012-10-17"}), 500, NULL, "authorization.lambda.bad_policy"),
        (policy(resource="arn:" + "x" * 600), 500, NULL, "authorization.lambda.long_resource"),
        (policy(context={"user": {"a": 1}}), 500, NULL, "authorization.lambda.bad_context"),
        (policy(context=["a"]), 500, NULL, "authorization.lambda.bad_context"),
        (policy(usageIdentifierKey=7), 500, NULL, "authorization.lambda.bad_usage_key"),
        (policy(context={"all": "x" * 9000}), 500, NULL, "authorization.lambda.too_large"),
        (b"x" * 5_000_000, 500, NULL, "authorization.lambda.too_large"),
    ],
)
async def test_nobody_gets_in_who_is_not_let_in(said: Any, status: int, body: bytes, reason: str) -> None:
    """Neither by a policy that speaks of something else, nor by an error.

    fact: authorizers.denied, authorizers.errors, authorizers.bad-answers, authorizers.limits, authorizers.timeout
    """
    pets = guarded(said)

    answer = await ask(pets)

    assert (answer.status, answer.body) == (status, body)
    assert pets.journey()["reason"] == reason
    assert pets.backends.calls == []


async def test_what_it_says_reaches_the_function_as_text() -> None:
    """Numbers and booleans too. fact: authorizers.context"""
    pets = guarded(policy(context={"shop": "north", "level": 3, "rate": 1.5, "vip": True, "none": None}))

    await ask(pets)

    event = json.loads(pets.backends.calls[0]["payload"])
    told = event["requestContext"]["authorizer"]
    assert told == {
        "principalId": "ann",
        "shop": "north",
        "level": "3",
        "rate": "1.5",
        "vip": "true",
        "integrationLatency": told["integrationLatency"],
    }


async def test_an_answer_is_kept_and_asked_anew_for_each_method() -> None:
    """The trap of a policy that names one method. fact: authorizers.cache"""
    pets = guarded(lambda event: policy("Allow", event["methodArn"]))

    answers = [await ask(pets), await ask(pets), await ask(pets, "/owners/7"), await ask(pets, verb="DELETE")]

    assert [answer.status for answer in answers] == [200, 200, 403, 403]
    assert len(pets.backends.asked) == 1
    assert pets.journey()["reason"] == "authorization.lambda.not_allowed"


async def test_what_is_kept_is_kept_for_its_time_and_its_identity() -> None:
    """In the lab's time; another token, and another stage, is asked anew. fact: authorizers.cache, authorizers.ttl"""
    pets = guarded(policy())
    await ask(pets)
    pets.plane.clock.advance(299)
    await ask(pets)
    assert len(pets.backends.asked) == 1

    pets.plane.clock.advance(2)
    await ask(pets)
    await ask(pets, token="another")

    assert len(pets.backends.asked) == 3


async def test_a_flush_forgets_one_stage() -> None:
    """The next caller is asked about again. fact: authorizers.cache"""
    pets = guarded(policy())
    await ask(pets)

    pets.plane.live.authorizers.flush(API_ID, "prod")
    await ask(pets)
    pets.plane.live.authorizers.flush(API_ID, "dev")
    await ask(pets)

    assert len(pets.backends.asked) == 2


async def test_without_a_time_to_live_everybody_is_asked_about() -> None:
    """Each time. fact: authorizers.ttl"""
    pets = guarded(policy(), an_authorizer(authorizer_result_ttl_in_seconds=0))

    await ask(pets)
    await ask(pets)

    assert len(pets.backends.asked) == 2


async def test_errors_are_not_kept() -> None:
    """A function that is mended is asked again at once. fact: authorizers.cache"""
    answers = [_error("broken"), policy()]
    pets = guarded(lambda _: answers.pop(0))

    assert [(await ask(pets)).status, (await ask(pets)).status] == [500, 200]


async def test_sources_are_told_apart_by_their_place() -> None:
    """``a`` and ``bc`` are not ``ab`` and ``c``. fact: authorizers.cache"""
    sources = "method.request.header.A,method.request.header.B"
    pets = guarded(policy(), an_authorizer(type="REQUEST", identity_source=sources))

    await pets.ask("GET", "/pets", headers={"A": "a", "B": "bc"})
    await pets.ask("GET", "/pets", headers={"A": "ab", "B": "c"})

    assert len(pets.backends.asked) == 2


async def test_a_resource_policy_s_deny_comes_first() -> None:
    """Nobody is asked about a caller whom the API's own policy denies. fact: resource-policy.two-phases"""
    statement = {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}
    pets = guarded(policy(), policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    answer = await ask(pets)

    assert (answer.status, pets.backends.asked) == (403, [])


async def test_the_journey_tells_what_decided_and_whether_it_was_kept() -> None:
    """And how long it took."""
    pets = guarded(policy())
    await ask(pets)
    first = pets.journey()["steps"][1]
    await ask(pets)
    second = pets.journey()["steps"][1]

    assert (first["reason"], second["reason"]) == ("authorization.lambda", "authorization.lambda")
    assert (first["detail"]["cached"], second["detail"]["cached"]) == (False, True)
    assert second["detail"]["decided_by"] == {
        "decision": "allow",
        "policy": "the answer of doorman",
        "statement": "1",
    }


async def test_a_huge_token_is_only_a_token() -> None:
    """A megabyte of it is refused by the gateway's own limit, before anybody is asked. fact: limits.headers"""
    pets = guarded(policy())

    answer = await ask(pets, token="x" * 1_000_000)

    assert (answer.status, pets.backends.asked) == (431, [])


@pytest.mark.parametrize("path", ["/owners/7", "/owners/%37", "/owners/7/", "/owners/7;a=b", "/owners/x%2F..%2F7"])
async def test_a_path_written_otherwise_does_not_get_around_a_kept_deny(path: str) -> None:
    """Each reading of it is judged, also by an answer that was kept. fact: iam.path-forms"""
    statements = [a_statement(), a_statement("Deny", resource=ARN.replace("/pets", "/owners/7"))]
    pets = guarded(policy(policyDocument={"Version": "2012-10-17", "Statement": statements}))

    answers = [await ask(pets, "/owners/8"), await ask(pets, path)]

    assert [answer.status for answer in answers] == [200, 403]
    assert (answers[1].body, len(pets.backends.asked), len(pets.backends.calls)) == (EXPLICIT, 1, 1)
