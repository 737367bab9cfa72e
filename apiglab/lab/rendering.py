"""A mapping template tried out: its text, or what is wrong and where, by the engine that the gateway runs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apiglab.gateway.overrides import Once, Overrides
from apiglab.lab.html import Html, badge, element, line, page, preformatted, table
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.functions import Input, Util
from apiglab.language.vtl.template import Template

CONTEXT: Mapping[str, Any] = {
    "accountId": "123456789012",
    "apiId": "abcde12345",
    "httpMethod": "POST",
    "identity": {"sourceIp": "203.0.113.7", "userAgent": "apiglab"},
    "path": "/dev/pets",
    "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    "requestTime": "27/Nov/2026:08:00:00 +0000",
    "requestTimeEpoch": 1_795_766_400_000,
    "resourcePath": "/pets",
    "stage": "dev",
}
"""``$context`` where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateInput:
    """What a template reads."""

    body: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    querystring: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    """Over the usual values of ``$context``."""

    def roots(self, overrides: Overrides) -> dict[str, Any]:
        """The template's variables."""
        parameters = {"path": dict(self.path), "querystring": dict(self.querystring), "header": dict(self.header)}
        context = {**CONTEXT, **self.context}
        context["requestOverride"], context["responseOverride"] = overrides.request, overrides.response
        return {
            "input": Input(self.body, parameters),
            "util": Util(),
            "stageVariables": dict(self.stage_variables),
            "context": context,
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rendered:
    """What became of a template."""

    text: str
    """What it printed; empty where it failed."""
    error: str = ""
    line: int = 0
    column: int = 0
    """Where the error is, counted from 1; 0 where it has no place."""
    excerpt: str = ""
    """The line of the error with a caret under the place."""
    overrides: tuple[tuple[str, str], ...] = ()
    """What it overrode: ``header.X-A`` and the value."""

    @property
    def ok(self) -> bool:
        """Whether it rendered."""
        return not self.error

    @property
    def json(self) -> Any:
        """The text as the JSON value it is; ``ValueError`` where it is none."""
        return json.loads(self.text)

    @property
    def is_json(self) -> bool:
        """Whether the text is JSON."""
        try:
            json.loads(self.text)
        except ValueError:
            return False
        return True

    def __repr__(self) -> str:
        if not self.ok:
            return "\n".join(part for part in (f"error: {self.error}", self.excerpt) if part)
        told = "".join(f"\noverride: {name} = {value}" for name, value in self.overrides)
        return f"{self.text}{told}"

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The text or the error, and what was overridden."""
        if not self.ok:
            place = f"line {self.line}, column {self.column}" if self.line else "no place"
            parts = [line(badge("failed", "500 on AWS"), " ", self.error, element("span", f" ({place})"))]
            return element("div", *parts, preformatted(self.excerpt) if self.excerpt else "")
        kind = badge("ok", "JSON") if self.is_json else badge("note", "text, no JSON")
        parts = [line(kind, f" {len(self.text):,} characters"), preformatted(self.text or "(nothing)")]
        if self.overrides:
            parts.append(table(("Override", "Value"), self.overrides, caption="What the template overrides"))
        return element("div", *parts)


def render(template: str, values: TemplateInput) -> Rendered:
    """Render ``template`` as the gateway would."""
    overrides = Overrides()
    try:
        text = Template(template).render(values.roots(overrides))
    except VtlError as error:
        return Rendered(
            text="",
            error=error.message,
            line=error.line,
            column=error.column,
            excerpt=_excerpt(template, error.line, error.column),
        )
    return Rendered(text=text, overrides=tuple(_told(overrides)))


def _excerpt(template: str, number: int, column: int) -> str:
    lines = template.splitlines()
    if not 0 < number <= len(lines):
        return ""
    mark = f"{number} | "
    at = " " * (len(mark) + column - 1)
    return f"{mark}{lines[number - 1]}\n{at}^"


def _told(overrides: Overrides) -> list[tuple[str, str]]:
    told = [(f"request {place}.{name}", _shown(v)) for place, of in overrides.request.items() for name, v in of.items()]
    for name, value in overrides.response.items():
        if isinstance(value, Once):
            told += [(f"response {name}.{key}", _shown(item)) for key, item in value.items()]
        else:
            told.append((f"response {name}", _shown(value)))
    return told


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
