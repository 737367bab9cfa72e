"""The controls that panels are made of: each with its label, none that a keyboard cannot work."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from apiglab.lab.errors import LabError

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def styled(widget: Any, *classes: str) -> Any:
    """``widget`` with the style sheet's classes."""
    for name in classes:
        widget.add_class(name)
    return widget


def row(*children: Any) -> Any:
    """Controls side by side, as long as there is room."""
    return styled(widgets.Box(children), "apiglab-row")


def method_field(method: str) -> Any:
    """The choice of the HTTP method."""
    options = METHODS if method in METHODS else (method, *METHODS)
    return styled(widgets.Dropdown(options=options, value=method, description="Method"), "apiglab-field")


def url_field(url: str) -> Any:
    """The URL to send to."""
    text = widgets.Text(value=url, description="URL", placeholder="lab.url(api_id, stage, path)")
    return styled(text, "apiglab-field", "apiglab-code", "apiglab-grow")


def text_field(label: str, value: str) -> Any:
    """One line of text."""
    return styled(widgets.Text(value=value, description=label), "apiglab-field")


def area_field(label: str, value: str, placeholder: str) -> Any:
    """Room for a few lines of code."""
    area = widgets.Textarea(value=value, description=label, placeholder=placeholder, rows=3)
    return styled(area, "apiglab-field", "apiglab-code", "apiglab-grow")


def choice_field(label: str, options: Sequence[tuple[str, Any]], *, disabled: bool = False) -> Any:
    """One of several."""
    return styled(widgets.Dropdown(options=options, description=label, disabled=disabled), "apiglab-field")


def number_field(label: str, value: float, low: float, high: float) -> Any:
    """A number within its bounds; what lies outside is moved to the nearest bound."""
    kind = widgets.BoundedIntText if isinstance(value, int) else widgets.BoundedFloatText
    field = kind(value=value, min=low, max=high, description=label, layout={"width": "auto"})
    return styled(field, "apiglab-field", "apiglab-number")


def action(label: str, told: str, callback: Callable[..., None], *, primary: bool = False) -> Any:
    """A button; ``told`` explains it to whoever points at it."""
    button = styled(widgets.Button(description=label, tooltip=told), "apiglab-action")
    if primary:
        styled(button, "apiglab-primary")
    button.on_click(callback)
    return button


def on_enter(text: Any, callback: Callable[[], None]) -> None:
    """Call ``callback`` when Enter is pressed in a one-line field."""

    def received(_: object, content: dict[str, Any], __: object) -> None:
        if content.get("event") == "submit":
            callback()

    text.on_msg(received)


def header_pairs(lines: str) -> list[tuple[str, str]]:
    """Headers as they are written, one ``Name: value`` on each line."""
    pairs = []
    for number, line in enumerate(lines.splitlines(), 1):
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or not name.strip():
            raise LabError(f"Headers, line {number}", f"{line.strip()!r} is no header", "write Name: value")
        pairs.append((name.strip(), value.strip()))
    return pairs
