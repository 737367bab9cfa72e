"""Lesson 12d's checks: which guard fits, what it costs, and who still gets in after a right was taken back."""

import io
import json
import statistics
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_12c.customers import sign_in
from apiglab.course.lesson_12d.decide_for_each import CHOICES
from apiglab.course.lesson_12d.fix_the_comparison import SAMPLES, unfair
from apiglab.course.lesson_12d.predict_who_is_still_in import HAPPENED
from apiglab.course.lesson_12d.three_guards import TOKEN, call, guard, three_guards
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PARTIAL, PASS, but, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("12d")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert made.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ([403, 403, 200, 403, 200, 401], PASS, "passed"),
        ([403, 403], FAIL, "not-a-prediction"),
        (but(HAPPENED, 0, 200), FAIL, "iam-asks-each-time"),
        (but(HAPPENED, 1, 200), FAIL, "a-key-is-looked-up"),
        (but(HAPPENED, 2, 403), FAIL, "an-answer-is-kept"),
        (but(HAPPENED, 3, 200), FAIL, "a-flush-forgets"),
        (but(HAPPENED, 4, 401), FAIL, "a-token-is-good-until-it-ends"),
        (but(HAPPENED, 5, 200), FAIL, "an-hour-is-an-hour"),
    ],
)
def test_who_is_still_in_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12d, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


DENYING = b"""
def doorkeeper(event, context):
    statement = {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": "*"}
    return {"principalId": "partner", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
"""


def test_what_exercise_1_tells_is_what_happens(lab: apiglab.Lab) -> None:
    """Its six requests, sent. facts: authorizers.cache, cognito.validity"""
    iam, pools, apis = lab.client("iam"), lab.client("cognito-idp"), lab.client("apigateway")
    with three_guards(lab) as made:
        guard(apis, made)
        by_token: dict[str, Any] = {"headers": {"Authorization": TOKEN}}
        by_pool: dict[str, Any] = {"auth": sign_in(lab, made.pool)}
        by_key: dict[str, Any] = {"auth": made.user.key}

        def status(path: str, **proof: Any) -> int:
            return call(lab, made, path, wanted=0, **proof).status

        before = [status("/stock", **by_key), status("/partner", **by_token), status("/mine", **by_pool)]
        policy = iam.get_user_policy(UserName=made.user.name, PolicyName="given-0")["PolicyDocument"]
        iam.delete_user_policy(UserName=made.user.name, PolicyName="given-0")
        happened = [status("/stock", **by_key)]
        iam.put_user_policy(UserName=made.user.name, PolicyName="given-0", PolicyDocument=json.dumps(policy))
        assert status("/stock", **by_key) == 200
        iam.update_access_key(UserName=made.user.name, AccessKeyId=made.user.key["AccessKeyId"], Status="Inactive")
        happened.append(status("/stock", **by_key))
        _replace_code(lab, made.function_authorizer, made.api_id, DENYING)
        happened.append(status("/partner", **by_token))
        apis.flush_stage_authorizers_cache(restApiId=made.api_id, stageName="dev")
        happened.append(status("/partner", **by_token))
        pools.admin_disable_user(UserPoolId=made.pool.id, Username="cleo")
        happened.append(status("/mine", **by_pool))
        lab.clock.advance(minutes=61)
        happened.append(status("/mine", **by_pool))
        lab.clock.reset()

    assert (before, happened) == ([200, 200, 200], HAPPENED)


