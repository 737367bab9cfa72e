"""Whatever is sent, the control plane answers in AWS's form: it never raises, and never answers what is no JSON."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiglab.control.operations import OPERATIONS
from apiglab.control.protocol.service import Service
from apiglab.control.protocol.shapes import Operation
from tests.contract.test_patch_paths import ACCEPTED
from tests.control_client import LAMBDA_URI, Plane, a_stage, plane

OPS = ("add", "remove", "replace", "move", "copy", "test", "wrong")
PATHS = sorted(path for _, accepted in ACCEPTED.values() for path in accepted)
WORDS = (
    "GET",
    "200",
    "dev",
    "Empty",
    "THROTTLED",
    "MOCK",
    "HTTP",
    "AWS_PROXY",
    LAMBDA_URI,
    "http://x",
    "application/json",
    "method.request.header.x",
    "integration.request.header.x",
    "method.response.header.x",
    "gatewayresponse.header.x",
    "'x'",
    "NONE",
    "{x+}",
    "true",
    "-1",
    "1e999",
    "nan",
)

SANE = {
    "name": "x",
    "pathPart": "x",
    "authorizationType": "NONE",
    "type": "MOCK",
    "contentType": "application/json",
    "schema": "{}",
    "tags": {},
    "location": {"type": "API"},
    "properties": "{}",
    "documentationVersion": "1",
    "targetArns": ["arn:aws:elasticloadbalancing:x"],
    "pathWithQueryString": "/",
}
"""Members without which an operation goes no further; one or two of the body's members are then made hostile."""

_texts = st.one_of(st.sampled_from(WORDS), st.text(st.characters(), max_size=8))
_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=5,
)
_patch = st.lists(
    st.fixed_dictionaries(
        {"op": st.sampled_from(OPS), "path": st.sampled_from(PATHS).map(lambda path: path.replace("{", ""))},
        optional={"value": st.none() | _texts, "from": _texts},
    ),
    max_size=3,
)


@pytest.fixture(scope="module")
def busy() -> Plane:
    """A control plane with one API, deployed."""
    made = plane()
    a_stage(made.client)
    return made


@pytest.fixture(scope="module")
def operations() -> dict[str, Operation]:
    """The operations that there are, as AWS's model has them."""
    return {name: each for name, each in Service("apigateway").operations.items() if name in OPERATIONS}


def _body(data: st.DataObject, operation: Operation) -> bytes:
    """An object that would do, with one or two members that might not."""
    members = [each.wire_name for each in operation.input.members.values() if each.location == "body"]
    if "patchOperations" in members and data.draw(st.booleans()):
        return json.dumps({"patchOperations": data.draw(_patch)}).encode()
    chosen = data.draw(st.lists(st.sampled_from(members), unique=True, max_size=2)) if members else []
    sane = {name: SANE[name] for name in members if name in SANE}
    return json.dumps({**sane, **{name: data.draw(_values) for name in chosen}}).encode()


def _path(data: st.DataObject, operation: Operation, known: dict[str, str]) -> str:
    """The operation's path, its labels mostly of things that are there."""
    labels = {
        segment: data.draw(st.sampled_from([known.get(segment, "x")] * 5 + ["nope", "%ff", "a%2Fb"]))
        for segment in operation.segments
        if segment.startswith("{")
    }
    return "/" + "/".join(labels.get(segment, segment) for segment in operation.segments)


def _known(busy: Plane) -> dict[str, str]:
    """Identifiers of what is there, by label; another API where the last one was deleted."""
    items: list[dict[str, Any]] = busy.client.get_rest_apis()["items"]
    if not items:
        a_stage(busy.client)
        items = busy.client.get_rest_apis()["items"]
    api_id, root = items[0]["id"], items[0]["rootResourceId"]
    return {
        "{restapi_id}": api_id,
        "{resource_id}": root,
        "{parent_id}": root,
        "{http_method}": "GET",
        "{status_code}": "200",
        "{stage_name}": "dev",
        "{model_name}": "Empty",
        "{response_type}": "THROTTLED",
        "{resource_arn}": quote(f"arn:aws:apigateway:us-east-1::/restapis/{api_id}", safe=""),
    }


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_request_is_answered_in_aws_s_form(
    data: st.DataObject, busy: Plane, operations: dict[str, Operation]
) -> None:
    """Nulls, wrong types, infinities, lone surrogates, patches of everything: a status of AWS's and JSON."""
    operation = operations[data.draw(st.sampled_from(sorted(operations)))]

    answer = busy.respond(
        operation.http_method,
        _path(data, operation, _known(busy)),
        _body(data, operation),
        data.draw(st.sampled_from(["", "limit=x", "limit=2", "position=%FF", "embed=methods", "tagKeys=a"])),
    )

    assert answer.status in (operation.status, 400, 404, 409, 429)
    assert answer.status == operation.status or json.loads(answer.body)["message"]
    assert not answer.body or json.loads(answer.body) is not None
