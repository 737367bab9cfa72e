"""Lesson 12b's checks: functions that decide about callers, and what is kept of their answers."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_12b.fix_the_narrow_policy import narrow
from apiglab.course.lesson_12b.stretch_a_partners_token import BAD, NOW, SECRET
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, but, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("12b")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert len(made.cleanup().left) == 0


RIGHT = [(401, 0), (200, 1), (200, 1), (403, 1), (200, 2), (500, 3)]


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (RIGHT, PASS, "passed"),
        ([401, 200], FAIL, "not-a-prediction"),
        (but(RIGHT, 0, (401, 1)), FAIL, "asked-without-a-token"),
        (but(RIGHT, 1, (403, 1)), FAIL, "first-call"),
        (but(RIGHT, 2, (200, 2)), FAIL, "asked-again"),
        (but(RIGHT, 3, (200, 2)), FAIL, "narrow-policy"),
        (but(RIGHT, 4, (200, 1)), FAIL, "another-token"),
        (but(RIGHT, 5, (403, 3)), FAIL, "a-failure-is-no-denial"),
    ],
)
def test_the_calls_are_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12b, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("BEAGCD", PASS, "passed"),
        ("BEAGCDF", FAIL, "checked-twice"),
        ("EBAGCD", FAIL, "kept-by-what"),
        ("BAEGCD", FAIL, "ask-only-if-needed"),
        ("BEGACD", FAIL, "keep-what"),
        ("BEACGD", FAIL, "policy-for-each-request"),
        ("BEAGDC", FAIL, "backend-is-last"),
        ("BEA", FAIL, "step-missing"),
    ],
)
def test_the_steps_of_an_authorizer(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12b, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def authorizing(
    *,
    kinds: tuple[str, ...] = ("keeper", "visitor"),
    resource: str = "stage",
    denies: bool = True,
    principal: bool = True,
    words: str = "Unauthorized",
    strangers: str = "raise",
    document: bool = True,
) -> Callable[[Any, Any], Any]:
    """A handler; each option is one way to get it wrong."""

    def authorize(event: Any, _context: Any) -> Any:
        kind, _, name = event["authorizationToken"].partition("-")
        if kind not in kinds or not name:
            if strangers == "raise":
                raise ValueError(words)
            return {}
        arn = event["methodArn"]
        resources = {"stage": "/".join(arn.split("/")[:2]) + "/*", "method": arn, "all": "*"}
        effect = "Allow" if kind == "keeper" or not denies else "Deny"
        statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resources[resource]}
        answer: dict[str, Any] = {"principalId": name} if principal else {}
        if document:
            answer["policyDocument"] = {"Version": "2012-10-17", "Statement": [statement]}
        return answer

    return authorize


def nobody(*_: Any) -> Any:
    """A handler that keeps everybody out, by a policy."""
    statement = {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": "*"}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (authorizing(), PASS, "passed"),
        ({}, FAIL, "not-a-function"),
        (lambda event, _: event["token"], FAIL, "fails"),
        (authorizing(principal=False), FAIL, "no-principal"),
        (authorizing(document=False), FAIL, "no-policy"),
        (nobody, FAIL, "keeper-is-out"),
        (authorizing(resource="method"), FAIL, "too-narrow"),
        (authorizing(resource="all"), FAIL, "too-wide"),
        (authorizing(kinds=("keeper",)), FAIL, "fails"),
        (authorizing(denies=False), FAIL, "visitor-is-not-denied"),
        (authorizing(words="No!"), FAIL, "fails-with-other-words"),
        (authorizing(strangers="answer"), FAIL, "strangers-get-an-answer"),
    ],
)
def test_a_handler_is_judged_by_its_answers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12b, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def wide(event: Any, _context: Any) -> Any:
    """Right."""
    if event["authorizationToken"] != "open-please":
        raise Exception("Unauthorized")  # noqa: TRY002  the word is what API Gateway reads
    stage = "/".join(event["methodArn"].split("/")[:2])
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def open_to_all(event: Any, _context: Any) -> Any:
    """Lets every token in."""
    stage = "/".join(event["methodArn"].split("/")[:2])
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def failing(event: Any, _context: Any) -> Any:
    """Fails for everybody."""
    return event["nothing"]


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (wide, PASS, "passed"),
        ("*", FAIL, "not-a-function"),
        (narrow, FAIL, "still-too-narrow"),
        (open_to_all, FAIL, "strangers-get-in"),
        (failing, FAIL, "nobody-gets-in"),
    ],
)
def test_a_mended_policy_is_judged_by_two_paths(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12b, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def attaching(
    *,
    source: str = "method.request.header.X-Token",
    ttl: int | None = 60,
    method: bool = True,
    deploy: bool = True,
    function: str | None = None,
) -> Callable[[Any, dict[str, str], str], None]:
    """A function that attaches an authorizer; each option is one way to do it differently."""

    def attach(apigateway: Any, where: dict[str, str], function_arn: str) -> None:
        region, arn = function_arn.split(":")[3], function or function_arn
        more = {} if ttl is None else {"authorizerResultTtlInSeconds": ttl}
        made = apigateway.create_authorizer(
            restApiId=where["restApiId"],
            name="doorkeeper",
            type="TOKEN",
            authorizerUri=f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
            identitySource=source,
            **more,
        )["id"]
        if method:
            guard = {"/authorizationType": "CUSTOM", "/authorizerId": made}
            operations = [{"op": "replace", "path": path, "value": value} for path, value in guard.items()]
            apigateway.update_method(**where, patchOperations=operations)
        if deploy:
            apigateway.create_deployment(restApiId=where["restApiId"], stageName="dev")

    return attach


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (attaching(), PASS, "passed"),
        ("attach", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "no-authorizer"),
        (attaching(method=False), FAIL, "still-open"),
        (attaching(deploy=False), FAIL, "still-open"),
        (attaching(source="method.request.header.Authorization"), FAIL, "another-source"),
        (
            attaching(function="arn:aws:lambda:us-east-1:123456789012:function:nobody"),
            FAIL,
            "function-not-called",
        ),
        (attaching(ttl=None), FAIL, "another-time-to-live"),
        (attaching(ttl=0), FAIL, "another-time-to-live"),
    ],
)
def test_an_attachment_is_judged_by_calling(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12b, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def checking(**without: bool) -> Callable[[str, str, int], Any]:
    """A function that checks tokens; each option leaves one check out."""

    def claims_of(token: str, secret: str, now: int) -> Any:
        try:
            head, body, signature = token.split(".")
            signed = hmac.new(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
            header, claims = json.loads(_decoded(head)), json.loads(_decoded(body))
            good = "alg" in without or header["alg"] == "HS256"
            good = good and ("signature" in without or hmac.compare_digest(signed, _decoded(signature)))
            good = good and ("aud" in without or claims["aud"] == "paws")
            if "exp" in without:
                return claims if good else None
            late = claims["exp"] >= now if "last_second" in without else claims["exp"] > now
        except (ValueError, KeyError, TypeError) as error:
            if "garbage" in without and isinstance(error, ValueError):
                raise
            return None
        return claims if good and late else None

    return claims_of


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (checking(), PASS, "passed"),
        ("claims", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "refuses-a-good-token"),
        (checking(signature=True), FAIL, "takes-another-secret"),
        (checking(alg=True), FAIL, "takes-another-alg"),
        (checking(exp=True), FAIL, "takes-expired"),
        (checking(last_second=True), FAIL, "takes-the-last-second"),
        (checking(aud=True), FAIL, "takes-another-audience"),
        (checking(garbage=True), FAIL, "fails-on-garbage"),
    ],
)
def test_a_check_of_tokens_is_judged_by_bad_ones(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12b, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)


def test_every_bad_token_is_bad_for_one_reason() -> None:
    """All are refused by the whole check."""
    assert [finding for finding, bad, _ in BAD if checking()(bad, SECRET, NOW) is not None] == []
