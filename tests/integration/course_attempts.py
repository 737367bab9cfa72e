"""Attempts at the exercises that build and mend APIs, right and wrong, as learners write them."""

from collections.abc import Callable
from typing import Any

import apiglab

Publish = Callable[[Any, Any, str], Any]
Mend = Callable[..., Any]
ROUTES = (("GET", "/pets"), ("POST", "/pets"), ("GET", "/pets/{petId}"), ("ANY", "/staff/{proxy+}"))


def blank(*_: Any) -> Any:
    """The stub as it is handed out."""
    return apiglab.TODO


def publishing(
    *routes: tuple[str, str],
    stage: str | None = "dev",
    deployed_first: bool = False,
    permission: str | None = "*/*",
    kind: str = "AWS_PROXY",
    invoke_verb: str = "POST",
    returns: Callable[[str], Any] = lambda api_id: api_id,
) -> Publish:
    """A function that builds an API with ``routes``; each option is one way to do it differently."""

    def publish(apigateway: Any, functions: Any, function_arn: str) -> Any:
        region, account = function_arn.split(":")[3:5]
        api_id = apigateway.create_rest_api(name="paws")["id"]
        if deployed_first:
            _mock(apigateway, api_id)
            apigateway.create_deployment(restApiId=api_id, stageName="dev")
        for verb, path in routes:
            where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, path), "httpMethod": verb}
            apigateway.put_method(**where, authorizationType="NONE")
            uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
            apigateway.put_integration(**where, type=kind, integrationHttpMethod=invoke_verb, uri=uri)
        if permission:
            functions.add_permission(
                FunctionName=function_arn,
                StatementId="paws",
                Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
                SourceArn=f"arn:aws:execute-api:{region}:{account}:{api_id}/{permission}",
            )
        if stage and not deployed_first:
            apigateway.create_deployment(restApiId=api_id, stageName=stage)
        return returns(api_id)

    return publish


def resource(apigateway: Any, api_id: str, path: str) -> str:
    """The id of a resource, made with its parents."""
    items = {item["path"]: item["id"] for item in apigateway.get_resources(restApiId=api_id)["items"]}
    if path not in items:
        parent, _, part = path.rpartition("/")
        parent_id = resource(apigateway, api_id, parent or "/")
        return str(apigateway.create_resource(restApiId=api_id, parentId=parent_id, pathPart=part)["id"])
    return str(items[path])


def _mock(apigateway: Any, api_id: str) -> None:
    """A method that needs no function, so that there is something to deploy."""
    where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, "/health"), "httpMethod": "GET"}
    apigateway.put_method(**where, authorizationType="NONE")
    apigateway.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})


def raises(apigateway: Any, *_: Any) -> Any:
    """An error of the learner's own, by AWS."""
    apigateway.create_rest_api(name="paws")
    return apigateway.get_resources(restApiId="nothing000")


# Lesson 02, exercise 4: mending GET /dev/pets/2


def mending(*, verb: str = "GET", deploy: bool = True, api_key: bool = False) -> Mend:
    """A function that adds the missing method; each option is one way to do it differently."""

    def repair(apigateway: Any, api_id: str, function_arn: str) -> None:
        region = function_arn.split(":")[3]
        one = resource(apigateway, api_id, "/pets/{petId}")
        where = {"restApiId": api_id, "resourceId": one, "httpMethod": verb}
        apigateway.put_method(**where, authorizationType="NONE", apiKeyRequired=api_key)
        uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
        apigateway.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        if deploy:
            apigateway.create_deployment(restApiId=api_id, stageName="dev")

    return repair


def redeploy(apigateway: Any, api_id: str, _function_arn: str) -> None:
    """Only a deployment: the draft lacks the method, too."""
    apigateway.create_deployment(restApiId=api_id, stageName="dev")


def mend_one_break_another(apigateway: Any, api_id: str, function_arn: str) -> None:
    """The new route works, the old one is gone."""
    mending(deploy=False)(apigateway, api_id, function_arn)
    where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, "/pets")}
    apigateway.delete_method(**where, httpMethod="GET")
    apigateway.create_deployment(restApiId=api_id, stageName="dev")


# Lesson 02, exercise 6: back to release 1


def roll_back(apigateway: Any, api_id: str) -> None:
    """Right."""
    items = apigateway.get_deployments(restApiId=api_id)["items"]
    good = next(item["id"] for item in items if item["description"].startswith("release 1"))
    patch = [{"op": "replace", "path": "/deploymentId", "value": good}]
    apigateway.update_stage(restApiId=api_id, stageName="dev", patchOperations=patch)


def deploy_again(apigateway: Any, api_id: str) -> None:
    """A snapshot of the draft, which holds the mistake."""
    apigateway.create_deployment(restApiId=api_id, stageName="dev", description="please work")


def do_nothing(*_: Any) -> None:
    """A function that changes nothing."""


def another_stage(apigateway: Any, api_id: str) -> None:
    """Release 1 where nobody looks for it."""
    items = apigateway.get_deployments(restApiId=api_id)["items"]
    good = next(item["id"] for item in items if item["description"].startswith("release 1"))
    apigateway.create_stage(restApiId=api_id, stageName="rescue", deploymentId=good)
