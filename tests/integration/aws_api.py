"""An API with AWS integrations on a server: methods made, deployed and called one by one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.serving import Served

ACCOUNT = "123456789012"


def trust(service: str) -> str:
    """A trust policy that lets one service take the role on."""
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@dataclass
class Api:
    """One API whose methods are made, deployed and called by the tests."""

    server: Served
    role: str
    api_id: str
    root: str
    count: int = 0
    declared: tuple[str, ...] = ("200", "404")
    clients: dict[str, Any] = field(default_factory=dict)

    def aws(self, service: str) -> Any:
        """A client of a service of the server."""
        return self.clients.setdefault(service, self.server.client(service))

    def method(
        self,
        uri: str,
        *,
        verb: str = "POST",
        backend_verb: str = "POST",
        template: str | None = None,
        mappings: Mapping[str, str] | None = None,
        responses: Mapping[str, Mapping[str, Any]] | None = None,
        credentials: str | None = "",
        part: str = "",
        **more: Any,
    ) -> Callable[..., requests.Response]:
        """A new resource with one method before ``uri``, deployed; and how to call it."""
        gateway = self.aws("apigateway")
        self.count += 1
        name = f"r{self.count}"
        where = {"restApiId": self.api_id}
        where["resourceId"] = gateway.create_resource(**where, parentId=self.root, pathPart=name)["id"]
        if part:
            where["resourceId"] = gateway.create_resource(
                restApiId=self.api_id, parentId=where["resourceId"], pathPart=part
            )["id"]
        where["httpMethod"] = verb
        body = "method.request.body"
        sources = [
            source for source in (mappings or {}).values() if source.startswith("method.") and body not in source
        ]
        gateway.put_method(**where, authorizationType="NONE", requestParameters=dict.fromkeys(sources, False))
        for status in self.declared:
            gateway.put_method_response(**where, statusCode=status)
        role = self.role if credentials == "" else credentials
        gateway.put_integration(
            **where,
            type="AWS",
            integrationHttpMethod=backend_verb,
            uri=f"arn:aws:apigateway:us-east-1:{uri}",
            requestTemplates={"application/json": template} if template is not None else {},
            requestParameters=dict(mappings or {}),
            **({"credentials": role} if role else {}),
            **more,
        )
        for status, response in (responses or {"200": {}}).items():
            gateway.put_integration_response(**where, statusCode=status, **response)
        gateway.create_deployment(restApiId=self.api_id, stageName="dev")

        def ask(path: str = "", **request: Any) -> requests.Response:
            return self.server.ask(verb, f"/_aws/execute-api/{self.api_id}/dev/{name}{path}", **request)

        return ask

    def reason(self) -> tuple[str | None, str]:
        """Why the last call was refused, and what the log says of it."""
        journey = self.server.ask("GET", "/_apiglab/requests?limit=1").json()["requests"][0]
        log = [step["detail"].get("log", "") for step in journey["steps"] if step["outcome"] in ("refused", "failed")]
        return journey["reason"], "".join(log)


def an_api(server: Served) -> Api:
    """An empty API, and a role that API Gateway may take on."""
    role = server.client("iam").create_role(RoleName="gateway", AssumeRolePolicyDocument=trust("apigateway"))
    may = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    server.client("iam").put_role_policy(RoleName="gateway", PolicyName="all", PolicyDocument=json.dumps(may))
    made = server.client("apigateway").create_rest_api(name="aws")
    return Api(server, role["Role"]["Arn"], made["id"], made["rootResourceId"])
