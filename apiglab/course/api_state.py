"""State: what the control plane says an API is, read with boto3; built by code or in the console, it is the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from apiglab.course.diagnosis import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiState:
    """One REST API as it is edited, and the stages it is deployed to."""

    api_id: str
    methods: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """Resource path → verb → the method, its ``methodIntegration`` included."""
    stages: Mapping[str, str]
    """Stage name → deployment id."""

    @classmethod
    def read(cls, lab: Any, api_id: str) -> "ApiState | None":
        """The API of that id, or None where there is none."""
        apis = lab.client("apigateway")
        try:
            resources = apis.get_resources(restApiId=api_id, embed=["methods"], limit=500)["items"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "NotFoundException":
                raise
            return None
        stages = {item["stageName"]: item["deploymentId"] for item in apis.get_stages(restApiId=api_id)["item"]}
        methods = {item["path"]: item.get("resourceMethods", {}) for item in resources}
        return cls(api_id=api_id, methods=methods, stages=stages)

    def integration(self, verb: str, path: str) -> Mapping[str, Any]:
        """The integration of a method, or of ANY in its place; empty where there is none."""
        verbs = self.methods.get(path, {})
        found: Mapping[str, Any] = verbs.get(verb, verbs.get("ANY", {})).get("methodIntegration", {})
        return found

    def function_arn(self, verb: str, path: str) -> str:
        """The ARN of the function that a method calls."""
        uri = str(self.integration(verb, path).get("uri", ""))
        return uri.partition("/functions/")[2].removesuffix("/invocations")


def no_such_api(api_id: str) -> Diagnosis:
    """There is no API of that id."""
    return Diagnosis(
        id="no-such-api",
        expected="the id of an API that exists",
        got=f"{api_id!r}, which get_resources does not find",
        cause="It was deleted, lives in another Region or account, or this is a name instead of an id.",
        next_look='the "id" in the answer of create_rest_api',
    )


def resource_missing(state: ApiState, path: str) -> Diagnosis | None:
    """Whether the API lacks a resource."""
    if path in state.methods:
        return None
    return Diagnosis(
        id="resource-missing",
        expected=f"a resource with the path {path}",
        got=f"resources: {', '.join(sorted(state.methods))}",
        cause="Every node of the path is a resource of its own, made with create_resource under its parent.",
        next_look="pathPart (one segment, without a slash) and parentId",
    )


def method_missing(state: ApiState, path: str, verb: str) -> Diagnosis | None:
    """Whether a resource lacks a verb."""
    verbs = state.methods.get(path, {})
    if verb in verbs or "ANY" in verbs:
        return None
    return Diagnosis(
        id="method-missing",
        expected=f"{verb} on {path}",
        got=f"verbs of {path}: {', '.join(sorted(verbs)) or 'none'}",
        cause="A resource answers nothing by itself; put_method gives it a verb.",
        next_look=f"the resourceId that your put_method got: is it the one of {path}?",
    )


def integration_wrong(state: ApiState, path: str, verb: str) -> Diagnosis | None:
    """Whether a method does not call a function the way a Lambda proxy integration does."""
    integration = state.integration(verb, path)
    kind = integration.get("type")
    if kind is None:
        return Diagnosis(
            id="integration-missing",
            expected=f"an integration behind {verb} {path}",
            got="none",
            cause="put_method says what a client may ask; put_integration says who answers.",
            next_look="put_integration with the same resourceId and httpMethod",
        )
    if kind != "AWS_PROXY":
        return Diagnosis(
            id="not-a-proxy-integration",
            expected="an integration of type AWS_PROXY",
            got=f"type {kind}",
            cause="Only AWS_PROXY hands the whole request to the function and takes its dict as the answer.",
            next_look="the type in put_integration",
        )
    if integration.get("httpMethod") != "POST":
        return Diagnosis(
            id="integration-verb",
            expected="integrationHttpMethod POST",
            got=str(integration.get("httpMethod")),
            cause="It is the verb of the call to Lambda, not of the client's request: Invoke is always a POST.",
            next_look="integrationHttpMethod in put_integration",
        )
    return None


def stage_missing(state: ApiState, stage: str) -> Diagnosis | None:
    """Whether the API was never deployed to a stage."""
    if stage in state.stages:
        return None
    return Diagnosis(
        id="not-deployed",
        expected=f"a stage named {stage}",
        got=f"stages: {', '.join(sorted(state.stages)) or 'none'}",
        cause="What you edit is a draft; clients reach a deployment, through a stage.",
        next_look="create_deployment and its stageName",
    )


def may_invoke(lab: Any, function_arn: str) -> bool:
    """Whether the function's policy lets API Gateway in at all, whatever the API, stage and method."""
    functions = lab.client("lambda")
    try:
        policy = json.loads(functions.get_policy(FunctionName=function_arn)["Policy"])
    except functions.exceptions.ResourceNotFoundException:
        return False
    return any("apigateway.amazonaws.com" in json.dumps(one.get("Principal")) for one in policy["Statement"])
