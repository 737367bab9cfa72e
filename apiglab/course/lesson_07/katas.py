"""Lesson 07, exercise 3: six small templates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, partial, passed
from apiglab.lab.exercises import TODO, Outcome
from apiglab.lab.rendering import TemplateInput, render

ORDER = {"pet": {"id": 7, "name": "Rex"}, "tags": ["good", "dog"], "note": 'He said "woof"'}


@dataclass(frozen=True, slots=True)
class Kata:
    """One template to write: what it is for, and what it must make of each input."""

    task: str
    cases: tuple[tuple[TemplateInput, Any], ...]
    """Inputs, and the JSON value or the text that must come out."""
    hint: str


def _body(value: Any, **more: Any) -> TemplateInput:
    return TemplateInput(body=json.dumps(value), **more)


KATAS: Mapping[str, Kata] = {
    "k1": Kata(
        'the pet\'s name in an object: {"name": "Rex"}',
        ((_body(ORDER), {"name": "Rex"}), (_body({"pet": {"name": "Ada"}}), {"name": "Ada"})),
        "$input.path('$.pet.name') gives the text, without quotes",
    ),
    "k2": Kata(
        'the pet as it is, under another name: {"animal": {"id": 7, "name": "Rex"}}',
        ((_body(ORDER), {"animal": ORDER["pet"]}), (_body({"pet": {"id": 1}}), {"animal": {"id": 1}})),
        "$input.json('$.pet') gives JSON, quotes and braces included",
    ),
    "k3": Kata(
        'the query parameter limit as a number, 10 where the client sends none: {"limit": 5}',
        (
            (TemplateInput(querystring={"limit": "5"}), {"limit": 5}),
            (TemplateInput(), {"limit": 10}),
        ),
        "$input.params('limit') is an empty text where there is none",
    ),
    "k4": Kata(
        'who asked, and where: {"ip": "203.0.113.7", "stage": "dev", "table": "orders-dev"}',
        (
            (
                TemplateInput(stage_variables={"table": "orders-dev"}),
                {"ip": "203.0.113.7", "stage": "dev", "table": "orders-dev"},
            ),
            (
                TemplateInput(stage_variables={"table": "orders"}, context={"stage": "prod"}),
                {"ip": "203.0.113.7", "stage": "prod", "table": "orders"},
            ),
        ),
        "$context.identity.sourceIp, $context.stage and $stageVariables.table",
    ),
    "k5": Kata(
        'each tag in an object of its own: [{"tag": "good"}, {"tag": "dog"}]',
        (
            (_body(ORDER), [{"tag": "good"}, {"tag": "dog"}]),
            (_body({"tags": ["one"]}), [{"tag": "one"}]),
            (_body({"tags": []}), []),
        ),
        "#foreach, and #if($foreach.hasNext) for the comma",
    ),
    "k6": Kata(
        'the note, safe within quotes: {"note": "He said \\"woof\\""}',
        ((_body(ORDER), {"note": ORDER["note"]}), (_body({"note": "plain"}), {"note": "plain"})),
        "$util.escapeJavaScript, or $input.json, which brings its own quotes",
    ),
}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Render each kata's template with inputs that the learner has seen and with others."""
    if not isinstance(attempt, Mapping):
        return failed(_no_mapping(attempt))
    if all(attempt.get(name, TODO) is TODO for name in KATAS):
        return not_attempted()
    findings = [_finding(name, kata, attempt.get(name, TODO)) for name, kata in KATAS.items()]
    wrong = [finding for finding in findings if finding is not None]
    if wrong:
        done = len(KATAS) - len(wrong)
        return partial(done, len(KATAS), wrong[0]) if done else failed(wrong[0])
    return passed(
        "Six templates, each right for inputs that you had not seen.",
        "$util.escapeJavaScript makes \\' of an apostrophe, which is no JSON; AWS's own pages replace it again.",
    )


def _no_mapping(attempt: Any) -> Diagnosis:
    return Diagnosis(
        id="not-a-dict",
        expected='a dict of templates by their names: {"k1": "…", "k2": "…"}',
        got=shown(attempt),
        cause="Each kata has a name, under which its template stands.",
        next_look="the last argument of lab.check",
    )


def _finding(name: str, kata: Kata, template: Any) -> Diagnosis | None:
    if template is TODO:
        return _diagnosis(f"{name}-open", name, kata, "no template yet", f"{name} is still open.")
    if not isinstance(template, str):
        return _diagnosis(f"{name}-no-text", name, kata, shown(template), "A template is a text.")
    for values, wanted in kata.cases:
        rendered = render(template, values)
        if not rendered.ok:
            return _diagnosis(f"{name}-fails", name, kata, repr(rendered), "The template does not run.")
        if not rendered.is_json:
            return _diagnosis(f"{name}-no-json", name, kata, shown(rendered.text), "What comes out is no JSON.")
        if rendered.json != wanted:
            return _diagnosis(
                f"{name}-differs", name, kata, f"{rendered.json!r} instead of {wanted!r}", "It is JSON, but not that."
            )
    return None


def _diagnosis(finding: str, name: str, kata: Kata, got: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id=finding,
        expected=f"{name}: {kata.task}",
        got=got,
        cause=cause,
        next_look=f"{kata.hint}; lab.playground() is patient",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
