"""Private APIs on a running server: reached through VPC endpoints of EC2, refused from anywhere else."""

from typing import Any

import pytest
import requests

from tests.integration.iam_calls import ALLOW, a_user, deploy_guarded, document
from tests.serving import Served

pytestmark = pytest.mark.slow
SERVICE = "com.amazonaws.us-east-1.execute-api"
EVERYBODY = {**ALLOW, "Principal": "*"}


def an_endpoint(server: Served, **more: Any) -> tuple[str, str]:
    """A VPC endpoint for execute-api in a VPC of its own: both ids."""
    ec2 = server.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    arguments = {"ServiceName": SERVICE, "VpcEndpointType": "Interface", **more}
    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, **arguments)["VpcEndpoint"]
    return endpoint["VpcEndpointId"], vpc


def caller(server: Served, **place: str) -> dict[str, str]:
    """The header of a simulated caller."""
    answer = server.ask("POST", "/_apiglab/callers", json=place)
    assert answer.status_code == 200, answer.text
    return {answer.json()["header"]: answer.json()["token"]}


def a_private_api(server: Served, *statements: dict[str, Any], kind: str = "NONE", **endpoint: Any) -> str:
    """A private API with this policy, deployed."""
    configuration = {"types": ["PRIVATE"], **endpoint}
    return deploy_guarded(server, kind, endpointConfiguration=configuration, policy=document(*statements))


def called(server: Served, api: str, host: str | None = None, **headers: str) -> requests.Response:
    """The answer of the API, by its path form or by a host."""
    if host is None:
        return server.ask("GET", f"/_aws/execute-api/{api}/dev/", headers=headers)
    return server.ask("GET", "/dev/", headers={"Host": host, **headers})


def test_a_private_api_is_reached_through_an_endpoint_only(server: Served) -> None:
    """Whatever form of its name is used. fact: private.through-vpc-endpoints, private.hosts"""
    endpoint, _ = an_endpoint(server)
    other, _ = an_endpoint(server)
    api = a_private_api(server, EVERYBODY, vpcEndpointIds=[endpoint])
    inside, elsewhere = caller(server, vpc_endpoint_id=endpoint), caller(server, vpc_endpoint_id=other)
    by_api = f"{api}.execute-api.us-east-1.amazonaws.com"
    by_both = f"{api}-{endpoint}.execute-api.us-east-1.amazonaws.com"
    by_endpoint = f"{endpoint}-ab12cd34.execute-api.us-east-1.vpce.amazonaws.com"

    assert called(server, api, **inside).status_code == 200
    assert called(server, api, by_api, **inside).status_code == 200
    assert called(server, api, by_both, **inside).status_code == 200
    assert called(server, api, by_endpoint, **{"x-apigw-api-id": api}, **inside).status_code == 200
    assert called(server, api, by_endpoint, **inside).status_code == 403
    assert called(server, api, by_both, **elsewhere).status_code == 403
    assert called(server, api, f"{api}-{other}.execute-api.us-east-1.amazonaws.com", **elsewhere).status_code == 403
    for host in (None, by_api, by_both):
        assert called(server, api, host).status_code == 403
    refused = called(server, api, by_endpoint, **{"x-apigw-api-id": api})
    assert (refused.status_code, refused.json()) == (403, {"message": "Forbidden"})


def test_an_endpoint_leads_to_private_apis_only_and_while_it_is_there(server: Served) -> None:
    """A public API is not behind it, and a deleted one leads nowhere. fact: private.through-vpc-endpoints"""
    endpoint, vpc = an_endpoint(server)
    private, public = a_private_api(server, EVERYBODY), deploy_guarded(server, "NONE")
    inside = caller(server, vpc_endpoint_id=endpoint)
    gone = caller(server, vpc_endpoint_id="vpce-00000000")
    sqs = server.client("ec2").create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.sqs", VpcEndpointType="Interface"
    )["VpcEndpoint"]["VpcEndpointId"]

    assert called(server, public, **inside).status_code == 403
    assert called(server, private, **gone).status_code == 403
    assert called(server, private, **caller(server, vpc_endpoint_id=sqs)).status_code == 403
    assert called(server, private, **inside).status_code == 200
    server.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    assert called(server, private, **inside).status_code == 403


def test_policies_see_the_endpoint_the_vpc_and_the_address_within(server: Served) -> None:
    """fact: private.condition-keys"""
    endpoint, vpc = an_endpoint(server)
    inside = caller(server, vpc_endpoint_id=endpoint, source_ip="10.0.1.2")
    conditions = {
        "vpce": {"StringEquals": {"aws:SourceVpce": endpoint}},
        "vpc": {"StringEquals": {"aws:SourceVpc": vpc}},
        "address": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}},
        "other": {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
        "outside": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    }

    statuses = {
        name: called(server, a_private_api(server, {**EVERYBODY, "Condition": condition}), **inside).status_code
        for name, condition in conditions.items()
    }

    assert statuses == {"vpce": 200, "vpc": 200, "address": 200, "other": 403, "outside": 403}


def test_the_endpoint_has_a_policy_of_its_own(server: Served) -> None:
    """Which may know other APIs only. fact: private.endpoint-policy"""
    only_other = {**EVERYBODY, "Resource": "arn:aws:execute-api:*:*:other/*"}
    endpoint, _ = an_endpoint(server, PolicyDocument=document(only_other))
    api = a_private_api(server, EVERYBODY)

    refused = called(server, api, **caller(server, vpc_endpoint_id=endpoint))

    assert "because no VPC endpoint policy allows the execute-api:Invoke action" in refused.json()["Message"]


def test_a_private_api_may_ask_for_a_signature_too(server: Served) -> None:
    """The endpoint is no caller. fact: private.through-vpc-endpoints"""
    endpoint, _ = an_endpoint(server)
    api = a_private_api(server, {**EVERYBODY, "Resource": "arn:aws:execute-api:*:*:x/*"}, kind="AWS_IAM")
    inside = caller(server, vpc_endpoint_id=endpoint)
    ann = a_user(server, "ann", ALLOW)

    assert called(server, api, **inside).status_code == 403
    assert ann.call(api).status_code == 403
    assert ann.call_from(inside, api).status_code == 200


def test_a_private_api_without_a_policy_is_not_deployed(server: Served) -> None:
    """fact: private.needs-a-policy"""
    gateway = server.client("apigateway")

    with pytest.raises(gateway.exceptions.BadRequestException, match="doesn't have a resource policy attached to it"):
        deploy_guarded(server, "NONE", endpointConfiguration={"types": ["PRIVATE"]})


def test_an_address_is_simulated_for_who_may_administer_the_server(server: Served, strict_server: Served) -> None:
    """Whoever holds a token calls from there; a strict server gives none to strangers. fact: callers.simulated"""
    condition = {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}
    api = deploy_guarded(server, "NONE", policy=document({**EVERYBODY, "Condition": condition}))

    assert called(server, api).status_code == 403
    assert called(server, api, **caller(server, source_ip="198.51.100.9")).status_code == 200
    assert called(server, api, **{"X-Apiglab-Caller": "forged"}).status_code == 403
    assert strict_server.ask("POST", "/_apiglab/callers", json={"source_ip": "198.51.100.9"}).status_code == 403
