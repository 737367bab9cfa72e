"""Lesson 06's checks: who reaches an API from where, and what a resource policy lets in."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_06.decide_the_endpoint import CHOICES
from apiglab.course.lesson_06.fix_the_private_policy import BROKEN
from apiglab.course.lesson_06.open_apis import a_vpc_endpoint, an_open_api, call, everybody
from apiglab.course.lesson_06.predict_from_where import HAPPENED
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PARTIAL, PASS, but, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("06")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ([403, 200, 403, 200, 403, 403], PASS, "passed"),
        (403, FAIL, "not-a-prediction"),
        (but(HAPPENED, 0, 200), FAIL, "private-from-outside"),
        (but(HAPPENED, 1, 403), FAIL, "private-from-inside"),
        (but(HAPPENED, 2, 200), FAIL, "public-through-the-endpoint"),
        (but(HAPPENED, 3, 403), FAIL, "not-deployed"),
        (but(HAPPENED, 4, 200), FAIL, "deployed"),
        (but(HAPPENED, 5, 200), FAIL, "endpoint-is-off"),
    ],
)
def test_from_where_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 06, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


def test_what_exercise_1_tells_is_what_happens(lab: apiglab.Lab) -> None:
    """Its six requests, sent. fact: private.through-vpc-endpoints"""
    apis = lab.client("apigateway")
    near = everybody(IpAddress={"aws:SourceIp": "198.51.100.0/24"})
    with (
        a_vpc_endpoint(lab) as endpoint,
        an_open_api(lab, "PRIVATE", policy=everybody()) as private,
        an_open_api(lab) as public,
    ):
        inside, office = lab.caller(vpce=endpoint.id), lab.caller(source_ip="198.51.100.7")
        happened = [
            call(lab, private, wanted=0).status,
            call(lab, private, caller=inside, wanted=0).status,
            call(lab, public, caller=inside, wanted=0).status,
        ]
        _patch(apis, public, "/policy", json.dumps(near))
        happened.append(call(lab, public, wanted=0).status)
        apis.create_deployment(restApiId=public, stageName="dev")
        happened.append(call(lab, public, wanted=0).status)
        assert call(lab, public, caller=office, wanted=0).status == 200
        _patch(apis, public, "/disableExecuteApiEndpoint", "true")
        apis.create_deployment(restApiId=public, stageName="dev")
        happened.append(call(lab, public, caller=office, wanted=0).status)

    assert happened == HAPPENED


def _patch(apis: Any, api_id: str, path: str, value: str) -> None:
    apis.update_rest_api(restApiId=api_id, patchOperations=[{"op": "replace", "path": path, "value": value}])


CHOICE = {letter: situation.word for letter, situation in CHOICES.situations.items()}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (CHOICE, PASS, "passed"),
        ("EDGE", FAIL, "not-choices"),
        ({**CHOICE, "A": "CLOUDFRONT"}, FAIL, "not-choices"),
        *[
            ({**CHOICE, letter: "PRIVATE" if situation.word != "PRIVATE" else "EDGE"}, PARTIAL, situation.finding)
            for letter, situation in CHOICES.situations.items()
        ],
    ],
)
def test_each_situation_has_its_endpoint(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 06, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def office_policy(
    *, office: str = "*", everyone: str = "prod/GET/pets", addresses: str = "198.51.100.0/24"
) -> Callable[[str], Any]:
    """A function that writes a policy; each option is one way to get it wrong."""

    def policy_of(api_arn: str) -> Any:
        allow = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke"}
        condition = {"IpAddress": {"aws:SourceIp": addresses}}
        return {
            "Version": "2012-10-17",
            "Statement": [
                {**allow, "Resource": f"{api_arn}/{office}", "Condition": condition},
                {**allow, "Resource": f"{api_arn}/{everyone}"},
            ],
        }

    return policy_of


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (office_policy(), PASS, "passed"),
        ({}, FAIL, "not-a-function"),
        (lambda _: {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}, FAIL, "not-a-policy"),
        (lambda _: "{}", FAIL, "not-a-policy"),
        (office_policy(office="prod/*"), FAIL, "office-is-out"),
        (office_policy(everyone="prod/GET/owners"), FAIL, "everybody-is-out"),
        (office_policy(everyone="prod/*/pets"), FAIL, "everybody-writes"),
        (office_policy(everyone="*/GET/pets"), FAIL, "everybody-on-dev"),
        (office_policy(everyone="prod/GET/pets*"), FAIL, "everybody-below"),
        (office_policy(addresses="198.51.0.0/16"), FAIL, "neighbours-get-in"),
    ],
)
def test_a_policy_is_judged_by_who_gets_in(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 06, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def private_policy(condition: Any = None, *, effect: str = "Deny") -> Callable[[str], Any]:
    """A function that mends the policy, by one more condition or by its own."""

    def mended_policy(vpce: str) -> Any:
        said = condition or {"StringNotEquals": {"aws:SourceVpce": vpce}}
        policy = everybody(**said) if effect == "Allow" else everybody()
        if effect == "Deny":
            policy["Statement"].append({**policy["Statement"][0], "Effect": "Deny", "Condition": said})
        return policy

    return mended_policy


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (private_policy(), PASS, "passed"),
        (
            private_policy({"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f60718"}}, effect="Allow"),
            PASS,
            "passed",
        ),
        (dict(BROKEN), FAIL, "not-a-function"),
        (lambda _: [], FAIL, "not-a-policy"),
        (lambda _: dict(BROKEN), FAIL, "still-nobody"),
        (private_policy({"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}}), FAIL, "every-endpoint"),
        (
            private_policy({"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f60718"}}, effect="Deny"),
            PASS,
            "passed",
        ),
        (
            private_policy(
                {
                    "StringNotEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f60718"},
                    "Null": {"aws:SourceVpce": "false"},
                }
            ),
            FAIL,
            "no-endpoint-at-all",
        ),
    ],
)
def test_a_private_policy_is_judged_by_endpoints(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 06, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def moving(*, private: bool = True, deployed: bool = True, condition: Any = None) -> Callable[..., Any]:
    """A function that makes an API private; each option is one way to get it wrong."""

    def make_private(apis: Any, api_id: str, vpce: str) -> None:
        said = {"StringEquals": {"aws:SourceVpce": vpce}} if condition is None else condition
        operations = [{"op": "replace", "path": "/policy", "value": json.dumps(everybody(**said))}]
        if private:
            operations.append({"op": "replace", "path": "/endpointConfiguration/types/REGIONAL", "value": "PRIVATE"})
        apis.update_rest_api(restApiId=api_id, patchOperations=operations)
        if deployed:
            apis.create_deployment(restApiId=api_id, stageName="dev")

    return make_private


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (moving(), PASS, "passed"),
        ("private", FAIL, "not-a-function"),
        (moving(private=False), FAIL, "not-private"),
        (moving(deployed=False), FAIL, "still-public"),
        (moving(condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}}), FAIL, "nobody-gets-in"),
        (moving(condition={}), FAIL, "every-endpoint"),
    ],
)
def test_a_move_is_judged_from_three_places(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 06, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def modelling(*, handshakes: int = 2, near: bool = True, detour: bool = True, kept: int = 1) -> Callable[..., float]:
    """A model of the way; each option is one way to get it wrong."""

    def milliseconds(endpoint: str, is_new: bool, round_trip: float, location: float) -> float:
        to_edge = location if endpoint == "EDGE" and near else round_trip
        first = handshakes * to_edge if is_new else 0
        return first + kept * round_trip + (location if endpoint == "EDGE" and detour else 0)

    return milliseconds


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (modelling(), PASS, "passed"),
        (80, FAIL, "not-a-function"),
        (modelling(kept=2), FAIL, "regional-kept"),
        (modelling(handshakes=1), FAIL, "regional-new"),
        (modelling(detour=False), FAIL, "edge-kept"),
        (modelling(near=False), FAIL, "edge-new"),
    ],
)
def test_a_model_is_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 06, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
