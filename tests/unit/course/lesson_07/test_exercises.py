"""Exercises 1 to 4: what is answered, predicted; a mapping, in order; six templates; a comma."""

from typing import Any

import pytest

import apiglab
from apiglab.course.lesson_07.fix_the_comma import BROKEN
from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict

TODO, PASS, FAIL, PARTIAL, NOT = (
    apiglab.TODO,
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.PARTIAL,
    Verdict.NOT_ATTEMPTED,
)
RIGHT = ["200", "400", "400", "200", "415"]
ORDER = ["D", "B", "A", "E", "C", "F", "H"]
KATAS = {
    "k1": '{"name": "$input.path(\'$.pet.name\')"}',
    "k2": "{\"animal\": $input.json('$.pet')}",
    "k3": '#set($l = $input.params("limit"))#if($l == "")#set($l = "10")#end{"limit": $l}',
    "k4": '{"ip": "$context.identity.sourceIp", "stage": "$context.stage", "table": "$stageVariables.table"}',
    "k5": '[#foreach($t in $input.path(\'$.tags\')){"tag": "$t"}#if($foreach.hasNext),#end#end]',
    "k6": '{"note": "$util.escapeJavaScript($input.path(\'$.note\'))"}',
}
MENDED = BROKEN.replace('"$pet.name",', '"$pet.name"#if($foreach.hasNext),#end\n')


@pytest.mark.parametrize(
    ("name", "attempt", "verdict", "diagnosis"),
    [
        ("e1", TODO, NOT, "blank"),
        ("e1", RIGHT, PASS, "passed"),
        ("e1", ["200"], FAIL, "not-a-prediction"),
        ("e1", ["400", *RIGHT[1:]], FAIL, "good-body"),
        ("e1", ["200", "200", *RIGHT[2:]], FAIL, "types-are-checked"),
        ("e1", [*RIGHT[:2], "200", *RIGHT[3:]], FAIL, "nothing-is-no-object"),
        ("e1", [*RIGHT[:3], "400", "415"], FAIL, "unknown-fields-pass"),
        ("e1", [*RIGHT[:4], "200"], FAIL, "no-template-for-it"),
        ("e2", TODO, NOT, "blank"),
        ("e2", ORDER, PASS, "passed"),
        ("e2", [*ORDER[:4], "G", *ORDER[4:]], FAIL, "answers-are-not-validated"),
        ("e2", ["D", "A", "B", "E", "C", "F", "H"], FAIL, "validated-too-late"),
        ("e2", ["B", "D", "A", "E", "C", "F", "H"], FAIL, "parameters-come-first"),
        ("e2", ["D", "B", "E", "A", "C", "F", "H"], FAIL, "called-too-early"),
        ("e2", ["D", "B", "A", "C", "E", "F", "H"], FAIL, "nothing-to-select"),
        ("e2", ["D", "B", "A", "E", "F", "C", "H"], FAIL, "chosen-first"),
        ("e2", ["D", "B", "A", "E", "C", "H", "F"], FAIL, "method-response-is-last"),
        ("e3", TODO, NOT, "blank"),
        ("e3", dict.fromkeys(KATAS, TODO), NOT, "blank"),
        ("e3", KATAS, PASS, "passed"),
        ("e3", "k1", FAIL, "not-a-dict"),
        ("e3", {**KATAS, "k6": TODO}, PARTIAL, "k6-open"),
        ("e3", {**KATAS, "k1": "{\"name\": $input.path('$.pet.name')}"}, PARTIAL, "k1-no-json"),
        ("e3", {**KATAS, "k2": '{"animal": "Rex"}'}, PARTIAL, "k2-differs"),
        ("e3", {**KATAS, "k3": '{"limit": $input.params("limit")}'}, PARTIAL, "k3-no-json"),
        ("e3", {**KATAS, "k4": '{"ip": "203.0.113.7", "stage": "dev", "table": "orders-dev"}'}, PARTIAL, "k4-differs"),
        ("e3", {**KATAS, "k5": KATAS["k5"].replace("#if($foreach.hasNext),#end", ",")}, PARTIAL, "k5-no-json"),
        ("e3", {**KATAS, "k5": "#foreach($t in "}, PARTIAL, "k5-fails"),
        ("e3", {**KATAS, "k6": '{"note": "$input.path(\'$.note\')"}'}, PARTIAL, "k6-no-json"),
        ("e3", {"k1": 7}, FAIL, "k1-no-text"),
        ("e4", TODO, NOT, "blank"),
        ("e4", MENDED, PASS, "passed"),
        ("e4", BROKEN, FAIL, "nothing-changed"),
        ("e4", 7, FAIL, "not-a-template"),
        ("e4", BROKEN.replace("$pets.size()", "$pets.size() "), FAIL, "comma-too-many"),
        ("e4", MENDED.replace('"$pet.name"', "$pet.name"), FAIL, "no-json"),
        ("e4", BROKEN.replace('"$pet.name",', '"$pet.name"#break'), FAIL, "names-are-lost"),
        ("e4", BROKEN.replace("#end", ""), FAIL, "does-not-run"),
    ],
)
def test_each_answer_has_its_diagnosis(name: str, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Every misunderstanding of validation and templates has a name of its own."""
    outcome = exercise("07", name).check(None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
