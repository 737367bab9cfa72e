"""Behaviour: call what a learner built, as a client would."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from apiglab.course.api_state import ApiState, may_invoke
from apiglab.course.build import STAGE, Route, a_function, an_api
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to a deployed handler, and the status it must be answered with."""

    verb: str = "GET"
    path: str
    body: str | None = None
    status: int = 200


AWS_PATIENCE = 60.0
"""Seconds until a change has reached every part of AWS; the local AWS needs none."""


def ask(
    lab: Any, verb: str, url: str, *, until: Callable[[Exchange], bool] = lambda _: True, **options: Any
) -> Exchange:
    """Send one request; on AWS again until the answer is the one hoped for, or patience ends."""
    deadline = time.monotonic() + (AWS_PATIENCE if lab.backend.kind == "aws" else 0.0)
    newest = lab.last
    try:
        while True:
            exchange: Exchange = lab.send(verb, url, **options)
            if until(exchange) or time.monotonic() > deadline:
                return exchange
            time.sleep(1)
    finally:
        lab.last = newest  # the learner's newest exchange stays theirs


@contextmanager
def live(lab: Any, handler: Callable[..., Any], route: Route) -> Iterator[str]:
    """``handler`` behind one deployed method of a throw-away API, by the URL of its stage."""
    with a_function(lab, handler) as arn, an_api(lab, arn, [route]) as api_id:
        yield lab.url(api_id, STAGE, "").rstrip("/")


def fails_on_lambda(
    lab: Any, handler: Callable[..., Any], route: Route, requests: Sequence[Request]
) -> Diagnosis | None:
    """Whether a handler that answered rightly here does not do so once it is deployed."""
    try:
        with live(lab, handler, route) as stage_url:
            return first(_differs(lab, stage_url, request) for request in requests)
    except LabError as error:
        return _only_here(expected="a handler that Lambda can run", got=f"{error.where} {error.what}")


def _differs(lab: Any, stage_url: str, request: Request) -> Diagnosis | None:
    answer = ask(
        lab,
        request.verb,
        stage_url + request.path,
        body=request.body,
        until=lambda exchange: exchange.status == request.status,
    )
    if answer.status == request.status:
        return None
    asked = f"{request.verb} {request.path}"
    return _only_here(
        expected=f"{request.status} from {asked} once it is deployed", got=f"{answer.status_line}: {answer.text}"
    )


def _only_here(*, expected: str, got: str) -> Diagnosis:
    return Diagnosis(
        id="works-only-here",
        expected=expected,
        got=got,
        cause="It works in this notebook but not on Lambda: it needs something that only the notebook has.",
        next_look="the names your handler uses: packages beyond the standard library and boto3, open clients",
    )


def not_ok(lab: Any, state: ApiState, route: Route, path: str) -> Diagnosis | None:
    """Why a route that the API has as it is edited does not answer ``path`` with a success, once deployed."""
    answer = ask(lab, route[0], lab.url(state.api_id, STAGE, path), until=ok)
    if answer.ok:
        return None
    finding, cause, next_look = _why(lab, state, route, answer.status)
    return Diagnosis(
        id=finding,
        expected=f"200 from {route[0]} /{STAGE}{path}",
        got=f"{answer.status_line}: {answer.text}",
        cause=cause,
        next_look=next_look,
    )


def _why(lab: Any, state: ApiState, route: Route, status: int) -> tuple[str, str, str]:
    if status == 403:
        return (
            "deployed-too-early",
            "The route is there as you edit it, but not in the deployment: that was made before it.",
            "the place of create_deployment among your calls",
        )
    if status == 500 and not may_invoke(lab, state.function_arn(*route)):
        return (
            "no-permission",
            "API Gateway may not invoke the function: the function's own policy has to name it.",
            "add_permission in lesson 01, part 2",
        )
    if status == 500:
        return (
            "permission-does-not-fit",
            "There is a permission for API Gateway, but its SourceArn names another API, stage, verb or path.",
            "SourceArn: arn:aws:execute-api:{region}:{account}:{api id}/{stage}/{verb}/{path}",
        )
    return (
        "answers-with-an-error",
        "The route is found; then something behind it fails.",
        "lab.explain on this request",
    )


def ok(exchange: Exchange) -> bool:
    """Whether the answer is a success: what ``ask`` waits for on AWS."""
    return exchange.ok
