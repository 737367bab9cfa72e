"""A mapping template tried out in the lab: its text, or what is wrong and where."""

import pytest

from apiglab.lab.rendering import Rendered, TemplateInput, render

PETS = TemplateInput(
    body='{"pets": [{"name": "Rex"}]}',
    path={"id": "7"},
    querystring={"limit": "5"},
    header={"X-A": "1"},
    stage_variables={"table": "orders"},
    context={"stage": "qa"},
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$input.path('$.pets[0].name')", "Rex"),
        ("$input.params('id') $input.params('limit') $input.params('X-A')", "7 5 1"),
        ("$stageVariables.table $context.stage $context.resourcePath", "orders qa /pets"),
        ("$util.urlEncode('a b')", "a+b"),
        ("plain", "plain"),
    ],
)
def test_a_template_reads_what_it_is_given(template: str, text: str) -> None:
    """Body, parameters, stage variables, context and functions."""
    assert render(template, PETS).text == text


def test_what_is_wrong_is_shown_at_its_place() -> None:
    """Line, column, and a caret under it."""
    rendered = render('{\n  "a": #set($x = )\n}', PETS)

    assert (rendered.ok, rendered.text) == (False, "")
    assert rendered == Rendered(
        text="",
        error=rendered.error,
        line=2,
        column=rendered.column,
        excerpt=f'2 |   "a": #set($x = )\n{" " * (rendered.column + 3)}^',
    )
    assert repr(rendered).splitlines()[0] == f"error: {rendered.error}"
    assert "500 on AWS" in rendered.to_html()


def test_what_is_overridden_is_told() -> None:
    """Of the request and of the response."""
    template = (
        '#set($context.requestOverride.path.id = "8")'
        '#set($context.responseOverride.header.X-B = "2")#set($context.responseOverride.status = 404)'
    )

    assert render(template, PETS).overrides == (
        ("request path.id", "8"),
        ("response header.X-B", "2"),
        ("response status", "404"),
    )


def test_an_endless_template_ends() -> None:
    """By the engine's own limits, as on the server."""
    loop = "#foreach($i in [1..1000])" * 4 + "x" + "#end" * 4

    assert "steps" in render(loop, PETS).error


def test_what_is_shown_is_text() -> None:
    """A body may hold a script."""
    shown = render("$input.body", TemplateInput(body="<script>alert(1)</script>"))

    assert "<script>" not in shown._repr_html_()
