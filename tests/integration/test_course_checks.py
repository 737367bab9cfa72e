"""Checks judge what learners build by its state and by calling it: each attempt has its outcome and its diagnosis."""

import json
import linecache
from collections.abc import Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.build import a_function, make_function
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_01 import predict_cold_and_warm
from apiglab.course.lesson_02 import predict_what_is_live
from apiglab.course.lesson_02.fix_unknown_route import colleague_s_api
from apiglab.course.lesson_02.pets_api import answer_pets
from apiglab.course.lesson_02.stretch_roll_back import two_releases
from apiglab.course.paws import PETS
from apiglab.course.registry import MODULES, exercise
from apiglab.lab.exercises import Verdict
from apiglab.lab.judging import judge
from apiglab.lab.package import package
from tests.integration import course_attempts as build
from tests.integration.course_attempts import ROUTES, mending, publishing
from tests.unit.course.lesson_01 import attempts as handlers
from tests.unit.course.lesson_02 import attempts as pet_handlers

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

PASS, FAIL, PARTIAL, NOT, ERROR = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.PARTIAL,
    Verdict.NOT_ATTEMPTED,
    Verdict.ERROR,
)
GET_PETS = ("GET", "/pets")


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("01")
        yield made
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("lesson", "name", "attempt", "verdict", "diagnosis"),
    [
        ("01", "e3", handlers.list_pets, PASS, "passed"),
        ("01", "e3", handlers.list_through_a_client, FAIL, "works-only-here"),
        ("01", "e4", handlers.adopt, PASS, "passed"),
        ("01", "e6", handlers.find_pets, PASS, "passed"),
        ("02", "e3", pet_handlers.get_pet, PASS, "passed"),
    ],
)
def test_a_right_handler_is_deployed_and_called(
    lab: apiglab.Lab, lesson: str, name: str, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """What answers rightly here has to do so over HTTP as well."""
    outcome = judge(exercise(lesson, name), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (build.blank, NOT, "blank"),
        (publishing(GET_PETS), PASS, "passed"),
        (publishing(("ANY", "/pets")), PASS, "passed"),
        (build.raises, ERROR, "raised.NotFoundException"),
        (publishing(GET_PETS, returns=lambda _: None), FAIL, "returned-no-id"),
        (publishing(GET_PETS, returns=lambda api_id: {"id": api_id}), FAIL, "returned-no-id"),
        ("no-such-id", FAIL, "no-such-api"),
        (publishing(("GET", "/pet")), FAIL, "resource-missing"),
        (publishing(("POST", "/pets")), FAIL, "method-missing"),
        (publishing(GET_PETS, kind="AWS"), FAIL, "not-a-proxy-integration"),
        (publishing(GET_PETS, invoke_verb="GET"), FAIL, "integration-verb"),
        (publishing(GET_PETS, stage=None), FAIL, "not-deployed"),
        (publishing(GET_PETS, stage="prod"), FAIL, "not-deployed"),
        (publishing(GET_PETS, deployed_first=True), FAIL, "deployed-too-early"),
        (publishing(GET_PETS, permission=None), FAIL, "no-permission"),
        (publishing(GET_PETS, permission="*/POST/pets"), FAIL, "permission-does-not-fit"),
    ],
)
def test_get_pets_is_judged_by_state_and_behaviour(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 01, exercise 5."""
    outcome = judge(exercise("01", "e5"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (build.blank, NOT, "blank"),
        (mending(), PASS, "passed"),
        (build.redeploy, FAIL, "nothing-changed"),
        (mending(api_key=True), FAIL, "took-it-for-auth"),
        (mending(verb="POST"), FAIL, "method-missing"),
        (mending(deploy=False), FAIL, "deployed-too-early"),
        (build.mend_one_break_another, FAIL, "broke-the-list"),
    ],
)
def test_a_repair_is_judged_on_a_fresh_copy(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 02, exercise 4."""
    outcome = judge(exercise("02", "e4"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (build.blank, NOT, "blank"),
        (publishing(*ROUTES), PASS, "passed"),
        (publishing(*ROUTES[:1], *ROUTES[2:]), PARTIAL, "method-missing"),
        (publishing(*ROUTES[:3]), PARTIAL, "resource-missing"),
        (publishing(*ROUTES[:3], ("ANY", "/staff/{proxy}")), FAIL, "not-greedy"),
        (publishing(*ROUTES[:2], ("GET", "/pets/{id}"), ROUTES[3]), FAIL, "parameter-name"),
        (publishing(("ANY", "/pets"), *ROUTES[2:]), FAIL, "answers-too-much"),
        (publishing(*ROUTES, ("ANY", "/{all+}")), FAIL, "answers-too-much"),
        (publishing(*ROUTES, stage=None), FAIL, "not-deployed"),
        (publishing(*ROUTES, permission=None), FAIL, "no-permission"),
        (publishing(*ROUTES, permission="*/GET/pets"), FAIL, "permission-does-not-fit"),
    ],
)
def test_a_tree_is_judged_route_by_route(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 02, exercise 5."""
    outcome = judge(exercise("02", "e5"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (build.blank, NOT, "blank"),
        (build.roll_back, PASS, "passed"),
        (build.deploy_again, FAIL, "deployed-the-mistake-again"),
        (build.do_nothing, FAIL, "still-the-bad-release"),
        (build.another_stage, FAIL, "still-the-bad-release"),
        (7, FAIL, "no-such-api"),
    ],
)
def test_a_roll_back_is_judged_by_what_the_stage_serves(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 02, exercise 6."""
    outcome = judge(exercise("02", "e6"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


@pytest.mark.parametrize(("lesson", "name"), [(lesson, name) for lesson in MODULES for name in MODULES[lesson]])
def test_the_solution_that_is_told_passes_its_own_check(lesson: str, name: str, lab: apiglab.Lab) -> None:
    """The code that ``lab.solution`` shows is right as it stands."""
    found = exercise(lesson, name)
    code = found.solution.split("\n\n", 1)[1]

    outcome = judge(found, lab, _last_defined(code, f"<solution {lesson} {name}>"))

    assert (outcome.kind, outcome.diagnosis_id) == (PASS, "passed")


def test_what_is_built_by_hand_counts_as_well(lab: apiglab.Lab) -> None:
    """The id of an API, made in whatever way, is an attempt too; the check leaves that API alone."""
    apis, functions = lab.client("apigateway"), lab.client("lambda")
    with a_function(lab, answer_pets) as function_arn:
        published = publishing(GET_PETS)(apis, functions, function_arn)
        tree = publishing(*ROUTES)(apis, lab.client("lambda"), make_function(lab, answer_pets))
        mended = colleague_s_api(lab, function_arn)
        mending()(apis, mended, function_arn)
        rolled_back = two_releases(lab).api_id
        build.roll_back(apis, rolled_back)

        found = [
            judge(exercise(lesson, name), lab, api_id).diagnosis_id
            for lesson, name, api_id in (
                ("01", "e5", published),
                ("02", "e4", mended),
                ("02", "e5", tree),
                ("02", "e6", rolled_back),
            )
        ]

    assert found == ["passed"] * 4
    there = {item["id"] for item in apis.get_rest_apis()["items"]}
    assert {published, mended, tree, rolled_back} <= there


def test_a_check_removes_what_the_attempt_made(lab: apiglab.Lab) -> None:
    """Whether an attempt passes, fails or raises, its APIs and the check's functions are gone afterwards."""
    apis, functions = lab.client("apigateway"), lab.client("lambda")

    def there() -> tuple[set[str], set[str]]:
        return (
            {item["id"] for item in apis.get_rest_apis()["items"]},
            {item["FunctionName"] for item in functions.list_functions()["Functions"]},
        )

    before = there()
    for attempt in (publishing(GET_PETS), publishing(GET_PETS, permission=None), build.raises):
        judge(exercise("01", "e5"), lab, attempt)

    assert there() == before


def test_a_check_leaves_the_learner_s_newest_exchange_alone(lab: apiglab.Lab) -> None:
    """``lab.last`` is what the learner sent, also after a check that sent requests of its own."""
    api_id = two_releases(lab).api_id
    mine = lab.send("GET", lab.url(api_id, "dev", "/pets"))

    judge(exercise("01", "e3"), lab, handlers.list_pets)

    assert lab.last is mine


def test_the_counter_counts_as_the_first_exercise_says(lab: apiglab.Lab) -> None:
    """Lesson 01, exercise 1: three calls, new code, one call more, for real."""
    functions = lab.client("lambda")
    with a_function(lab, _count) as arn:
        said = [_invoke(functions, arn) for _ in range(3)]
        functions.update_function_code(FunctionName=arn, ZipFile=package(_count_again)[0])
        functions.update_function_configuration(FunctionName=arn, Handler="handler._count_again")
        said.append(_invoke(functions, arn))

    assert said == predict_cold_and_warm.HAPPENED


def test_what_is_live_is_what_the_exercise_says(lab: apiglab.Lab) -> None:
    """Lesson 02, exercise 1: draft, deployment, code, roll-back, for real."""
    apis, functions = lab.client("apigateway"), lab.client("lambda")
    with a_function(lab, _answer_v1) as one, a_function(lab, _answer_v2) as two:
        api_id = publishing(GET_PETS)(apis, functions, one)
        publishing(GET_PETS, stage=None)(apis, functions, two)  # its permission names another API
        functions.add_permission(
            FunctionName=two,
            StatementId="both",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/*/*",
        )
        first = apis.get_stage(restApiId=api_id, stageName="dev")["deploymentId"]
        where = {"restApiId": api_id, "resourceId": build.resource(apis, api_id, "/pets"), "httpMethod": "GET"}
        uri = f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{two}/invocations"
        url = lab.url(api_id, "dev", "/pets")

        apis.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        said = [lab.send("GET", url).text]
        apis.create_deployment(restApiId=api_id, stageName="dev")
        said.append(lab.send("GET", url).text)
        functions.update_function_code(FunctionName=two, ZipFile=package(_answer_v3)[0])
        functions.update_function_configuration(FunctionName=two, Handler="handler._answer_v3")
        said.append(lab.send("GET", url).text)
        patch = [{"op": "replace", "path": "/deploymentId", "value": first}]
        apis.update_stage(restApiId=api_id, stageName="dev", patchOperations=patch)
        said.append(lab.send("GET", url).text)

    assert said == predict_what_is_live.HAPPENED


SEEN: list[int] = []


def _count(event: Any, context: Any) -> dict[str, Any]:
    SEEN.append(1)
    return {"statusCode": 200, "body": str(len(SEEN))}


def _count_again(event: Any, context: Any) -> dict[str, Any]:
    SEEN.append(1)
    return {"statusCode": 200, "body": str(len(SEEN))}


def _last_defined(code: str, file: str) -> Any:
    """What a cell with ``code`` would hand to the check: the last name it defines."""
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": file, "json": json, "PETS": PETS, "JSON": pet_handlers.JSON}
    exec(compile(code, file, "exec"), names)
    return list(names.values())[-1]


def _invoke(functions: Any, arn: str) -> str:
    said: str = json.loads(functions.invoke(FunctionName=arn)["Payload"].read())["body"]
    return said


def _answer_v1(event: Any, context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": "v1"}


def _answer_v2(event: Any, context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": "v2"}


def _answer_v3(event: Any, context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": "v3"}
