"""The mapping-template playground: template and input on one side, what comes of them on the other, as you type."""

import json
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, badge, element, line
from apiglab.lab.rendering import Rendered, TemplateInput, render
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.presets import PRESETS, Preset
from apiglab.lab.widgets.typing_panel import TypingPanel


class TemplatePlayground(TypingPanel):
    """Write a template, read what it makes of the input. Nothing is deployed, and nothing here blocks the kernel."""

    def __init__(self, template: str = "", *, body: str = "", **values: Mapping[str, Any]) -> None:
        """``values``: ``path``, ``querystring``, ``header``, ``stage_variables`` and ``context``."""
        super().__init__("Mapping template playground")
        first = Preset("yours", template, body, values) if template else PRESETS[0]
        choices = [*([first] if template else []), *PRESETS]
        self._preset = fields.choice_field("Example", [(each.name, index) for index, each in enumerate(choices)])
        self._choices = choices
        self._template = fields.styled(
            fields.area_field("Template", "", "#set($pet = $input.path('$'))"), "apiglab-tall"
        )
        self._body = fields.area_field("Body", "", '{"name": "Rex"}')
        self._parameters = fields.area_field("Parameters (JSON: path, querystring, header)", "", "{}")
        self._surroundings = fields.area_field("stageVariables and context (JSON)", "", "{}")
        self._take(first)
        self.answer_to((self._template, self._body, self._parameters, self._surroundings))
        self._preset.observe(self.guarded(lambda: self._take(self._choices[self._preset.value])), names="value")
        left = fields.styled(
            widgets.VBox([self._template, self._body, self._parameters, self._surroundings]), "apiglab-half"
        )
        right = fields.styled(widgets.VBox([self._said, self._answer]), "apiglab-half")
        self.fill([fields.row(self._preset), fields.styled(widgets.Box([left, right]), "apiglab-halves")])

    @property
    def rendered(self) -> Rendered:
        """What becomes of the template as it stands in the fields. Raises ``LabError`` where the input is no JSON."""
        parameters = _json_object("Parameters", self._parameters.value, ("path", "querystring", "header"))
        around = _json_object("stageVariables and context", self._surroundings.value, ("stageVariables", "context"))
        values = TemplateInput(
            body=self._body.value,
            stage_variables=around.get("stageVariables", {}),
            context=around.get("context", {}),
            **parameters,
        )
        return render(self._template.value, values)

    def show(self) -> Rendered:
        """Render and show, at once."""
        rendered = self.rendered
        self._answer.value = element("div", rendered.to_html(), class_="apiglab")
        if rendered.ok:
            self.say(f"Rendered, {len(rendered.text):,} characters.")
        else:
            self.say(f"Error at line {rendered.line}, column {rendered.column}: {rendered.error}")
        return rendered

    def still(self) -> Html:
        """The template and what comes of it."""
        template = element("pre", self._template.value)
        return element("div", element("strong", "Template"), template, element("strong", "Result"), self._answered())

    def __repr__(self) -> str:
        try:
            told = repr(self.rendered)
        except LabError as error:
            told = f"{error.where}: {error.what}"
        return f"Mapping template playground\n{self._template.value}\n---\n{told}"

    def _answered(self) -> Html:
        try:
            return self.rendered.to_html()
        except LabError as error:
            return line(badge("failed", "error"), f" {error.where}: {error.what}.")

    def _take(self, preset: Preset) -> None:
        values = preset.values
        self._template.value, self._body.value = preset.template, preset.body
        given = {name: values[name] for name in ("path", "querystring", "header") if name in values}
        self._parameters.value = json.dumps(given)
        around = {"stageVariables": values.get("stage_variables", {}), "context": values.get("context", {})}
        self._surroundings.value = json.dumps({key: value for key, value in around.items() if value})
        self.show()


def _json_object(where: str, text: str, names: tuple[str, ...]) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError as error:
        raise LabError(where, f"this is no JSON ({error})", "write an object such as {}") from None
    if not isinstance(value, dict) or not set(value) <= set(names):
        raise LabError(where, "this is no object of those names", f"take {', '.join(names)}")
    if not all(isinstance(each, dict) for each in value.values()):
        raise LabError(where, "each name stands for an object", f'write {{"{names[0]}": {{"name": "value"}}}}')
    return value
