"""From parsed templates to functions."""

from collections.abc import Callable, Iterator
from typing import Any

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.frame import OUTPUT, BreakLoop, Frame, StopTemplate, too_much
from apiglab.language.vtl.java import Array, View, to_string
from apiglab.language.vtl.nodes import (
    Block,
    Break,
    Call,
    Define,
    Evaluate,
    Foreach,
    If,
    Macro,
    Node,
    Reference,
    Set,
    Stop,
    Text,
)
from apiglab.language.vtl.parser import parse
from apiglab.language.vtl.values import compile_assignment, compile_expression, compile_reference

Run = Callable[[Frame], None]

FOREACH_LIMIT = 1000
"""Turns of one loop; further ones are left out. fact: vtl.foreach-limit"""

CALL_DEPTH = 20
"""How deeply macros may call each other."""

_DEPTH = "#depth"  # how many calls are running, kept among the variables under a name that no template can write


def compile_block(block: Block) -> Run:
    """One function that prints all of a block."""
    runs = tuple(_compile(node) for node in block)
    if len(runs) == 1:
        return runs[0]

    def run(frame: Frame) -> None:
        for part in runs:
            part(frame)

    return run


def _compile(node: Node) -> Run:
    compiler: Callable[[Any], Run] = _COMPILERS[type(node)]
    return compiler(node)


def _text(node: Text) -> Run:
    text = node.text

    def run(frame: Frame) -> None:
        frame.out.append(text)

    return run


