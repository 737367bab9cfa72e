"""Private integrations: through a VPC link to a target of a load balancer, on a real server with a real backend."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests

from tests.serving import Served

pytestmark = pytest.mark.slow

HOST = "pets.internal"


class Shelter(BaseHTTPRequestHandler):
    """A backend of a private network, which tells by what name and path it was asked."""

    def do_GET(self) -> None:
        """Answer."""
        told = f"{self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def backend() -> Iterator[int]:
    """The port of a running backend."""
    server = HTTPServer(("127.0.0.1", 0), Shelter)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def network(server: Served) -> dict[str, str]:
    """A load balancer with an empty target group behind port 80, and a VPC link to it."""
    ec2, elb = server.client("ec2"), server.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    balancer = elb.create_load_balancer(Name="pets", Type="network", Subnets=[subnet])["LoadBalancers"][0]
    group = elb.create_target_group(Name="pets", Protocol="TCP", Port=80, VpcId=vpc, TargetType="ip")
    group_arn = group["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="TCP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group_arn}],
    )
    link = server.client("apigateway").create_vpc_link(name="pets", targetArns=[balancer["LoadBalancerArn"]])
    return {"group": group_arn, "link": link["id"]}


def _api(
    server: Served, connection_id: str, uri: str = f"http://{HOST}/cats", kind: str = "HTTP_PROXY", **more: str
) -> str:
    gateway = server.client("apigateway")
    api = gateway.create_rest_api(name="private")
    method = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(
        **method,
        type=kind,
        integrationHttpMethod="GET",
        uri=uri,
        connectionType="VPC_LINK",
        connectionId=connection_id,
        **more,
    )
    if kind == "HTTP":
        gateway.put_method_response(**method, statusCode="200")
        gateway.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": "mapped"})
    api_id: str = api["id"]
    return api_id


def _ask(server: Served, api_id: str, **variables: str) -> requests.Response:
    server.client("apigateway").create_deployment(restApiId=api_id, stageName="dev", variables=variables)
    return server.ask("GET", f"/_aws/execute-api/{api_id}/dev/")


def _reason(server: Served) -> Any:
    return server.ask("GET", "/_apiglab/requests?limit=1").json()["requests"][0]["reason"]


def _register(server: Served, network: dict[str, str], port: int) -> None:
    target = {"Id": "127.0.0.1", "Port": port}
    server.client("elbv2").register_targets(TargetGroupArn=network["group"], Targets=[target])


def test_a_link_without_targets_leads_nowhere(server: Served, network: dict[str, str]) -> None:
    """A 500, with the reason in the journey. fact: vpc-links.errors"""
    answer = _ask(server, _api(server, network["link"]))

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})
    assert _reason(server) == "integration.vpc_link.no_target"


def test_a_link_leads_to_what_is_registered(server: Served, network: dict[str, str], backend: int) -> None:
    """From the moment it is; the URI's host is what the backend reads. fact: vpc-links.targets"""
    _register(server, network, backend)

    answer = _ask(server, _api(server, network["link"]))

    assert (answer.status_code, answer.text) == (200, f"{HOST} /cats")


def test_another_port_is_another_listener(server: Served, network: dict[str, str], backend: int) -> None:
    """The URI's port chooses it. fact: vpc-links.targets"""
    _register(server, network, backend)

    answer = _ask(server, _api(server, network["link"], f"http://{HOST}:8080/cats"))

    assert (answer.status_code, _reason(server)) == (500, "integration.vpc_link.no_target")


def test_each_stage_may_have_a_link_of_its_own(server: Served, network: dict[str, str], backend: int) -> None:
    """Named by a stage variable; one that is not set is a 500. fact: vpc-links.stage-variables, vpc-links.errors"""
    _register(server, network, backend)
    api_id = _api(server, "${stageVariables.link}")

    assert _ask(server, api_id, link=network["link"]).text == f"{HOST} /cats"
    answer = _ask(server, api_id, link="gone")

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})
    assert _reason(server) == "integration.vpc_link.not_found"


def test_an_http_integration_goes_the_same_way(server: Served, network: dict[str, str], backend: int) -> None:
    """And maps what comes back. fact: vpc-links.targets"""
    _register(server, network, backend)

    answer = _ask(server, _api(server, network["link"], kind="HTTP"))

    assert (answer.status_code, answer.text) == (200, "mapped")


def test_an_answer_streams_over_a_link(server: Served, network: dict[str, str], backend: int) -> None:
    """As from any other backend. fact: streaming.as-it-comes, vpc-links.targets"""
    _register(server, network, backend)

    answer = _ask(server, _api(server, network["link"], responseTransferMode="STREAM"))

    assert (answer.status_code, answer.text) == (200, f"{HOST} /cats")
    steps = server.ask("GET", "/_apiglab/requests?limit=1").json()["requests"][0]["steps"]
    integration = next(step["detail"] for step in steps if step["phase"] == "Integration")
    assert (integration["streamed_bytes"], integration["broken_off"]) == (len(answer.content), None)


def test_a_target_where_nobody_listens(server: Served, network: dict[str, str], backend: int) -> None:
    """A 500, as for any endpoint that is not there. fact: vpc-links.errors"""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    elb = server.client("elbv2")
    elb.deregister_targets(TargetGroupArn=network["group"], Targets=[{"Id": "127.0.0.1", "Port": backend}])
    _register(server, network, port)

    answer = _ask(server, _api(server, network["link"]))

    assert (answer.status_code, _reason(server)) == (500, "integration.http.unreachable")
