"""A stage's cache on a running server: switched on, filled, invalidated by who may, flushed."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.deploying import deploy_function
from tests.integration.iam_calls import ALLOW, a_user
from tests.serving import Served

pytestmark = pytest.mark.slow

COUNTER = """
calls = 0

def handler(event, context):
    global calls
    calls += 1
    return {"statusCode": 200, "body": f"{calls} {(event['queryStringParameters'] or {}).get('type')}"}
"""
ON = [
    {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"},
    {"op": "replace", "path": "/*/*/caching/ttlInSeconds", "value": "60"},
]


@pytest.fixture(scope="module")
def function(server: Served) -> str:
    """A function that counts its calls; its ARN."""
    return deploy_function(server, "counter", COUNTER)


@pytest.fixture
def api_id(server: Served, function: str) -> Iterator[str]:
    """An API before it whose answers are told apart by ``type``, cached on dev and guarded by AWS_IAM."""
    gateway = server.client("apigateway")
    made = gateway.create_rest_api(name="cached")
    at = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    source = "method.request.querystring.type"
    gateway.put_method(**at, authorizationType="AWS_IAM", requestParameters={source: False})
    gateway.put_integration(
        **at,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
        requestParameters={"integration.request.querystring.type": source},
        cacheKeyParameters=[source],
    )
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    gateway.update_stage(restApiId=made["id"], stageName="dev", patchOperations=ON)
    yield made["id"]
    gateway.delete_rest_api(restApiId=made["id"])


def strategy(server: Served, api_id: str, name: str) -> None:
    """What the stage does with a client that may not invalidate."""
    path = "/*/*/caching/unauthorizedCacheControlHeaderStrategy"
    operations = [{"op": "replace", "path": path, "value": name}]
    server.client("apigateway").update_stage(restApiId=api_id, stageName="dev", patchOperations=operations)


def test_the_function_runs_once_for_each_key(server: Served, api_id: str) -> None:
    """Until the cache is flushed or made anew. fact: caching.key, caching.flush, caching.cluster"""
    ann = a_user(server, f"ann-{api_id}", ALLOW)
    gateway = server.client("apigateway")

    def seen(query: str) -> str:
        return ann.call(api_id, f"/dev/?{query}").text

    dogs, cats = seen("type=dog"), seen("type=cat")
    assert (seen("type=dog"), seen("type=cat&other=1")) == (dogs, cats)
    gateway.flush_stage_cache(restApiId=api_id, stageName="dev")
    flushed = seen("type=dog")
    larger = [{"op": "replace", "path": "/cacheClusterSize", "value": "1.6"}]
    gateway.update_stage(restApiId=api_id, stageName="dev", patchOperations=larger)

    assert len({dogs, cats, flushed, seen("type=dog")}) == 4
    assert gateway.get_stage(restApiId=api_id, stageName="dev")["cacheClusterStatus"] == "AVAILABLE"


def test_a_policy_lets_its_caller_invalidate(server: Served, api_id: str) -> None:
    """Others get the cached answer, or a 403. fact: caching.invalidation, caching.strategies"""
    statement = {
        "Effect": "Allow",
        "Action": "execute-api:InvalidateCache",
        "Resource": f"arn:*:*:*:*:{api_id}/dev/GET/*",
    }
    bob, ann = a_user(server, f"bob-{api_id}", ALLOW), a_user(server, f"may-{api_id}", ALLOW, statement)
    fresh: dict[str, Any] = {"Cache-Control": "max-age=0"}

    first = ann.call(api_id)
    refused = bob.call(api_id, **fresh)
    renewed = ann.call(api_id, **fresh)
    strategy(server, api_id, "FAIL_WITH_403")
    forbidden = bob.call(api_id, **fresh)

    assert (refused.text, "Warning" in refused.headers, forbidden.status_code) == (first.text, True, 403)
    assert (renewed.text != first.text, bob.call(api_id).text) == (True, renewed.text)


def test_a_cached_answer_is_guarded_as_ever(server: Served, api_id: str) -> None:
    """The cache comes after authorization. fact: caching.key"""
    ann = a_user(server, f"eve-{api_id}", ALLOW)
    assert ann.call(api_id).status_code == 200

    assert requests.get(f"{server.url}/_aws/execute-api/{api_id}/dev/", timeout=30).status_code == 403
