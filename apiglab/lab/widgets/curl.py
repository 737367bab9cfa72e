"""A request as a curl command, to be copied."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from apiglab.lab.html import element
from apiglab.lab.widgets.fields import action
from apiglab.lab.widgets.secret import HEADERS

COPY = "navigator.clipboard.writeText(this.parentElement.querySelector('pre').textContent);this.textContent='Copied'"


class CurlBox:
    """A button, and the command it shows; pressed again, it shows the request as it is then, or hides the same one."""

    def __init__(self, make: Callable[..., None]) -> None:
        self.button: Any = action("As curl", "Show the request as a curl command to copy", make)
        self.widget: Any = widgets.HTML()

    def show(self, command: str) -> None:
        """Show ``command`` with a button that copies it."""
        # In single quotes the shell would not put a secret in its variable's place.
        for name, before, variable in HEADERS.values():
            command = command.replace(f"'{name}: {before}{variable}'", f'"{name}: {before}{variable}"')
        copy = element("button", "Copy", type="button", onclick=COPY, class_="jupyter-button apiglab-action")
        # A long command scrolls; tabindex lets the keyboard scroll it too.
        told = element("pre", command, tabindex="0", role="region", aria_label="curl command")
        shown = element("div", told, copy, class_="apiglab")
        self.widget.value = "" if self.widget.value == shown else shown