def _replace_code(lab: apiglab.Lab, authorizer_id: str, api_id: str, code: bytes) -> None:
    """Give an authorizer's function other code."""
    uri = lab.client("apigateway").get_authorizer(restApiId=api_id, authorizerId=authorizer_id)["authorizerUri"]
    name = uri.split("function:")[1].split("/")[0]
    handler = lab.client("lambda").get_function_configuration(FunctionName=name)["Handler"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{handler.split('.')[0]}.py", code)
    lab.client("lambda").update_function_code(FunctionName=name, ZipFile=packed.getvalue())
    lab.client("lambda").get_waiter("function_updated_v2").wait(FunctionName=name)


CHOICE = {letter: situation.word for letter, situation in CHOICES.situations.items()}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (CHOICE, PASS, "passed"),
        ({letter: guard.lower() for letter, guard in CHOICE.items()}, PASS, "passed"),
        (list(CHOICE.values()), FAIL, "not-choices"),
        ({**CHOICE, "A": "KEY"}, FAIL, "not-choices"),
        *[
            ({**CHOICE, letter: "IAM" if situation.word != "IAM" else "LAMBDA"}, PARTIAL, situation.finding)
            for letter, situation in CHOICES.situations.items()
        ],
    ],
)
def test_each_situation_has_its_guard(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12d, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def pricing(
    *, requests: bool = True, calls: bool = True, time: bool = True, hits: str = "misses", all_call: bool = False
) -> Callable[..., Any]:
    """A function that works out prices; each option is one way to get it wrong."""

    def price(count: int, hit_rate: float, seconds: float, gb: float, prices: dict[str, float]) -> dict[str, float]:
        gateway = count / 1e6 * prices["request"] if requests else count * prices["request"]
        asked = count * {"misses": 1 - hit_rate, "hits": hit_rate, "all": 1.0}[hits]
        function = asked / 1e6 * prices["call"] if calls else 0.0
        function += asked * seconds * gb * prices["gb_second"] if time else 0.0
        return {
            "IAM": gateway,
            "LAMBDA": gateway + function,
            "COGNITO": gateway + (function if all_call else 0.0),
        }

    return price


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (pricing(), PASS, "passed"),
        (3.5, FAIL, "not-a-function"),
        (lambda *_: 3.5, FAIL, "not-three-prices"),
        (pricing(requests=False), FAIL, "requests-cost"),
        (pricing(hits="hits"), FAIL, "requests-cost"),
        (pricing(calls=False), FAIL, "every-call-costs"),
        (pricing(time=False), FAIL, "time-costs"),
        (pricing(all_call=True), FAIL, "no-function-no-call"),
        (
            lambda n, h, s, g, p: pricing(hits="all" if 0 < h < 1 else "misses")(n, h, s, g, p),
            FAIL,
            "hits-cost-nothing",
        ),
    ],
)
def test_a_guard_s_price_is_judged_case_by_case(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12d, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def comparing(
    middle: Callable[[Any], float] = statistics.median,
    *,
    turned: bool = False,
    empty: float | None = None,
    left: str = "",
) -> Callable[[Any], Any]:
    """A function that compares; each option is one way to get it wrong."""

    def fair(samples: Any) -> Any:
        table = {}
        for each in {name for name, _, _ in samples} - {left}:
            new = [took for name, took, kept in samples if name == each and not kept]
            old = [took for name, took, kept in samples if name == each and kept]
            pair = (middle(new) if new else empty, middle(old) if old else empty)
            table[each] = pair[::-1] if turned else pair
        return table

    return fair


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (comparing(), PASS, "passed"),
        (SAMPLES, FAIL, "not-a-function"),
        (unfair, FAIL, "not-pairs"),
        (comparing(statistics.mean), FAIL, "not-the-median"),
        (comparing(turned=True), FAIL, "the-wrong-way-round"),
        (comparing(empty=0.0), FAIL, "nothing-measured"),
        (comparing(left="IAM"), FAIL, "guard-is-missing"),
    ],
)
def test_a_comparison_is_fair(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12d, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def guarding(**changed: dict[str, str] | None) -> Callable[..., Any]:
    """A function that guards three paths; a change is one way to get it wrong: another guard, or none."""

    def guard_all(apis: Any, where: Any, authorizers: dict[str, str]) -> None:
        guards: dict[str, dict[str, str] | None] = {
            "stock": {"/authorizationType": "AWS_IAM"},
            "partner": {"/authorizationType": "CUSTOM", "/authorizerId": authorizers["function"]},
            "mine": {"/authorizationType": "COGNITO_USER_POOLS", "/authorizerId": authorizers["pool"]},
        }
        if changed.pop("crossed", None):
            guards["partner"], guards["mine"] = guards["mine"], guards["partner"]
        for path, each in {**guards, **changed}.items():
            operations = [{"op": "replace", "path": name, "value": value} for name, value in (each or {}).items()]
            apis.update_method(**where[f"/{path}"], patchOperations=operations)
        apis.create_deployment(restApiId=where["/stock"]["restApiId"], stageName="dev")

    return guard_all


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (guarding(), PASS, "passed"),
        ("guards", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "still-open"),
        (guarding(mine=None), FAIL, "still-open"),
        (guarding(partner={"/authorizationType": "AWS_IAM"}), FAIL, "another-guard"),
        (guarding(crossed={"yes": "yes"}), FAIL, "caller-is-out"),
    ],
)
def test_three_guards_are_judged_by_who_gets_in(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12d, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def telling(
    *,
    claims: str = "cognito:username",
    lambda_: bool = True,
    arn: Callable[[str], str] | None = None,
    nobody: Any = None,
) -> Callable[[Any], Any]:
    """A function that tells who calls; each option is one way to get it wrong."""

    def who_calls(event: Any) -> Any:
        context = event["requestContext"]
        authorizer = context.get("authorizer") or {}
        if "claims" in authorizer:
            return "COGNITO", authorizer["claims"].get(claims)
        if "principalId" in authorizer and lambda_:
            return "LAMBDA", authorizer["principalId"]
        user = context["identity"]["userArn"]
        return ("IAM", (arn or last_part)(user)) if user else ("NONE", nobody)

    return who_calls


def last_part(arn: str) -> str:
    """What stands behind an ARN's last slash."""
    return arn.rpartition("/")[2]


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (telling(), PASS, "passed"),
        (("IAM", "ann"), FAIL, "not-a-function"),
        (lambda _: "cleo", FAIL, "not-a-pair"),
        (lambda event: ("NONE", event["headers"]["X-User"]), FAIL, "nobody-is-somebody"),
        (telling(arn=lambda arn: arn.split("/")[1]), FAIL, "a-users-name"),
        (telling(arn=lambda arn: arn.split("/")[2] if ":user/" in arn else arn), FAIL, "a-roles-session"),
        (telling(lambda_=False), FAIL, "principal-id"),
        (telling(claims="sub"), FAIL, "claims"),
    ],
)
def test_who_calls_is_told_by_the_event(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12d, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
