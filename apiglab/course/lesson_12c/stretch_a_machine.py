"""Lesson 12c, exercise 6: a machine that gets tokens by itself, for one scope."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import fresh_name
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12c.customers import Customers, call, customers, guard
from apiglab.course.lesson_12c.tokens import oauth
from apiglab.lab.exercises import TODO, Outcome

SCOPES = ("orders/read", "orders/write")


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function make a client, get tokens for it, and call /orders."""
    if finding := not_a_function(attempt, "machine"):
        return failed(finding)
    pools, domain = lab.client("cognito-idp"), fresh_name("machine")
    with customers(lab) as made:
        pools.create_user_pool_domain(UserPoolId=made.pool.id, Domain=domain)
        guard(lab.client("apigateway"), made, SCOPES[0])
        said = attempt(pools, made.pool.id)
        if said is TODO:
            return not_attempted()
        finding = first(_findings(lab, made, domain, said))
    if finding:
        return failed(finding)
    return passed(
        "The machine reads orders with a token of its own, and may not write any.",
        "where would you keep the client's secret, and how would you change it?",
    )


def _findings(lab: Any, made: Customers, domain: str, client: Any) -> Iterator[Diagnosis | None]:
    if not isinstance(client, list | tuple) or len(client) != 2 or not all(isinstance(part, str) for part in client):
        yield _told(
            "not-a-client",
            "a pair: the client's id and its secret",
            shown(client),
            "create_user_pool_client answers both, as ClientId and ClientSecret, where a secret was asked for.",
            "GenerateSecret, and the return at the end of your function",
        )
    status, answer = _tokens(lab, domain, client, SCOPES[0])
    if status != 200:
        yield _told(
            "no-token",
            f"an access token for {SCOPES[0]}",
            f"{status}: {answer}",
            "The client may not ask for it: by this flow, or for this scope.",
            "AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient and AllowedOAuthScopes; the resource server's scopes",
        )
    token = answer["access_token"]
    status, answer = _tokens(lab, domain, client, SCOPES[1])
    if status == 200:
        yield _told(
            "may-write-too",
            f"a refusal of a token for {SCOPES[1]}",
            shown(answer.get("scope", "a token")),
            "The client may ask for more than it needs.",
            "AllowedOAuthScopes: only what this machine is for",
        )
    found = call(lab, made.api_id, "/orders", token, wanted=200)
    if not found.ok:
        raise AssertionError(f"a token for {SCOPES[0]} got {found.status_line}")


def _tokens(lab: Any, domain: str, client: Any, scope: str) -> tuple[int, dict[str, Any]]:
    answer = lab.http_session().post(
        f"{oauth(lab, domain)}/oauth2/token",
        data={"grant_type": "client_credentials", "scope": scope},
        auth=tuple(client),
        timeout=30,
    )
    return answer.status_code, answer.json()


def _told(finding: str, expected: str, got: str, cause: str, next_look: str) -> Diagnosis:
    return Diagnosis(id=finding, expected=expected, got=got, cause=cause, next_look=next_look)


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
