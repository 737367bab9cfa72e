"""What exercises stand on, built quietly with boto3: a role, a function, an API. Learners build theirs by hand."""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from apiglab.lab.package import package
from apiglab.lab.removal import remove_log_groups

RUNTIME = "python3.13"
STAGE = "dev"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}

MAY_LOG = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "*",
        }
    ],
}

Route = tuple[str, str]
"""A verb and a resource's path: ``("GET", "/pets/{petId}")``."""


def fresh_name(of: str) -> str:
    """A name that nothing else in the account has."""
    return f"apiglab-{of}-{secrets.token_hex(4)}"


def execution_role(lab: Any) -> str:
    """The ARN of the role that this lab's functions run with: they may write logs. Made when it is first asked for."""
    iam, name = lab.client("iam"), f"apiglab-{lab.name}-function"
    try:
        return str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except iam.exceptions.NoSuchEntityException:
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="logs", PolicyDocument=json.dumps(MAY_LOG))
        lab.wait_for_roles()
        return str(role["Arn"])


def new_function(functions: Any, **settings: Any) -> str:
    """Create a function and wait until it can be invoked; its ARN."""
    arn = str(functions.create_function(**settings)["FunctionArn"])
    functions.get_waiter("function_active_v2").wait(FunctionName=settings["FunctionName"])
    return arn


def make_function(lab: Any, handler: Callable[..., Any]) -> str:
    """A function that runs ``handler``, by its ARN; it stays until ``lab.cleanup()``."""
    code, handler_name = package(handler)
    settings = {"FunctionName": fresh_name(handler.__name__.replace("_", "-")), "Runtime": RUNTIME}
    return new_function(
        lab.client("lambda"), Handler=handler_name, Role=execution_role(lab), Code={"ZipFile": code}, **settings
    )


@contextmanager
def a_function(lab: Any, handler: Callable[..., Any]) -> Iterator[str]:
    """The same, but the function and its log are gone afterwards."""
    arn = make_function(lab, handler)
    name = arn.rpartition(":")[2]
    try:
        yield arn
    finally:
        lab.client("lambda").delete_function(FunctionName=name)
        remove_log_groups(lab.client("logs"), f"/aws/lambda/{name}")


@contextmanager
def an_api(lab: Any, function_arn: str, routes: Iterable[Route], *, stage: str = STAGE) -> Iterator[str]:
    """A deployed API whose routes all call one function, by its id; it is gone afterwards."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("check"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        for verb, path in routes:
            add_route(lab, api_id, verb, path, function_arn)
        permit(lab, function_arn, api_id)
        apis.create_deployment(restApiId=api_id, stageName=stage)
        yield api_id
    finally:
        apis.delete_rest_api(restApiId=api_id)


@contextmanager
def apis_removed(apis: Any) -> Iterator[None]:
    """Remove every API that ``apis``, one client, creates in between: a check leaves nothing behind."""
    made: list[str] = []

    def note(parsed: dict[str, Any], **_: Any) -> None:
        made.extend([parsed["id"]] if "id" in parsed else [])

    apis.meta.events.register("after-call.api-gateway.CreateRestApi", note)
    try:
        yield
    finally:
        apis.meta.events.unregister("after-call.api-gateway.CreateRestApi", note)
        for api_id in made:
            apis.delete_rest_api(restApiId=api_id)


def add_route(lab: Any, api_id: str, verb: str, path: str, function_arn: str) -> None:
    """One method with its proxy integration, and the resources that lead to it."""
    apis = lab.client("apigateway")
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, path), "httpMethod": verb}
    apis.put_method(**where, authorizationType="NONE")
    uri = function_uri(lab, function_arn)
    apis.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)


def answering_method(
    apis: Any, api_id: str, path: str, verb: str = "GET", *, answer: str | None = None, **method: Any
) -> dict[str, str]:
    """A method that answers 200 by itself, by ``restApiId``, ``resourceId`` and ``httpMethod``.

    ``answer`` is the template of its body; ``method`` is what ``put_method`` takes: without it the method is open.
    """
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, path), "httpMethod": verb}
    apis.put_method(**where, **{"authorizationType": "NONE", **method})
    apis.put_method_response(**where, statusCode="200")
    apis.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    body = {} if answer is None else {"responseTemplates": {"application/json": answer}}
    apis.put_integration_response(**where, statusCode="200", **body)
    return where


def function_uri(lab: Any, function_arn: str) -> str:
    """What an integration or an authorizer calls a function by."""
    return f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"


def resource_at(apis: Any, api_id: str, path: str) -> str:
    """The id of the resource at ``path``, made with its parents where they are missing."""
    there = {item["path"]: item["id"] for item in apis.get_resources(restApiId=api_id, limit=500)["items"]}
    if path in there:
        return str(there[path])
    parent, _, part = path.rpartition("/")
    parent_id = resource_at(apis, api_id, parent or "/")
    return str(apis.create_resource(restApiId=api_id, parentId=parent_id, pathPart=part)["id"])


def permit(lab: Any, function_arn: str, api_id: str) -> None:
    """Let every method of one API invoke one function."""
    lab.client("lambda").add_permission(
        FunctionName=function_arn,
        StatementId=fresh_name("invoke"),
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/*/*",
    )
