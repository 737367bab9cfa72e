"""Lesson 07, exercise 4: a template that writes a comma too many."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome
from apiglab.lab.rendering import Rendered, TemplateInput, render

BROKEN = """#set($pets = $input.path('$.pets'))
{
  "names": [
#foreach($pet in $pets)
    "$pet.name",
#end
  ],
  "count": $pets.size()
}"""
"""As a colleague left it."""

SIZES = (3, 1, 0)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Render the template with three pets, with one, and with none."""
    if not isinstance(attempt, str):
        return failed(_no_text(attempt))
    if attempt.strip() == BROKEN.strip():
        return failed(_unchanged())
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "JSON for three pets, for one and for none: the comma comes only where another pet follows.",
        "$input.json('$.pets') would have needed no loop at all, had the client wanted whole pets.",
    )


def _body(size: int) -> TemplateInput:
    return TemplateInput(body=json.dumps({"pets": [{"name": f"pet {number}"} for number in range(size)]}))


def _findings(template: str) -> Iterator[Diagnosis | None]:
    for size in SIZES:
        rendered = render(template, _body(size))
        yield _does_not_run(rendered, size)
        yield _no_json(rendered, size)
        yield _differs(rendered, size)


def _no_text(attempt: Any) -> Diagnosis:
    return Diagnosis(
        id="not-a-template",
        expected="the template, a text",
        got=shown(attempt),
        cause="A template is a text with directives in it.",
        next_look="the last argument of lab.check",
    )


def _unchanged() -> Diagnosis:
    return Diagnosis(
        id="nothing-changed",
        expected="a template that writes JSON",
        got="the template as your colleague left it",
        cause="Its last name has a comma behind it, and JSON allows none there.",
        next_look="what it prints: lab.render(template, body)",
    )


def _does_not_run(rendered: Rendered, size: int) -> Diagnosis | None:
    if rendered.ok:
        return None
    return Diagnosis(
        id="does-not-run",
        expected=f"JSON for {size} pets",
        got=repr(rendered),
        cause="The template has a fault in it, and the client would get a 500.",
        next_look="the line and the column under the caret",
    )


def _no_json(rendered: Rendered, size: int) -> Diagnosis | None:
    if rendered.is_json:
        return None
    finding = "comma-too-many" if ",]" in "".join(rendered.text.split()) else "no-json"
    return Diagnosis(
        id=finding,
        expected=f"JSON for {size} pets",
        got=shown("".join(rendered.text.split())),
        cause="Between items there is one comma, after the last there is none; without items there is none at all.",
        next_look="$foreach.hasNext: true while another item follows",
    )


def _differs(rendered: Rendered, size: int) -> Diagnosis | None:
    wanted = {"names": [f"pet {number}" for number in range(size)], "count": size}
    if rendered.json == wanted:
        return None
    return Diagnosis(
        id="names-are-lost",
        expected=f"{wanted}",
        got=shown(rendered.json),
        cause="It is JSON now, but not every name is in it any more, or the count is gone.",
        next_look="what your change does to the last item, and to an empty list",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
