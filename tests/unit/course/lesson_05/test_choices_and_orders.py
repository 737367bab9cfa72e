"""Exercises 1 and 2: which integration for which job; the calls from nothing to an order in a queue."""

from typing import Any

import pytest

import apiglab
from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict

NOT, FAIL, PASS = Verdict.NOT_ATTEMPTED, Verdict.FAIL, Verdict.PASS


def chosen(**other: str) -> list[str]:
    """The right choice, with other ones for some cards."""
    right = {"A": "MOCK", "B": "AWS_PROXY", "C": "AWS", "D": "HTTP_PROXY", "E": "HTTP", "F": "AWS"}
    return list({**right, **other}.values())


@pytest.mark.parametrize(
    ("name", "attempt", "verdict", "diagnosis"),
    [
        ("e1", apiglab.TODO, NOT, "blank"),
        ("e1", chosen(), PASS, "passed"),
        ("e1", tuple(one.lower() for one in chosen()), PASS, "passed"),
        ("e1", chosen(F="AWS_PROXY"), FAIL, "function-in-between"),
        ("e1", chosen(C="AWS_PROXY"), FAIL, "proxy-does-not-translate"),
        ("e1", chosen(E="HTTP_PROXY"), FAIL, "proxy-lets-everything-out"),
        ("e1", chosen(B="AWS"), FAIL, "templates-for-nothing"),
        ("e1", chosen(D="HTTP"), FAIL, "templates-for-nothing"),
        ("e1", chosen(A="HTTP"), FAIL, "does-not-fit"),
        ("e1", chosen(F="SQS"), FAIL, "not-a-choice"),
        ("e1", ["MOCK"], FAIL, "not-a-choice"),
        ("e1", 7, FAIL, "not-a-choice"),
        ("e2", apiglab.TODO, NOT, "blank"),
        ("e2", list("CGEAFBH"), PASS, "passed"),
        ("e2", list("ECGAFBH"), PASS, "passed"),
        ("e2", list("DCGEAFBH"), FAIL, "function-in-between"),
        ("e2", list("CGEAIFBH"), FAIL, "permission-is-lambda-s"),
        ("e2", list("CGEABFH"), FAIL, "deployed-too-early"),
        ("e2", list("CGEFABH"), FAIL, "response-before-integration"),
        ("e2", list("CEAGFBH"), FAIL, "credentials-before-role"),
        ("e2", list("GCEAFBH"), FAIL, "policy-before-queue"),
        ("e2", list("CGAEFBH"), FAIL, "integration-before-method"),
        ("e2", list("CGEAFHB"), FAIL, "called-before-deployed"),
        ("e2", list("CGE"), FAIL, "step-missing"),
    ],
)
def test_each_answer_has_its_diagnosis(name: str, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Every misunderstanding of integrations and of their order has a name of its own."""
    outcome = exercise("05", name).check(None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
