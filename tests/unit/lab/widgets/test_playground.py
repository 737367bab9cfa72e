"""The playground renders what its fields hold, at once and as one types, and says what is wrong."""

from apiglab.lab.widgets import TemplatePlayground, playground
from apiglab.lab.widgets.presets import PRESETS
from tests.unit.lab.widgets.kernel import live_models


def _typed(panel: TemplatePlayground) -> None:
    """Wait for the timer that typing starts."""
    timer = panel._timer
    assert timer is not None
    timer.join()


def test_it_begins_with_an_example_and_its_result() -> None:
    """Something to change is there from the start."""
    panel = playground()

    assert panel.rendered.json == {"count": 2, "animals": [{"label": "Rex, 3"}, {"label": "Ada, 7"}]}
    assert "Rex, 3" in panel._answer.value


def test_every_example_does_what_its_name_says() -> None:
    """All render, but the one that shows an error."""
    panel = playground()
    outcomes = {}
    for index, preset in enumerate(PRESETS):
        panel._preset.value = index
        outcomes[preset.name] = panel.rendered.ok

    assert [name for name, ok in outcomes.items() if not ok] == ["an error"]


def test_typing_renders_after_a_pause() -> None:
    """The result, told to screen readers too."""
    panel = playground("$input.body", body="a")

    panel._body.value = "bc"
    _typed(panel)

    assert ">bc<" in panel._answer.value
    assert "Rendered, 2 characters." in panel._said.value


def test_an_error_is_told_with_its_place() -> None:
    """While typing there are many."""
    panel = playground("fine")

    panel._template.value = "x\n#if("
    _typed(panel)

    assert "Error at line 2" in panel._said.value
    assert "500 on AWS" in panel._answer.value


def test_input_that_is_no_json_is_told() -> None:
    """And what to write."""
    panel = playground("fine")

    panel._parameters.value = "{"
    _typed(panel)

    assert "Parameters: this is no JSON" in panel._said.value
    assert panel._answer.value == ""
    assert "Parameters: this is no JSON" in repr(panel)
    assert "Parameters: this is no JSON" in panel._repr_html_()


def test_given_values_are_in_the_fields() -> None:
    """A lesson fills them in."""
    panel = playground("$input.params('id') $stageVariables.t", path={"id": "7"}, stage_variables={"t": "dev"})

    assert panel.show().text == "7 dev"
    assert repr(panel) == "Mapping template playground\n$input.params('id') $stageVariables.t\n---\n7 dev"


def test_a_closed_playground_leaves_nothing() -> None:
    """No widget, no timer."""
    before = live_models()
    panel = playground()
    panel._body.value = "{}"
    panel.close()

    assert panel._timer is not None
    assert panel._timer.finished.is_set()
    assert live_models() == before
