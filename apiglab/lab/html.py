"""The lab's look: static HTML with one style sheet, no script, readable where the styles are stripped (GitHub).

Everything is built with ``element``, which escapes whatever is not already ``Html``: an API's answer may hold a script.
State is told by an icon and a word, never by colour alone.
"""

from collections.abc import Iterable, Mapping
from html import escape as _escape
from typing import Literal

Tone = Literal["ok", "refused", "failed", "idle", "note"]

ICONS: Mapping[Tone, str] = {"ok": "✓", "refused": "⊘", "failed": "✗", "idle": "○", "note": "i"}
"""The icon that stands beside each tone's word."""

# White on each of the badge colours has a contrast of at least 5:1, in the light and the dark theme alike.
CSS = """
.apiglab{font-size:13px;line-height:1.45;margin:2px 0;color:var(--jp-content-font-color1,#1b1b1b)}
.apiglab table{border-collapse:collapse;margin:4px 0;font-size:13px}
.apiglab caption{text-align:left;font-weight:600;padding:2px 0}
.apiglab.apiglab th,.apiglab.apiglab td{text-align:left;vertical-align:top;padding:2px 12px 2px 0;background:none;
border-bottom:1px solid var(--jp-border-color2,#bdbdbd);white-space:normal;max-width:60ch;overflow-wrap:anywhere}
.apiglab pre,.apiglab code{font-family:var(--jp-code-font-family,monospace);font-size:12px}
.apiglab pre{margin:4px 0;padding:6px 8px;background:var(--jp-layout-color2,#eee);white-space:pre-wrap;
overflow-wrap:anywhere;max-height:24em;overflow:auto}
.apiglab summary{cursor:pointer}
.apiglab summary:focus-visible{outline:2px solid var(--jp-brand-color1,#0072b2)}
.apiglab-badge{display:inline-block;padding:0 7px;border-radius:9px;font-weight:600;color:#fff;white-space:nowrap}
.apiglab-ok{background:#00664b}.apiglab-refused{background:#9a4700}.apiglab-failed{background:#8e1b5c}
.apiglab-idle{background:#5a5a5a}.apiglab-note{background:#005a8e}
.apiglab-line{margin:2px 0}.apiglab-quiet{opacity:.8}
""".strip()
"""The style sheet that every output of the lab carries; widgets reuse it."""


class Html(str):
    """Text that is HTML already and need not be escaped."""

    __slots__ = ()


def escape(text: object) -> Html:
    """``text`` as HTML that shows exactly that text."""
    return text if isinstance(text, Html) else Html(_escape(str(text)))


def element(name: str, *children: object, **attributes: str | None) -> Html:
    """One HTML element; children that are not ``Html`` are escaped.

    A trailing underscore is dropped from attributes' names and others become hyphens: ``class_``, ``aria_hidden``.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{''.join(escape(child) for child in children)}</{name}>")


def page(*parts: object) -> str:
    """One output: the style sheet and ``parts`` under it."""
    return element("div", Html(f"<style>{CSS}</style>"), *parts, class_="apiglab")


def badge(tone: Tone, text: object) -> Html:
    """A short word of state with its icon."""
    icon = element("span", ICONS[tone], aria_hidden="true")
    return element("span", icon, " ", text, class_=f"apiglab-badge apiglab-{tone}")


def line(*parts: object) -> Html:
    """One line of text."""
    return element("div", *parts, class_="apiglab-line")


def link(text: str, url: str) -> Html:
    """A link that opens beside the notebook."""
    return element("a", text, href=url, target="_blank", rel="noopener")


def preformatted(text: object) -> Html:
    """Text whose line breaks and blanks count."""
    return element("pre", text)


def details(summary: object, *parts: object) -> Html:
    """What is folded away behind ``summary`` until somebody opens it."""
    return element("details", element("summary", summary), *parts)


def table(head: Iterable[object], rows: Iterable[Iterable[object]], *, caption: str | None = None) -> Html:
    """A table with a header row; its cells are escaped unless they are ``Html``."""
    header = element("tr", *(element("th", cell, scope="col") for cell in head))
    body = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    parts = (element("thead", header), element("tbody", *body))
    return element("table", *((element("caption", caption),) if caption else ()), *parts)


def text_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The same as plain text, its columns two blanks apart."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
