"""Exercises 1 and 2: what is live, predicted; a deployment's calls, in order."""

from typing import Any

import pytest

import apiglab
from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict


@pytest.mark.parametrize(
    ("name", "attempt", "verdict", "diagnosis"),
    [
        ("e1", apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        ("e1", ["v1", "v2", "v3", "v1"], Verdict.PASS, "passed"),
        ("e1", ["v2", "v2", "v3", "v1"], Verdict.FAIL, "saving-is-live"),
        ("e1", ["v1", "v1", "v3", "v1"], Verdict.FAIL, "deployment-is-live"),
        ("e1", ["v1", "v2", "v2", "v1"], Verdict.FAIL, "code-needs-a-deployment"),
        ("e1", ["v1", "v2", "v3", "v3"], Verdict.FAIL, "stage-cannot-go-back"),
        ("e1", ["v1"], Verdict.FAIL, "not-a-prediction"),
        ("e2", apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        ("e2", ["D", "H", "C", "G", "A", "B", "E"], Verdict.PASS, "passed"),
        ("e2", ["D", "H", "C", "G", "A", "B", "F", "E"], Verdict.FAIL, "stage-notices-changes"),
        ("e2", ["D", "H", "C", "G", "B", "A", "E"], Verdict.FAIL, "deployed-too-early"),
        ("e2", ["D", "H", "C", "A", "G", "B", "E"], Verdict.FAIL, "integration-before-method"),
        ("e2", ["D", "H", "G", "C", "A", "B", "E"], Verdict.FAIL, "method-before-resource"),
        ("e2", ["D", "C", "H", "G", "A", "B", "E"], Verdict.FAIL, "resource-without-parent"),
        ("e2", ["H", "D", "C", "G", "A", "B", "E"], Verdict.FAIL, "nothing-to-look-at"),
        ("e2", ["D", "H", "C", "G", "A", "E", "B"], Verdict.FAIL, "called-before-deployed"),
        ("e2", ["D", "H"], Verdict.FAIL, "step-missing"),
    ],
)
def test_each_answer_has_its_diagnosis(name: str, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Every misunderstanding of drafts, deployments and stages has a name of its own."""
    outcome = exercise("02", name).check(None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
