"""Two real services behind one API: an HTTP server that the lab runs, and a queue."""

from collections.abc import Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.build import resource_at
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_05.fix_missing_role import FORM, TEMPLATE
from apiglab.course.services import GATEWAY, make_queue, received, standing_role

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        yield apiglab.Lab("05")


def kennels(request: Any) -> Any:
    """A backend that tells what reached it."""
    return 200, {"asked": f"{request.method} {request.path}", "by": request.headers.get("x-amzn-apigateway-api-id")}


def test_one_api_stands_before_a_server_and_a_queue(lab: apiglab.Lab) -> None:
    """Each route reaches its own backend; a cleanup removes all of it, and stops the server."""
    apis, queue = lab.client("apigateway"), make_queue(lab, "orders")
    shelter = lab.http_backend("shelter", kennels)
    front = lab.rest_api("front")
    front.resource("/kennels").method("GET").http_proxy(f"{shelter.url}/kennels")
    where = {"restApiId": front.id, "resourceId": resource_at(apis, front.id, "/orders"), "httpMethod": "POST"}
    apis.put_method(**where, authorizationType="NONE")
    apis.put_integration(
        **where,
        type="AWS",
        integrationHttpMethod="POST",
        uri=queue.uri(lab.region),
        credentials=standing_role(lab, "gateway", GATEWAY, "sqs:SendMessage"),
        requestParameters=FORM,
        requestTemplates=TEMPLATE,
    )
    apis.put_method_response(**where, statusCode="202")
    apis.put_integration_response(**where, statusCode="202", selectionPattern=r"2\d\d")
    stage_url = front.deploy("dev")

    listed = lab.send("GET", stage_url + "kennels")
    ordered = lab.send("POST", stage_url + "orders", json={"pet": 2})

    assert (listed.status, listed.json()) == (200, {"asked": "GET /kennels", "by": front.id})
    assert (ordered.status, received(lab, queue), len(shelter.calls)) == (202, ['{"pet": 2}'], 1)
    assert "HTTP backend" in {owned.noun for owned in lab.inventory()}
    assert (lab.cleanup().left, lab.inventory(), shelter.running) == ([], [], False)