def _reference(node: Reference) -> Run:
    value_of = compile_reference(node, _template_of)
    shown, absent = _with_backslashes(node)

    def run(frame: Frame) -> None:
        value = value_of(frame)
        if value is None:
            frame.print_(absent)
        elif shown is not None:
            frame.print_(shown)
        elif type(value) is str:
            # what ``print_`` does, without the call: most of what a template prints goes this way
            frame.printed += len(value)
            if frame.printed > OUTPUT:
                raise too_much()
            frame.out.append(value)
        elif isinstance(value, DefinedBlock):
            value.run(frame)
        else:
            frame.print_(str(value) if type(value) is int else to_string(value))

    if node.backslashes and shown is None:
        return _prefixed("\\" * (node.backslashes // 2), value_of, run, absent)
    return run


def _prefixed(prefix: str, value_of: Callable[[Frame], Any], inner: Run, absent: str) -> Run:
    def run(frame: Frame) -> None:
        if value_of(frame) is None:
            frame.print_(absent)
        else:
            frame.print_(prefix)
            inner(frame)

    return run


def _with_backslashes(node: Reference) -> tuple[str | None, str]:
    """What is printed in place of a value, and what where there is none: an odd backslash escapes the reference."""
    slashes = node.backslashes
    kept = slashes // 2 + 1 if slashes % 2 else slashes
    absent = "\\" * kept + ("" if node.quiet and not slashes else node.source)
    return ("\\" * (slashes // 2) + node.source if slashes % 2 else None), absent


def _set(node: Set) -> Run:
    value_of = compile_expression(node.value, _template_of)
    assign = compile_assignment(node.target)

    def run(frame: Frame) -> None:
        value = value_of(frame)
        if value is not None:  # Velocity leaves a variable as it was when null is to be set
            assign(frame, value)

    return run


def _if(node: If) -> Run:
    branches = tuple((compile_expression(test, _template_of), compile_block(body)) for test, body in node.branches)
    otherwise = compile_block(node.otherwise) if node.otherwise is not None else None

    def run(frame: Frame) -> None:
        for test, body in branches:
            value = test(frame)
            if value is not None and value is not False:
                body(frame)
                return
        if otherwise is not None:
            otherwise(frame)

    return run


class LoopScope:
    """``$foreach``: where a loop is."""

    __slots__ = ("count", "last", "parent")

    def __init__(self, parent: Any) -> None:
        self.count = 0
        self.last = False
        self.parent = parent

    def property(self, name: str) -> Any:
        """A property by its name in templates."""
        match name:
            case "index":
                return self.count - 1
            case "count":
                return self.count
            case "hasNext":
                return not self.last
            case "first":
                return self.count == 1
            case "last":
                return self.last
            case "parent":
                return self.parent
            case "topmost":
                return self.parent.property("topmost") if isinstance(self.parent, LoopScope) else self
            case _:
                return None


def _foreach(node: Foreach) -> Run:
    items_of = compile_expression(node.items, _template_of)
    body = compile_block(node.body)
    name = node.variable

    def run(frame: Frame) -> None:
        items = _iterable(items_of(frame))
        if not items:
            return
        variables = frame.variables
        before = {key: variables.get(key) for key in (name, "foreach", "velocityCount")}
        scope = LoopScope(before["foreach"])
        variables["foreach"] = scope
        total = len(items)
        frame.loops += 1
        try:
            for item in items[:FOREACH_LIMIT]:
                frame.step()
                scope.count += 1
                scope.last = scope.count == total
                variables[name] = item
                variables["velocityCount"] = scope.count
                body(frame)
        except BreakLoop:
            pass
        finally:
            frame.loops -= 1
            _restore(variables, before)

    return run


def _restore(variables: dict[str, Any], before: dict[str, Any]) -> None:
    for key, value in before.items():
        if value is None:
            variables.pop(key, None)
        else:
            variables[key] = value


def _iterable(value: Any) -> list[Any]:
    if isinstance(value, list):
        return list(value)
    if isinstance(value, View | Array):
        return value.items
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, Iterator) else []


def _macro(node: Macro) -> Run:
    body = compile_block(node.body)

    def run(frame: Frame) -> None:
        frame.macros.setdefault(node.name, (node.parameters, body))

    return run


def _call(node: Call) -> Run:
    arguments = tuple(compile_expression(argument, _template_of) for argument in node.arguments)

    def run(frame: Frame) -> None:
        macro = frame.macros.get(node.name)
        if macro is None:
            frame.print_(node.source)
            return
        frame.step()
        parameters, body = macro
        variables = frame.variables
        depth = variables.get(_DEPTH, 0) + 1
        if depth > CALL_DEPTH:
            raise VtlError(f"macros call each other more than {CALL_DEPTH} deep")
        values = [argument(frame) for argument in arguments]
        before = {key: variables.get(key) for key in parameters}
        _restore(variables, dict(zip(parameters, [*values, *[None] * len(parameters)], strict=False)))
        variables[_DEPTH] = depth
        try:
            body(frame)
        finally:
            variables[_DEPTH] = depth - 1
            _restore(variables, before)

    return run


class DefinedBlock:
    """What ``#define`` names: rendered anew wherever it is printed."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run


def _define(node: Define) -> Run:
    body = compile_block(node.body)

    def guarded(frame: Frame) -> None:
        frame.step()
        body(frame)

    def run(frame: Frame) -> None:
        frame.variables[node.name] = DefinedBlock(guarded)

    return run


def _evaluate(node: Evaluate) -> Run:
    value_of = compile_expression(node.value, _template_of)

    def run(frame: Frame) -> None:
        value = value_of(frame)
        if value is not None:
            frame.step()
            compile_block(parse(to_string(value)))(frame)

    return run


def _break(_node: Break) -> Run:
    def run(frame: Frame) -> None:
        raise BreakLoop if frame.loops else StopTemplate

    return run


def _stop(_node: Stop) -> Run:
    def run(_frame: Frame) -> None:
        raise StopTemplate

    return run


def _template_of(body: Block) -> Callable[[Frame], str]:
    """A function that renders the inside of a double-quoted string."""
    block = compile_block(body)

    def render(frame: Frame) -> str:
        outer, frame.out = frame.out, []
        try:
            block(frame)
            return "".join(frame.out)
        finally:
            frame.out = outer

    return render


_COMPILERS: dict[type, Callable[[Any], Run]] = {
    Text: _text,
    Reference: _reference,
    Set: _set,
    If: _if,
    Foreach: _foreach,
    Macro: _macro,
    Call: _call,
    Define: _define,
    Evaluate: _evaluate,
    Break: _break,
    Stop: _stop,
}
