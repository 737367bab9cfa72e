"""A user who calls an API that is guarded by AWS_IAM on a running server."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.serving import Served

ALLOW = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
DENY = {**ALLOW, "Effect": "Deny"}


def document(*statements: dict[str, Any]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@dataclass(frozen=True)
class Caller:
    """Credentials, and calls signed with them."""

    served: Served
    key: str
    secret: str
    token: str | None = None

    def call(self, api_id: str, path: str = "/dev/", method: str = "GET", **headers: str) -> requests.Response:
        """Call an API, signed."""
        return self.call_from({}, api_id, path, method, **headers)

    def call_from(
        self, place: dict[str, str], api_id: str, path: str = "/dev/", method: str = "GET", **headers: str
    ) -> requests.Response:
        """Call an API, signed, from a simulated place: the signature does not cover its token."""
        url = f"{self.served.url}/_aws/execute-api/{api_id}{path}"
        request = AWSRequest(method, url, headers={"Host": urlsplit(url).netloc, **headers})
        SigV4Auth(Credentials(self.key, self.secret, self.token), "execute-api", "us-east-1").add_auth(request)
        return requests.request(method, url, headers={**dict(request.headers.items()), **place}, timeout=30)


def a_user(served: Served, name: str, *statements: dict[str, Any], **client: Any) -> Caller:
    """A user with an inline policy of these statements, if any, and a key."""
    iam = served.client("iam", **client)
    iam.create_user(UserName=name)
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="calls", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Caller(served, key["AccessKeyId"], key["SecretAccessKey"])


def a_session(served: Served, role: str, **options: Any) -> Caller:
    """A session of a role."""
    credentials = served.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::123456789012:role/{role}", RoleSessionName="session", **options
    )["Credentials"]
    return Caller(served, credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"])


def deploy_guarded(served: Served, authorization_type: str = "AWS_IAM", **api: Any) -> str:
    """An API whose root answers its caller's ARN, deployed to dev; its id."""
    gateway = served.client("apigateway")
    made = gateway.create_rest_api(name="guarded", **api)
    at = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType=authorization_type)
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    gateway.put_integration_response(
        **at, statusCode="200", responseTemplates={"application/json": "$context.identity.userArn"}
    )
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return str(made["id"])
