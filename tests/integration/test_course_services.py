"""Lesson 05's checks judge integrations with AWS services: each attempt has its outcome and its diagnosis."""

from collections.abc import Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_05 import fix_missing_role, stretch_wait, write_jobs
from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict
from apiglab.lab.judging import judge
from tests.integration import service_attempts as tried
from tests.integration.service_attempts import FOUND, PLAIN, fees, intake, jobs, mending

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

PASS, FAIL, NOT, ERROR = Verdict.PASS, Verdict.FAIL, Verdict.NOT_ATTEMPTED, Verdict.ERROR
RAW = "Action=SendMessage&MessageBody=$input.body"


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("05")
        yield made
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (intake(header=apiglab.TODO, template=apiglab.TODO, passthrough=apiglab.TODO), NOT, "blank"),
        (intake(template=apiglab.TODO), NOT, "blank"),
        (intake(), PASS, "passed"),
        (intake(passthrough="WHEN_NO_TEMPLATES"), PASS, "passed"),
        (intake(template="Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))"), PASS, "passed"),
        (7, FAIL, "not-settings"),
        ({"template": "x"}, FAIL, "not-settings"),
        (intake(header=tried.FORM.strip("'")), FAIL, "not-quoted"),
        (intake(header="'application/json'"), FAIL, "no-form-content-type"),
        (intake(key="integration.request.header.Accept"), FAIL, "no-form-content-type"),
        (intake(template={"Action": "SendMessage"}), FAIL, "no-template"),
        (
            intake(template="action=SendMessage&MessageBody=$util.urlEncode($input.body)"),
            FAIL,
            "sqs-does-not-understand",
        ),
        (intake(template="Action=ReceiveMessage"), FAIL, "not-this-role"),
        (
            intake(template="Action=SendMessage&DelaySeconds=900&MessageBody=$util.urlEncode($input.body)"),
            FAIL,
            "nothing-in-the-queue",
        ),
        (intake(template=RAW), FAIL, "not-url-encoded"),
        (
            intake(template="Action=SendMessage&MessageBody=$util.urlEncode($input.json('$.pet'))"),
            FAIL,
            "not-the-order",
        ),
        (intake(passthrough="WHEN_NO_MATCH"), FAIL, "unmapped-bodies-pass"),
        (intake(passthrough="SOMETIMES"), FAIL, "refused"),
    ],
)
def test_a_form_is_judged_by_what_arrives_in_the_queue(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 05, exercise 3."""
    outcome = judge(exercise("05", "e3"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (tried.blank, NOT, "blank"),
        (mending(), PASS, "passed"),
        (mending(action="sqs:*"), PASS, "passed"),
        (tried.nothing, FAIL, "no-credentials"),
        (mending(credentials="arn:aws:iam::*:user/*"), FAIL, "not-a-role"),
        (mending(credentials="arn:aws:iam::123456789012:role/nobody"), FAIL, "role-does-not-exist"),
        (mending(trusts="lambda.amazonaws.com"), FAIL, "role-trusts-another"),
        (mending(action=None), FAIL, "role-may-not-send"),
        (mending(action="sns:Publish"), FAIL, "role-may-not-send"),
        (mending(replace=True), FAIL, "lost-the-rest"),
        (mending(deploy=False), FAIL, "not-deployed"),
        ("no-such-id", FAIL, "no-such-api"),
    ],
)
def test_a_role_is_judged_by_trust_policy_and_behaviour(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 05, exercise 4."""
    outcome = judge(exercise("05", "e4"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (tried.blank, NOT, "blank"),
        (jobs(), PASS, "passed"),
        (jobs(returns=lambda api_id: {"id": api_id}), FAIL, "returned-no-id"),
        (jobs(routes=("/jobs",)), FAIL, "resource-missing"),
        (jobs(type="MOCK"), FAIL, "not-a-service-integration"),
        (jobs(integrationHttpMethod="GET"), FAIL, "integration-verb"),
        (jobs(start="startExecution"), FAIL, "other-action"),
        (jobs(role=False), FAIL, "no-credentials"),
        (jobs(stage=None), FAIL, "not-deployed"),
        (jobs(early=True), FAIL, "deployed-too-early"),
        (jobs(found=()), FAIL, "answers-with-an-error"),
        (jobs(started=(("202", "", None),)), FAIL, "no-job-id"),
        (jobs(started=(("200", "", '{"job": "$context.requestId"}'),)), FAIL, "not-202"),
        (jobs(started=(("202", "", '{"job": $input.json("$.executionArn")}'),)), FAIL, "arn-as-id"),
        (jobs(text="{}"), FAIL, "input-lost"),
        (jobs(text="$input.json('$')"), FAIL, "nothing-started"),
        (jobs(text="$input.json('$').replaceAll('\"', '\\\\\"')"), FAIL, "input-not-escaped"),
        (jobs(text=PLAIN), FAIL, "apostrophe-breaks-it"),
        (jobs(named=False), FAIL, "status-not-told"),
        (jobs(ask_by="$input.params('job')"), FAIL, "status-not-told"),
        (jobs(found=(("200", r"2\d\d", None), FOUND[1])), FAIL, "tells-your-insides"),
        (jobs(found=(("200", "", FOUND[0][2]),)), FAIL, "unknown-is-no-404"),
    ],
)  # fmt: skip
def test_jobs_are_started_watched_and_judged(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 05, exercise 5."""
    outcome = judge(exercise("05", "e5"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (tried.blank, NOT, "blank"),
        (fees(), PASS, "passed"),
        (fees(action="StartExecution"), FAIL, "does-not-wait"),
        (fees(role=False), FAIL, "no-credentials"),
        (fees(answer=None), FAIL, "answers-the-envelope"),
        (fees(answer="$input.json('$.output')"), FAIL, "output-as-text"),
        (fees(answer="{}"), FAIL, "other-answer"),
        (fees(answer="#if($input.path('$.output'))$input.path('$.output')#else{}#end"), FAIL, "failure-is-200"),
    ],
)
def test_a_workflow_that_is_waited_for_is_judged(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 05, exercise 6."""
    outcome = judge(exercise("05", "e6"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


def test_what_is_built_by_hand_counts_as_well(lab: apiglab.Lab) -> None:
    """The id of an API, made in whatever way, is an attempt too; the check leaves that API alone."""
    apis, iam = lab.client("apigateway"), lab.client("iam")
    handed, queue_arn = fix_missing_role.hand_over(lab)
    assert judge(exercise("05", "e4"), lab, handed).diagnosis_id == "no-credentials"
    mending()(apis, iam, handed, queue_arn)
    started, waited = jobs()(apis, *write_jobs.workflow(lab)), fees()(apis, *stretch_wait.workflow(lab))

    found = [
        judge(exercise("05", name), lab, api_id).diagnosis_id
        for name, api_id in (("e4", handed), ("e5", started), ("e6", waited))
    ]

    assert found == ["passed"] * 3
    assert {handed, started, waited} <= {item["id"] for item in apis.get_rest_apis()["items"]}


def test_a_check_removes_what_the_attempt_made(lab: apiglab.Lab) -> None:
    """APIs, queues and roles of an attempt are gone afterwards, whether it passes or fails."""

    def there() -> tuple[set[str], ...]:
        return (
            {item["id"] for item in lab.client("apigateway").get_rest_apis()["items"]},
            {item["RoleName"] for item in lab.client("iam").list_roles()["Roles"]},
            set(lab.client("sqs").list_queues().get("QueueUrls", ())),
        )

    judge(exercise("05", "e3"), lab, intake())
    before = there()
    for name, attempt in (
        ("e3", intake(template=RAW)),
        ("e4", mending()),
        ("e4", mending(action=None)),
        ("e5", jobs()),
    ):
        judge(exercise("05", name), lab, attempt)

    assert there() == before
