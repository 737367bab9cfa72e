"""Predict before you run: a prediction is committed, then compared with what happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, Tone, badge, element, line, page


@dataclass(slots=True, kw_only=True, repr=False)
class Prediction:
    """A question asked before a cell is run. In JupyterLab it has buttons, elsewhere it lists the options."""

    prediction_id: str
    question: str
    options: Sequence[str]
    chosen: str | None = None

    def choose(self, option: str) -> None:
        """Commit to one of the options."""
        if option not in self.options:
            known = ", ".join(self.options)
            raise LabError(f"Prediction {self.prediction_id}", f"{option!r} is no option", f"choose one of: {known}")
        self.chosen = option

    def __repr__(self) -> str:
        marks = (f"  ({'x' if option == self.chosen else ' '}) {option}" for option in self.options)
        return "\n".join([f"Predict {self.prediction_id}: {self.question}", *marks])

    def _repr_html_(self) -> str:
        rows = (
            element("li", option, *((" ", badge("note", "your prediction")) if option == self.chosen else ()))
            for option in self.options
        )
        return page(line(badge("note", "Predict"), " ", self.question), element("ul", *rows))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Buttons where widgets are shown, static HTML and text everywhere else."""
        still = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return still | _buttons(self)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reveal:
    """What was predicted, what happened, and why each option is right or wrong."""

    prediction: Prediction
    actual: str
    because: Mapping[str, str]

    @property
    def right(self) -> bool:
        """Whether the prediction came true."""
        return self.prediction.chosen is not None and _names(self.prediction.chosen, self.actual)

    def _verdict(self) -> str:
        if self.prediction.chosen is None:
            return f"It was {self.actual}. You did not predict: next time commit first, it is worth it."
        if self.right:
            return f"It was {self.actual}, as you predicted."
        return f"You predicted {self.prediction.chosen}; it was {self.actual}."

    def _reasons(self) -> list[tuple[bool, str, str]]:
        options = self.prediction.options
        return [(_names(option, self.actual), option, self.because.get(option, "")) for option in options]

    def __repr__(self) -> str:
        reasons = (
            f"  {'>' if true else ' '} {option}{f': {why}' if why else ''}" for true, option, why in self._reasons()
        )
        return "\n".join([self._verdict(), *reasons])

    def _repr_html_(self) -> str:
        tone: Tone = "ok" if self.right else "note"
        return page(line(badge(tone, "Reveal"), " ", self._verdict()), element("ul", *map(_reason, self._reasons())))


def _reason(reason: tuple[bool, str, str]) -> Html:
    true, option, why = reason
    mark = (" ", badge("ok", "what happened")) if true else ()
    return element("li", element("strong", option), *mark, f": {why}" if why else "")


def _names(option: str, actual: str) -> bool:
    """Whether an option such as ``403 Forbidden`` names the actual ``403``."""
    return option == actual or option.split(" ")[0] == actual


def _buttons(prediction: Prediction) -> dict[str, Any]:
    """The widget's part of the output, or nothing where ipywidgets is not installed."""
    try:
        import ipywidgets as widgets  # slow to import, and wanted only where a prediction is shown

        from apiglab.lab.widgets.style import PANEL_STYLE
    except ImportError:
        return {}
    buttons = widgets.ToggleButtons(
        options=list(prediction.options), value=prediction.chosen, style={"button_width": "initial"}
    )
    said = widgets.HTML(_said(prediction))
    buttons.observe(_chooser(prediction, said), names="value")
    question = widgets.HTML(PANEL_STYLE + page(line(badge("note", "Predict"), " ", prediction.question)))
    panel = widgets.VBox([question, buttons, said])
    panel.add_class("apiglab-panel")
    bundle: dict[str, Any] = panel._repr_mimebundle_()
    return {kind: value for kind, value in bundle.items() if kind.startswith("application/")}


def _chooser(prediction: Prediction, said: Any) -> Callable[[Mapping[str, Any]], None]:
    def choose(change: Mapping[str, Any]) -> None:
        if change["new"] is not None:
            prediction.choose(change["new"])
            said.value = _said(prediction)

    return choose


def _said(prediction: Prediction) -> str:
    if prediction.chosen is None:
        text = "Choose before you run the next cell."
    else:
        text = f"Noted: {prediction.chosen}. Run the next cell."
    return page(element("div", text, role="status", aria_live="polite"))
