"""TestInvokeMethod: a method called as it stands, without a deployment, and what happened on the way.

https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html

How AWS does this
-----------------
The request takes the same way as one to a deployed API, from a made-up client to a made-up stage; nobody is asked for
authorization or an API key, and bodies count as JSON. The answer has the execution log in it. fact: test-invoke.context
"""

# ruff: noqa: PT028  (AWS's operation is named so; it is no test)

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from apiglab.control import errors, stage_errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.methods import MethodPlace, find_method
from apiglab.control.publishing import snapshot_of
from apiglab.control.resources import find_resource
from apiglab.control.stages import check_variables
from apiglab.gateway.deployment import compile_deployment
from apiglab.gateway.execution_log import log_text
from apiglab.gateway.registry import Served
from apiglab.gateway.router import ANY_COVERS
from apiglab.gateway.trace import Trace
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, HttpRequest, Pair, Response
from apiglab.model.rest import EndpointConfiguration, RestApiSnapshot
from apiglab.model.stage import Stage

STAGE_NAME = "test-invoke-stage"
SOURCE_IP = "test-invoke-source-ip"
_VISIBLE = "".join(chr(code) for code in range(0x21, 0x7F))
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\ud7ff\ue000-\U0010ffff]*")
_NOT_ANSWERED = frozenset({"content-length", "x-amzn-requestid", "x-amz-apigw-id"})


async def test_invoke_method(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    path_with_query_string: str | None = None,
    body: str | None = None,
    headers: FrozenMap[str, str | None] | None = None,
    multi_value_headers: FrozenMap[str, tuple[str, ...] | None] | None = None,
    client_certificate_id: str | None = None,
    stage_variables: FrozenMap[str, str | None] | None = None,
) -> Output:
    """Call a method as it stands."""
    place = _find(call, rest_api_id, resource_id, http_method)
    check_variables(stage_variables or {})
    if client_certificate_id and client_certificate_id not in call.here.client_certificates:
        raise stage_errors.unknown_client_certificate()
    path, _, query = (path_with_query_string or place.resource.path).partition("?")
    request = HttpRequest(
        method=http_method,
        path="/" + _on_the_wire(path).removeprefix("/"),
        query=_on_the_wire(query),
        headers=_headers(headers or {}, multi_value_headers or {}),
        body=(body or "").encode(errors="replace"),
        source_ip=SOURCE_IP,
        scheme="https",
    )
    served = _served(call, place, stage_variables, client_certificate_id or None)
    if served.deployment.router.find(request.path, http_method) is None:
        raise errors.path_of_another_resource(path, place.resource.path)
    response, trace = await call.invoke(served, request)
    return _shown(response, trace)


def _find(call: Call, rest_api_id: str, resource_id: str, http_method: str) -> MethodPlace:
    """The method that answers the verb: its own, or the resource's ANY."""
    if http_method not in ANY_COVERS:
        raise errors.bad_test_verb(sorted(ANY_COVERS))
    resource = find_resource(call, rest_api_id, resource_id)[1]
    has_own = http_method in (resource.resource_methods or {})
    place = find_method(call, rest_api_id, resource_id, http_method if has_own else "ANY")
    if place.method.method_integration is None:
        raise stage_errors.method_without_integration()
    return place


def _on_the_wire(text: str) -> str:
    """A path or query as a client would send it: what is no visible ASCII is percent-encoded."""
    return quote(text, safe=_VISIBLE, errors="replace")


def _headers(single: Mapping[str, str | None], multiple: Mapping[str, tuple[str, ...] | None]) -> Headers:
    """The client's headers; the type of its body is JSON whatever it says. fact: test-invoke.content-type"""
    pairs: list[Pair] = [(name, value) for name, value in single.items() if value is not None and name not in multiple]
    pairs += [(name, value) for name, values in multiple.items() for value in values or ()]
    for name, value in pairs:
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise errors.bad_test_header(name)
    headers = Headers(pairs)
    return headers.with_("Content-Type", "application/json") if "Content-Type" in headers else headers


def _served(
    call: Call, place: MethodPlace, variables: Mapping[str, str | None] | None, client_certificate_id: str | None
) -> Served:
    """The method compiled, alone and open, on the stage that tests have."""
    now = call.clock.now()
    stage = Stage(
        deployment_id="",
        stage_name=STAGE_NAME,
        client_certificate_id=client_certificate_id,
        variables=FrozenMap({name: value for name, value in (variables or {}).items() if value is not None}),
        created_date=now,
        last_updated_date=now,
    )
    return Served(compile_deployment(_opened(snapshot_of(call, place.api), place), ""), stage)


def _opened(snapshot: RestApiSnapshot, place: MethodPlace) -> RestApiSnapshot:
    """The snapshot with that method alone, and nothing that keeps a caller out."""
    method = replace(place.method, authorization_type="NONE", authorizer_id=None, api_key_required=False)
    resource = replace(place.resource, resource_methods=FrozenMap({method.http_method: method}))
    rest_api = replace(
        snapshot.rest_api,
        policy=None,
        disable_execute_api_endpoint=False,
        endpoint_configuration=EndpointConfiguration(),
    )
    return replace(snapshot, rest_api=rest_api, resources=(resource,))


def _shown(response: Response, trace: Trace) -> dict[str, object]:
    """What TestInvokeMethod answers with."""
    grouped: dict[str, list[str]] = {}
    for name, value in response.headers:
        if name.lower() not in _NOT_ANSWERED:
            grouped.setdefault(name, []).append(value)
    return {
        "status": response.status,
        "body": response.body.decode("utf-8", "replace"),
        "headers": {name: values[-1] for name, values in grouped.items()},
        "multiValueHeaders": grouped,
        "log": log_text(trace),
        "latency": round((trace.finished - trace.started) * 1000),
    }


OPERATIONS: Operations = {"TestInvokeMethod": test_invoke_method}
