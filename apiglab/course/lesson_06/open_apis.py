"""What lesson 06's exercises stand on: small APIs of each endpoint type, and a VPC endpoint."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange


class Endpoint(NamedTuple):
    """A VPC endpoint for execute-api, in a VPC of its own."""

    id: str
    vpc_id: str


@contextmanager
def an_open_api(lab: Any, kind: str = "REGIONAL", *, policy: Any = None, **endpoint: Any) -> Iterator[str]:
    """A deployed API whose GET / answers 200, by its id; it is gone afterwards."""
    apis = lab.client("apigateway")
    more = {"policy": json.dumps(policy)} if policy is not None else {}
    made = apis.create_rest_api(
        name=fresh_name("endpoint"), endpointConfiguration={"types": [kind], **endpoint}, **more
    )
    try:
        answering_method(apis, made["id"], "/")
        apis.create_deployment(restApiId=made["id"], stageName=STAGE)
        yield made["id"]
    finally:
        apis.delete_rest_api(restApiId=made["id"])


@contextmanager
def a_vpc_endpoint(lab: Any) -> Iterator[Endpoint]:
    """The VPC endpoint; it and its VPC are gone afterwards."""
    ec2 = lab.client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    try:
        service = f"com.amazonaws.{lab.region}.execute-api"
        made = ec2.create_vpc_endpoint(VpcId=vpc_id, VpcEndpointType="Interface", ServiceName=service)
        endpoint_id = made["VpcEndpoint"]["VpcEndpointId"]
        try:
            yield Endpoint(endpoint_id, vpc_id)
        finally:
            ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint_id])
    finally:
        ec2.delete_vpc(VpcId=vpc_id)


def call(lab: Any, api_id: str, *, caller: Any = None, wanted: int) -> Exchange:
    """GET / from here or from elsewhere; on AWS until the status is ``wanted``."""
    return ask(lab, "GET", lab.url(api_id, STAGE), caller=caller, until=lambda answer: answer.status == wanted)


def everybody(**condition: Any) -> dict[str, Any]:
    """A policy that lets everybody in for whom the condition holds."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}
