"""Lesson 05, exercise 3: fill the template that makes an order a form for SQS."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from apiglab.course.build import STAGE, fresh_name, resource_at
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask, ok
from apiglab.course.services import GATEWAY, Queue, a_queue, received, standing_role
from apiglab.lab.exercises import TODO, Outcome

FORM = "application/x-www-form-urlencoded"
HEADER = "integration.request.header.Content-Type"
KEYS = ("requestParameters", "requestTemplates", "passthroughBehavior")
ORDER = {"pet": 2, "note": "cats & dogs = 100 %, 1 + 1 günstig"}
"""What breaks a form that is not encoded."""


def judge(lab: Any, attempt: Any) -> Outcome:
    """Look at the settings; then put them between a client and a queue, and see what arrives."""
    if _is_blank(attempt):
        return not_attempted()
    if finding := first(_setting_findings(attempt)) or _behaviour(lab, attempt):
        return failed(finding)
    return passed(
        "The order arrives whole, whatever is in it, and what is no JSON is refused before it gets anywhere.",
        "the queue takes any JSON. A model on the method would refuse what is no order: lesson 07.",
    )


def _is_blank(attempt: Any) -> bool:
    return isinstance(attempt, Mapping) and any(TODO in _values(value) for value in attempt.values())


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else [value]


def _setting_findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _not_settings(attempt)
    yield _content_type((attempt.get("requestParameters") or {}).get(HEADER))
    yield _no_template(attempt.get("requestTemplates"))


def _not_settings(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, Mapping) and set(attempt) <= set(KEYS):
        return None
    return Diagnosis(
        id="not-settings",
        expected=f"a dict with {', '.join(KEYS)}",
        got=shown(sorted(map(str, attempt))) if isinstance(attempt, Mapping) else shown(attempt),
        cause="These are the settings of put_integration that this exercise is about.",
        next_look="the cell as it was handed out",
    )


def _content_type(value: Any) -> Diagnosis | None:
    if value == f"'{FORM}'":
        return None
    if value == FORM:
        return Diagnosis(
            id="not-quoted",
            expected="a constant, in single quotes inside the Python string",
            got=shown(value),
            cause="Without quotes a mapping is the name of a source, such as method.request.header.Accept.",
            next_look="how lesson 05, part 3 writes a constant",
        )
    return Diagnosis(
        id="no-form-content-type",
        expected=f"{HEADER} mapped to the content type of a form",
        got=shown(value),
        cause="SQS reads a form only under a form's content type. Else it finds no Action, and says UnknownOperation.",
        next_look="requestParameters in lesson 05, part 3",
    )


def _no_template(templates: Any) -> Diagnosis | None:
    if isinstance(templates, Mapping) and isinstance(templates.get("application/json"), str):
        return None
    return Diagnosis(
        id="no-template",
        expected="a template for application/json, a string",
        got=shown(templates),
        cause="A template is chosen by the content type of the client's request, and clients send JSON.",
        next_look="the key in requestTemplates",
    )


def _behaviour(lab: Any, settings: Mapping[str, Any]) -> Diagnosis | None:
    with a_queue(lab, "orders") as queue:
        try:
            with an_intake(lab, queue, settings) as url:
                return first(_answers(lab, queue, url))
        except (ClientError, ParamValidationError) as error:
            return Diagnosis(
                id="refused",
                expected="settings that put_integration takes",
                got=str(error),
                cause="API Gateway refused them as they stand.",
                next_look="the message: it names the setting",
            )


@contextmanager
def an_intake(lab: Any, queue: Queue, settings: Mapping[str, Any]) -> Iterator[str]:
    """The URL of a method that sends orders to ``queue`` by these settings; its API is gone afterwards."""
    role = standing_role(lab, "gateway-queue", GATEWAY, "sqs:SendMessage")
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("intake"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, "/orders"), "httpMethod": "POST"}
        apis.put_method(**where, authorizationType="NONE")
        uri = queue.uri(lab.region)
        apis.put_integration(**where, type="AWS", integrationHttpMethod="POST", uri=uri, credentials=role, **settings)
        for status, pattern in (("202", r"2\d\d"), ("502", None)):
            apis.put_method_response(**where, statusCode=status)
            apis.put_integration_response(
                **where, statusCode=status, **({"selectionPattern": pattern} if pattern else {})
            )
        apis.create_deployment(restApiId=api_id, stageName=STAGE)
        yield lab.url(api_id, STAGE, "/orders")
    finally:
        apis.delete_rest_api(restApiId=api_id)


def _answers(lab: Any, queue: Queue, url: str) -> Iterator[Diagnosis | None]:
    answer = ask(lab, "POST", url, until=ok, json=ORDER)
    yield None if answer.ok else _not_sent(answer.text)
    yield _not_whole(received(lab, queue))
    plain = ask(lab, "POST", url, body="Action=PurgeQueue", headers={"Content-Type": FORM})
    yield _let_through(plain.status, plain.status_line)


def _not_sent(said: str) -> Diagnosis:
    if "AccessDenied" in said or "not authorized" in said:
        return Diagnosis(
            id="not-this-role",
            expected="a form with Action=SendMessage",
            got=shown(said),
            cause="The integration's role may send messages to the queue, and the form asks SQS for something else.",
            next_look="the Action in your template",
        )
    return Diagnosis(
        id="sqs-does-not-understand",
        expected="a form with Action=SendMessage and a MessageBody",
        got=shown(said),
        cause="What the template wrote is no call that SQS knows. Names count letter by letter, and & stands between.",
        next_look="your template beside the one in lesson 05, part 3",
    )


def _not_whole(bodies: list[str]) -> Diagnosis | None:
    if not bodies:
        return Diagnosis(
            id="nothing-in-the-queue",
            expected="one message in the queue",
            got="none, though SQS answered",
            cause="SQS did what the form said, and that left no message to receive.",
            next_look="the names in your template: Action, MessageBody, and any other",
        )
    finding, cause = "not-the-order", "The message is JSON, but not what the client sent."
    try:
        if json.loads(bodies[0]) == ORDER:
            return None
    except ValueError:
        finding, cause = "not-url-encoded", "In a form & ends a value and + is a blank. An order may hold both."
    return Diagnosis(
        id=finding,
        expected=f"the order as the client sent it: {json.dumps(ORDER, ensure_ascii=False)}",
        got=shown(bodies[0]),
        cause=cause,
        next_look="the function of $util that makes any text fit into a form, and what you give it",
    )


def _let_through(status: int, line: str) -> Diagnosis | None:
    if status == 415:
        return None
    return Diagnosis(
        id="unmapped-bodies-pass",
        expected="415 for a body that no template fits",
        got=line,
        cause="By default such a body goes to SQS as it is. Here it was a form that any client could have written: "
        "Action=PurgeQueue.",
        next_look="passthroughBehavior: which of its values lets nothing through without a template?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
