"""TestInvokeAuthorizer and FlushStageAuthorizersCache: an authorizer asked as it stands, and what it said forgotten.

https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeAuthorizer.html
"""

# ruff: noqa: PT028  (AWS's operation is named so; it is no test)

import json
from collections.abc import Mapping
from dataclasses import replace

from apiglab.control.authorizers import authorizer_of
from apiglab.control.call import Call, Operations, Output
from apiglab.control.method_testing import SOURCE_IP, STAGE_NAME
from apiglab.control.publishing import snapshot_of
from apiglab.control.stages import check_variables, stage_of
from apiglab.control.store import ApiStore
from apiglab.gateway.authorizer_cache import Answer
from apiglab.gateway.deployment import compile_deployment
from apiglab.gateway.errors import GatewayError
from apiglab.gateway.execution_log import log_text
from apiglab.gateway.registry import Served
from apiglab.model.authorizer import Authorizer
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, HttpRequest, Pair
from apiglab.model.rest import EndpointConfiguration, Method, Resource
from apiglab.model.stage import Stage


async def test_invoke_authorizer(
    call: Call,
    *,
    rest_api_id: str,
    authorizer_id: str,
    headers: FrozenMap[str, str | None] | None = None,
    multi_value_headers: FrozenMap[str, tuple[str, ...] | None] | None = None,
    path_with_query_string: str | None = None,
    body: str | None = None,  # noqa: ARG001  an authorizer never sees it
    stage_variables: FrozenMap[str, str | None] | None = None,
    additional_context: FrozenMap[str, str | None] | None = None,  # noqa: ARG001  taken, and of no effect here
) -> Output:
    """Ask an authorizer about a made-up request."""
    api = call.here.rest_api(rest_api_id)
    authorizer = authorizer_of(api, authorizer_id)
    check_variables(stage_variables or {})
    path, _, query = (path_with_query_string or "/").partition("?")
    pairs: list[Pair] = [(name, value) for name, value in (headers or {}).items() if value is not None]
    pairs += [(name, value) for name, values in (multi_value_headers or {}).items() for value in values or ()]
    request = HttpRequest(
        method="GET",
        path="/" + path.removeprefix("/"),
        query=query,
        headers=Headers(pairs),
        source_ip=SOURCE_IP,
        scheme="https",
    )
    answered, trace = await call.authorize(_served(call, api, authorizer, stage_variables or {}), request)
    log, latency = log_text(trace), round((trace.finished - trace.started) * 1000)
    if isinstance(answered, GatewayError):
        return {"clientStatus": answered.status, "log": log, "latency": latency}
    told = _told(answered) if isinstance(answered, Answer) else {"claims": dict(answered.told)}
    return {"clientStatus": 0, "log": log, "latency": latency, **told}


def flush_stage_authorizers_cache(call: Call, *, rest_api_id: str, stage_name: str) -> None:
    """Forget what the authorizers said on one stage."""
    stage_of(call.here.rest_api(rest_api_id), stage_name)
    call.flush_authorizers(rest_api_id, stage_name)


def _told(answer: Answer) -> dict[str, object]:
    said = json.loads(answer.payload)
    return {
        "principalId": answer.context["principalId"],
        "policy": json.dumps(said["policyDocument"]),
        "authorization": {name: [value] for name, value in answer.context.items() if name != "principalId"},
    }


def _served(call: Call, api: ApiStore, authorizer: Authorizer, variables: Mapping[str, str | None]) -> Served:
    """An API of one method, which the authorizer guards."""
    kind = "COGNITO_USER_POOLS" if authorizer.type == "COGNITO_USER_POOLS" else "CUSTOM"
    method = Method(http_method="GET", authorization_type=kind, authorizer_id=authorizer.id)
    root = Resource(id=api.rest_api.root_resource_id, path="/", resource_methods=FrozenMap({"GET": method}))
    snapshot = snapshot_of(call, api)
    open_api = replace(snapshot.rest_api, policy=None, endpoint_configuration=EndpointConfiguration())
    now = call.clock.now()
    stage = Stage(deployment_id="", stage_name=STAGE_NAME, created_date=now, last_updated_date=now)
    given = FrozenMap({name: value for name, value in variables.items() if value is not None})
    return Served(
        compile_deployment(replace(snapshot, rest_api=open_api, resources=(root,)), ""),
        replace(stage, variables=given),
    )


OPERATIONS: Operations = {
    "TestInvokeAuthorizer": test_invoke_authorizer,
    "FlushStageAuthorizersCache": flush_stage_authorizers_cache,
}
