"""Fill the generated blocks of docs/reference.md: the names of ``apiglab`` and the command line.

usage: python -m tools.make_reference [--check]
"""

import argparse
import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typer

import apiglab
from apiglab.commands import app
from tools.marked_block import fill

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference.md"


def _first_paragraph(documented: Any) -> str:
    """What a docstring says first, on one line."""
    paragraph = (inspect.getdoc(documented) or "").split("\n\n")[0]
    return " ".join(paragraph.replace("``", "`").split())


def _signature(callable_: Any) -> str:
    """A signature as a caller types it: names and defaults, without ``self`` and without types."""
    whole = inspect.signature(callable_)
    bare = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in whole.parameters.values()
        if parameter.name != "self"
    ]
    returned = whole.return_annotation
    gives = f" → {returned.__name__}" if inspect.isclass(returned) and returned is not inspect.Signature.empty else ""
    return str(inspect.Signature(bare)) + gives


def _members(class_: type) -> Iterator[str]:
    """A class's fields, and its public methods and properties, those of our own base classes included."""
    if is_dataclass(class_):
        yield "- " + ", ".join(f"`.{field.name}`" for field in fields(class_) if not field.name.startswith("_"))
    ours = (base for base in reversed(class_.__mro__) if base.__module__.startswith("apiglab."))
    for name, member in ((name, member) for base in ours for name, member in vars(base).items()):
        if name.startswith("_"):
            continue
        if inspect.isfunction(member):
            yield f"- `.{name}{_signature(member)}`: {_first_paragraph(member)}"
        elif isinstance(member, property | cached_property):
            yield f"- `.{name}`: {_first_paragraph(member)}"


def names() -> str:
    """Every name of ``apiglab.__all__``."""
    parts = []
    for name in apiglab.__all__:
        value = getattr(apiglab, name)
        own = _signature(value) if _is_made_by_users(value) else ""
        parts.append(f"### `{name}`\n\n`apiglab.{name}{own}`: {_first_paragraph(value)}\n")
        if inspect.isclass(value) and (members := list(_members(value))):
            parts.append("\n".join(members) + "\n")
    return "\n".join(parts)


def _is_made_by_users(value: Any) -> bool:
    """Whether users call it; what they only receive or catch needs no signature."""
    received = inspect.isclass(value) and (is_dataclass(value) or issubclass(value, BaseException))
    return callable(value) and not received


def _option(parameter: Any) -> str:
    """One option or argument of a command."""
    spelt = " / ".join([*parameter.opts, *parameter.secondary_opts])
    shown = spelt if spelt.startswith("-") else parameter.name.upper()
    default = "" if parameter.required or isinstance(parameter.default, bool) else f" Default: {parameter.default}."
    return f"- `{shown}`: {parameter.help}{default}"


def commands() -> str:
    """Every command of ``apiglab`` with its options."""
    group: Any = typer.main.get_command(app)
    parts = []
    for name, command in group.commands.items():
        options = [_option(parameter) for parameter in command.params if parameter.name != "help"]
        parts.append(f"### `apiglab {name}`\n\n{(command.help or '').strip()}\n\n" + "\n".join(options) + "\n")
    return "\n".join(parts)


def render(page: str) -> str:
    """The page with its generated blocks as the code has them now."""
    return fill(fill(page, "names", names()), "commands", commands())


def main() -> int:
    """Write the page, or with ``--check`` say whether it is as the code has it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the page is out of date")
    page = PAGE.read_text(encoding="utf-8")
    rendered = render(page)
    if not parser.parse_args().check:
        PAGE.write_text(rendered, encoding="utf-8")
        return 0
    if page == rendered:
        return 0
    sys.stderr.write("docs/reference.md is out of date: run `python -m tools.make_reference` and commit it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
