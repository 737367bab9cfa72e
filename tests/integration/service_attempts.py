"""Attempts at lesson 05's exercises, right and wrong, as learners write them."""

import json
from collections.abc import Callable
from typing import Any

import apiglab
from tests.integration.course_attempts import resource

Build = Callable[..., Any]
HEADER = "integration.request.header.Content-Type"
FORM = "'application/x-www-form-urlencoded'"
SEND = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"


def blank(*_: Any) -> Any:
    """The stub as it is handed out."""
    return apiglab.TODO


def nothing(*_: Any) -> None:
    """A function that changes nothing."""


# Exercise 3: the settings of an integration with SQS


def intake(*, header: Any = FORM, template: Any = SEND, passthrough: Any = "NEVER", key: str = HEADER) -> Any:
    """The settings; each option is one way to have them differently."""
    return {
        "requestParameters": {key: header},
        "requestTemplates": {"application/json": template},
        "passthroughBehavior": passthrough,
    }


# Exercise 4: a role for the colleague's integration


def mending(
    *,
    trusts: str = "apigateway.amazonaws.com",
    action: str | None = "sqs:SendMessage",
    credentials: str | None = None,
    replace: bool = False,
    deploy: bool = True,
) -> Build:
    """A function that makes a role and names it; each option is one way to do it differently."""

    def repair(apigateway: Any, iam: Any, api_id: str, queue_arn: str) -> None:
        trust = {"Effect": "Allow", "Principal": {"Service": trusts}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = iam.create_role(RoleName="paws-mended", AssumeRolePolicyDocument=document)["Role"]["Arn"]
        if action:
            may = {"Effect": "Allow", "Action": action, "Resource": queue_arn}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
            iam.put_role_policy(RoleName="paws-mended", PolicyName="send", PolicyDocument=policy)
        where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, "/orders"), "httpMethod": "POST"}
        named = credentials or role
        if replace:
            uri = apigateway.get_integration(**where)["uri"]
            apigateway.put_integration(**where, type="AWS", integrationHttpMethod="POST", uri=uri, credentials=named)
        else:
            patch = [{"op": "replace", "path": "/credentials", "value": named}]
            apigateway.update_integration(**where, patchOperations=patch)
        if deploy:
            apigateway.create_deployment(restApiId=api_id, stageName="dev")

    return repair


# Exercises 5 and 6: workflows

PLAIN = "$util.escapeJavaScript($input.json('$'))"
ESCAPED = PLAIN + '.replaceAll("\\\\\'", "\'")'
FOUND = (("200", r"2\d\d", '{"status": $input.json("$.status")}'), ("404", "400", '{"message": "no such job"}'))


def _method(
    api: tuple[Any, str, str], path: str, verb: str, uri: str, template: str, role: str | None, **more: Any
) -> None:
    apigateway, api_id, region = api
    where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, path), "httpMethod": verb}
    apigateway.put_method(**where, authorizationType="NONE")
    responses = more.pop("responses")
    settings: dict[str, Any] = {"type": "AWS", "integrationHttpMethod": "POST", **more}
    if role:
        settings["credentials"] = role
    uri = f"arn:aws:apigateway:{region}:{uri}"
    apigateway.put_integration(**where, uri=uri, requestTemplates={"application/json": template}, **settings)
    for status, pattern, answer in responses:
        apigateway.put_method_response(**where, statusCode=status)
        chosen = {"selectionPattern": pattern} if pattern else {}
        templates = {"application/json": answer} if answer is not None else {}
        apigateway.put_integration_response(**where, statusCode=status, **chosen, responseTemplates=templates)


def jobs(
    *,
    text: str = ESCAPED,
    start: str = "StartExecution",
    named: bool = True,
    role: bool = True,
    started: tuple[tuple[str, str, str | None], ...] = (("202", "", '{"job": "$context.requestId"}'),),
    found: tuple[tuple[str, str, str | None], ...] = FOUND,
    ask_by: str = "$input.params('id')",
    routes: tuple[str, ...] = ("/jobs", "/jobs/{id}"),
    stage: str | None = "dev",
    early: bool = False,
    returns: Callable[[str], Any] = lambda api_id: api_id,
    **settings: Any,
) -> Build:
    """A function that builds POST /jobs and GET /jobs/{id}; each option is one way to do it differently."""

    def build(apigateway: Any, machine_arn: str, role_arn: str) -> Any:
        api_id = apigateway.create_rest_api(name="jobs")["id"]
        api = (apigateway, api_id, machine_arn.split(":")[3])
        name = '"name": "$context.requestId", ' if named else ""
        body = f'{{"stateMachineArn": "{machine_arn}", {name}"input": "{text}"}}'
        runs = machine_arn.replace(":stateMachine:", ":execution:")
        who = role_arn if role else None
        if "/jobs" in routes:
            _method(api, "/jobs", "POST", f"states:action/{start}", body, who, responses=started, **settings)
        if early:
            apigateway.create_deployment(restApiId=api_id, stageName="dev")
        if "/jobs/{id}" in routes:
            look = f'{{"executionArn": "{runs}:{ask_by}"}}'
            _method(api, "/jobs/{id}", "GET", "states:action/DescribeExecution", look, role_arn, responses=found)
        if stage and not early:
            apigateway.create_deployment(restApiId=api_id, stageName=stage)
        return returns(api_id)

    return build


OUTPUT = (
    "#if($input.path('$.status') == 'SUCCEEDED')$input.path('$.output')"
    "#else#set($context.responseOverride.status = 422){}#end"
)


def fees(*, answer: str | None = OUTPUT, action: str = "StartSyncExecution", role: bool = True) -> Build:
    """A function that builds POST /fees; each option is one way to do it differently."""

    def build(apigateway: Any, machine_arn: str, role_arn: str) -> Any:
        api_id = apigateway.create_rest_api(name="fees")["id"]
        api = (apigateway, api_id, machine_arn.split(":")[3])
        body = f'{{"stateMachineArn": "{machine_arn}", "input": "{ESCAPED}"}}'
        responses = (("200", "", answer),)
        who = role_arn if role else None
        _method(api, "/fees", "POST", f"states:action/{action}", body, who, responses=responses)
        where = {"restApiId": api_id, "resourceId": resource(apigateway, api_id, "/fees"), "httpMethod": "POST"}
        apigateway.put_method_response(**where, statusCode="422")
        apigateway.create_deployment(restApiId=api_id, stageName="dev")
        return api_id

    return build
