"""Build a REST API in a few words; every word shows the boto3 calls it makes."""

import json
from dataclasses import dataclass
from typing import Any

from apiglab.lab.backend import Backend
from apiglab.lab.calls import Calls, Named

# put_method, put_integration and the rest all name the method they are about in these three.
Where = dict[str, Any]


class RestApiBuilder:
    """One REST API under construction: ``api.resource("/pets").method("GET").lambda_proxy("pets")``."""

    def __init__(self, calls: Calls, backend: Backend, name: str) -> None:
        self.calls = calls
        self.backend = backend
        self.name = name
        with calls.shown():
            made = calls.make("apigateway", "create_rest_api", to="api_id", picks='["id"]', name=name)
            self.id: str = made["id"]
            self.resources = {"/": Named("root_id", self._root())}

    def __repr__(self) -> str:
        return f"REST API {self.name}"

    @property
    def api_id(self) -> Named:
        """The API's id, shown by its name."""
        return Named("api_id", self.id)

    def _root(self) -> str:
        picks = '["items"][0]["id"]'
        found = self.calls.make("apigateway", "get_resources", to="root_id", picks=picks, restApiId=self.api_id)
        root: str = found["items"][0]["id"]
        return root

    def resource(self, path: str) -> "ResourceBuilder":
        """The resource of ``path``, made with the resources above it where it is missing."""
        parts = [part for part in path.split("/") if part]
        with self.calls.shown():
            parent = "/"
            for part in parts:
                parent = self._child(parent, part)
        return ResourceBuilder(self, parent)

    def _child(self, parent: str, part: str) -> str:
        path = f"{parent.rstrip('/')}/{part}"
        if path not in self.resources:
            name = f"{''.join(c if c.isalnum() else '_' for c in part).strip('_') or 'resource'}_id"
            parameters = {"restApiId": self.api_id, "parentId": self.resources[parent], "pathPart": part}
            made = self.calls.make("apigateway", "create_resource", to=name, picks='["id"]', **parameters)
            self.resources[path] = Named(name, made["id"])
        return path

    def deploy(self, stage: str = "dev") -> str:
        """Deploy what there is to ``stage``; the stage's invoke URL."""
        with self.calls.shown():
            self.calls.make("apigateway", "create_deployment", restApiId=self.api_id, stageName=stage)
        return self.backend.invoke_url(self.id, stage, "/")


@dataclass(frozen=True, slots=True)
class ResourceBuilder:
    """One resource of an API under construction."""

    api: RestApiBuilder
    path: str

    def method(self, verb: str, *, authorization: str = "NONE", api_key: bool = False) -> "MethodBuilder":
        """Give the resource a method."""
        api = self.api
        where: Where = {"restApiId": api.api_id, "resourceId": api.resources[self.path], "httpMethod": verb.upper()}
        key: dict[str, Any] = {"apiKeyRequired": True} if api_key else {}
        with api.calls.shown():
            api.calls.make("apigateway", "put_method", **where, authorizationType=authorization, **key)
        return MethodBuilder(api, self.path, where)


@dataclass(frozen=True, slots=True)
class MethodBuilder:
    """One method of an API under construction, waiting for its integration."""

    api: RestApiBuilder
    path: str
    where: Where

    def lambda_proxy(self, function: str) -> RestApiBuilder:
        """Hand requests to a Lambda function as they are, and let API Gateway invoke it."""
        api, backend = self.api, self.api.backend
        arn = f"arn:aws:lambda:{backend.region}:{backend.account_id}:function:{function}"
        uri = f"arn:aws:apigateway:{backend.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
        verb = "*" if self.where["httpMethod"] == "ANY" else self.where["httpMethod"]
        # In a source ARN a path parameter is any text.
        path = "/".join("*" if part.startswith("{") else part for part in self.path.split("/"))
        source = f"arn:aws:execute-api:{backend.region}:{backend.account_id}:{api.id}/*/{verb}{path}"
        shown = 'f"arn:aws:execute-api:{region}:{account_id}:{api_id}/*/' + f'{verb}{path}"'
        statement = f"{api.id}-{verb}{path}"
        with api.calls.shown():
            api.calls.make(
                "apigateway",
                "put_integration",
                **self.where,
                type="AWS_PROXY",
                integrationHttpMethod="POST",
                uri=Named(
                    'f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"', uri
                ),
            )
            api.calls.make(
                "lambda",
                "add_permission",
                FunctionName=function,
                StatementId=Named("statement_id", "".join(c if c.isalnum() else "-" for c in statement)[:100]),
                Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
                SourceArn=Named(shown, source),
            )
        return api

    def http_proxy(self, uri: str) -> RestApiBuilder:
        """Hand requests to an HTTP backend as they are, and its answers back."""
        verb = self.where["httpMethod"]
        with self.api.calls.shown():
            self.api.calls.make(
                "apigateway", "put_integration", **self.where, type="HTTP_PROXY", integrationHttpMethod=verb, uri=uri
            )
        return self.api

    def mock(self, body: Any = None, *, status: int = 200) -> RestApiBuilder:
        """Answer with a constant, without any backend."""
        text = "" if body is None else body if isinstance(body, str) else json.dumps(body)
        calls = self.api.calls
        with calls.shown():
            template = {"application/json": json.dumps({"statusCode": status})}
            calls.make("apigateway", "put_integration", **self.where, type="MOCK", requestTemplates=template)
            calls.make("apigateway", "put_method_response", **self.where, statusCode=str(status))
            calls.make(
                "apigateway",
                "put_integration_response",
                **self.where,
                statusCode=str(status),
                responseTemplates={"application/json": text},
            )
        return self.api
