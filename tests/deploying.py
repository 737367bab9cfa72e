"""Small things to deploy on a server: functions and REST APIs, by plain boto3."""

import io
import json
import zipfile
from typing import Any

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
ECHO = """
import json, os

def handler(event, context):
    seen = {"event": event, "env": dict(os.environ)}
    return {"statusCode": 200, "headers": {"X-CaSe": "Kept"}, "body": json.dumps(seen)}
"""


def zipped(source: str) -> bytes:
    """``source`` as the module ``app`` of a deployment package."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("app.py", source)
    return package.getvalue()


def deploy_function(served: Any, name: str, source: str = ECHO, **settings: Any) -> str:
    """A function that API Gateway may invoke; its ARN."""
    role = f"arn:aws:iam::123456789012:role/{name}"
    iam = served.client("iam")
    if name not in {found["RoleName"] for found in iam.list_roles()["Roles"]}:
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    functions = served.client("lambda")
    function = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role,
        Handler="app.handler",
        Code={"ZipFile": zipped(source)},
        **settings,
    )
    functions.add_permission(
        FunctionName=name, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    arn: str = function["FunctionArn"]
    return arn


def deploy_proxy(served: Any, function_arn: str) -> str:
    """An API whose every path is the function's, deployed to dev; its id."""
    gateway = served.client("apigateway")
    api = gateway.create_rest_api(name="proxy")
    at = {"restApiId": api["id"]}
    at["resourceId"] = gateway.create_resource(**at, parentId=api["rootResourceId"], pathPart="{proxy+}")["id"]
    gateway.put_method(**at, httpMethod="ANY", authorizationType="NONE")
    gateway.put_integration(
        **at,
        httpMethod="ANY",
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function_arn}/invocations",
    )
    gateway.create_deployment(restApiId=api["id"], stageName="dev")
    return str(api["id"])


def deploy_mock(served: Any, body: str = '{"ok": true}') -> str:
    """An API whose root answers ``body``, deployed to dev; its id."""
    gateway = served.client("apigateway")
    api = gateway.create_rest_api(name="mock")
    at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType="NONE")
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    gateway.put_integration_response(**at, statusCode="200", responseTemplates={"application/json": body})
    gateway.create_deployment(restApiId=api["id"], stageName="dev")
    return str(api["id"])
