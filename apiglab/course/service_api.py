"""Whether an API calls AWS services as it should: by the integration's state, and by what a client gets."""

import json
from collections.abc import Mapping
from typing import Any

from apiglab.course.api_state import ApiState
from apiglab.course.build import STAGE
from apiglab.course.diagnosis import Diagnosis, shown
from apiglab.lab.exchange import Exchange


def not_a_service_integration(state: ApiState, path: str, verb: str, action: str) -> Diagnosis | None:
    """Whether a method does not call an action of an AWS service as a role."""
    integration = state.integration(verb, path)
    where = f"{verb} {path}"
    if not integration:
        return Diagnosis(
            id="integration-missing",
            expected=f"an integration behind {where}",
            got="none",
            cause="put_method says what a client may ask; put_integration says who answers.",
            next_look="put_integration with the same resourceId and httpMethod",
        )
    if integration.get("type") != "AWS":
        return Diagnosis(
            id="not-a-service-integration",
            expected=f"type AWS behind {where}",
            got=f"type {integration.get('type')}",
            cause="Only AWS calls an AWS service: AWS_PROXY is for functions, and HTTP requests are not signed.",
            next_look="the type in put_integration",
        )
    return _wrong_call(integration, where, action) or _no_role(integration, where)


def _wrong_call(integration: Mapping[str, Any], where: str, action: str) -> Diagnosis | None:
    if integration.get("httpMethod") != "POST":
        return Diagnosis(
            id="integration-verb",
            expected="integrationHttpMethod POST",
            got=str(integration.get("httpMethod")),
            cause=f"It is the verb of the call to the service, not of the client's request to {where}.",
            next_look="integrationHttpMethod in put_integration",
        )
    uri = str(integration.get("uri", ""))
    if not uri.endswith(f":{action}"):
        return Diagnosis(
            id="other-action",
            expected=f"a uri that ends in :{action}",
            got=uri,
            cause="The URI names the service and the action, letter by letter.",
            next_look=f"the uri of {where}",
        )
    return None


def _no_role(integration: Mapping[str, Any], where: str) -> Diagnosis | None:
    if integration.get("credentials"):
        return None
    return Diagnosis(
        id="no-credentials",
        expected=f"credentials: a role's ARN, on the integration of {where}",
        got="none",
        cause="API Gateway calls a service as a role, and was given none: put_integration takes that, a call is a 500.",
        next_look="credentials in put_integration",
    )


def error_answer(answer: Exchange, asked: str, expected: str) -> Diagnosis | None:
    """Why the answer is an error of the gateway's; None where it is none."""
    if answer.status < 500 and answer.status != 403:
        return None
    if answer.status == 403:
        return Diagnosis(
            id="deployed-too-early",
            expected=expected,
            got=f"{answer.status_line}: {answer.text}",
            cause="The route is there as you edit it, but not in the deployment: that was made before it.",
            next_look="the place of create_deployment among your calls",
        )
    return Diagnosis(
        id="answers-with-an-error",
        expected=expected,
        got=f"{answer.status_line}: {answer.text}",
        cause="The route is found; then the integration, or what should become of its answer, fails.",
        next_look=f"send {asked} to /{STAGE} yourself, then lab.explain()",
    )


def told(answer: Exchange) -> Any:
    """The JSON of an answer, or its text where it is none."""
    try:
        return json.loads(answer.text)
    except ValueError:
        return answer.text


def wrong_answer(finding: str, expected: str, answer: Exchange, cause: str, next_look: str) -> Diagnosis:
    """A diagnosis whose ``got`` is what the client saw."""
    got = f"{answer.status_line}: {shown(answer.text)}"
    return Diagnosis(id=finding, expected=expected, got=got, cause=cause, next_look=next_look)
