"""From parsed expressions and references to functions that give their values."""

from collections.abc import Callable
from typing import Any

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.frame import Frame
from apiglab.language.vtl.java import Array, Entry, compare, compute, equals, is_true, to_string
from apiglab.language.vtl.methods import get_item, methods_of
from apiglab.language.vtl.nodes import (
    Accessor,
    Block,
    Expression,
    Index,
    Interpolated,
    ListLiteral,
    Literal,
    MapLiteral,
    MethodCall,
    Not,
    Operation,
    Property,
    RangeLiteral,
    Reference,
)

Value = Callable[[Frame], Any]
Step = Callable[[Frame, Any], Any]
TemplateOf = Callable[[Block], Callable[[Frame], str]]
"""Compiles the inside of a double-quoted string; given by the compiler of blocks."""

RANGE_LIMIT = 100_000
"""Items that a range may have."""


def compile_expression(node: Expression, template_of: TemplateOf) -> Value:
    """One function that gives an expression's value; null is None."""
    match node:
        case Literal():
            value = node.value
            return lambda _frame: value
        case Reference():
            return compile_reference(node, template_of)
        case Operation():
            return _operation(node, template_of)
        case Not():
            operand = compile_expression(node.operand, template_of)
            return lambda frame: not is_true(operand(frame))
        case Interpolated():
            return template_of(node.body)
        case ListLiteral():
            items = [compile_expression(item, template_of) for item in node.items]
            return lambda frame: [item(frame) for item in items]
        case MapLiteral():
            pairs = [(compile_expression(k, template_of), compile_expression(v, template_of)) for k, v in node.items]
            return lambda frame: {_key(key(frame)): value(frame) for key, value in pairs}
        case RangeLiteral():
            return _range(node, template_of)


def _key(value: Any) -> Any:
    if isinstance(value, list | dict):
        raise VtlError(f"{to_string(value)} cannot be a map's key")
    return value


def _range(node: RangeLiteral, template_of: TemplateOf) -> Value:
    first, last = compile_expression(node.first, template_of), compile_expression(node.last, template_of)

    def value(frame: Frame) -> Any:
        start, end = first(frame), last(frame)
        if not all(isinstance(bound, int) and not isinstance(bound, bool) for bound in (start, end)):
            return None
        if abs(end - start) >= RANGE_LIMIT:
            raise VtlError(f"a range may have {RANGE_LIMIT:,} items")
        return list(range(start, end + 1)) if start <= end else list(range(start, end - 1, -1))

    return value


def _operation(node: Operation, template_of: TemplateOf) -> Value:
    left, right = compile_expression(node.left, template_of), compile_expression(node.right, template_of)
    operator = node.operator
    match operator:
        case "&&":
            return lambda frame: is_true(left(frame)) and is_true(right(frame))
        case "||":
            return lambda frame: is_true(left(frame)) or is_true(right(frame))
        case "==":
            return lambda frame: equals(left(frame), right(frame))
        case "!=":
            return lambda frame: not equals(left(frame), right(frame))
        case "<" | "<=" | ">" | ">=":
            return lambda frame: compare(operator, left(frame), right(frame))
        case "+":
            return _sum(node, left, right)
        case _:
            return lambda frame: compute(operator, left(frame), right(frame))


def _sum(node: Operation, left: Value, right: Value) -> Value:
    """A sum; next to a string, a reference without a value counts as it is written, as Velocity has it."""
    written = [side.source if isinstance(side, Reference) else None for side in (node.left, node.right)]

    def value(frame: Frame) -> Any:
        first, second = left(frame), right(frame)
        if first is None and isinstance(second, str):
            first = written[0]
        elif second is None and isinstance(first, str):
            second = written[1]
        return compute("+", first, second)

    return value


def compile_reference(node: Reference, template_of: TemplateOf | None = None) -> Value:
    """One function that gives a reference's value, None where it has none."""
    name = node.name
    steps = tuple(_compile_accessor(accessor, node, template_of) for accessor in node.accessors)
    if not steps:
        return lambda frame: frame.variables.get(name)
    if len(steps) == 1:
        only, accessor = steps[0], node.accessors[0]
        if isinstance(accessor, Property):
            return _property_of_variable(name, accessor.name)

        def short(frame: Frame) -> Any:
            value = frame.variables.get(name)
            return None if value is None else only(frame, value)

        return short

    def value_of(frame: Frame) -> Any:
        value = frame.variables.get(name)
        for step in steps:
            if value is None:
                return None
            value = step(frame, value)
        return value

    return value_of


def _property_of_variable(name: str, key: str) -> Value:
    """What most references are: ``$name.key``, of a map as a rule."""

    def value_of(frame: Frame) -> Any:
        value = frame.variables.get(name)
        if type(value) is dict:
            return value.get(key)
        return None if value is None else property_of(value, key)

    return value_of


def _no_template(_body: Block) -> Callable[[Frame], str]:
    raise VtlError("a string with references cannot stand here")


def _compile_accessor(accessor: Accessor, node: Reference, template_of: TemplateOf | None) -> Step:
    match accessor:
        case Property(name):
            return lambda _frame, value: value.get(name) if type(value) is dict else property_of(value, name)
        case Index(key):
            key_of = compile_expression(key, template_of or _no_template)
            return lambda frame, value: _at(index_of, node, value, key_of(frame))
        case MethodCall(name, arguments):
            values = tuple(compile_expression(argument, template_of or _no_template) for argument in arguments)
            return lambda frame, value: _at(call_method, node, value, name, [given(frame) for given in values])


def _at(action: Callable[..., Any], node: Reference, *arguments: Any) -> Any:
    """Do ``action``; an error gets the reference's place."""
    try:
        return action(*arguments)
    except VtlError as error:
        if error.line:
            raise
        raise VtlError(f"{node.source}: {error.message}", node.line, node.column) from error


def property_of(value: Any, name: str) -> Any:
    """What ``.name`` gives: a map's value, an entry's part, a getter's result."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, Entry):
        return {"key": value.key, "value": value.value}.get(name)
    reader = getattr(value, "property", None)
    if reader is not None:
        return reader(name)
    if name == "empty" and isinstance(value, str | list):
        return not value
    return None


def index_of(value: Any, key: Any) -> Any:
    """What ``[key]`` gives."""
    if isinstance(value, dict):
        return value.get(key) if not isinstance(key, list | dict) else None
    if isinstance(value, list | Array):
        items = value if isinstance(value, list) else value.items
        if isinstance(key, int) and not isinstance(key, bool) and key < 0:
            key += len(items)
        return get_item(items, key)
    return property_of(value, to_string(key))


def call_method(value: Any, name: str, arguments: list[Any]) -> Any:
    """What ``.name(arguments)`` gives; None where there is no such method with so many arguments."""
    own = getattr(value, "methods", None)
    method = own.get(name) if own is not None else methods_of(value).get(name)
    if method is None:
        return None
    try:
        return method(*arguments) if own is not None else method(value, *arguments)
    except TypeError:
        return None  # no such method for these arguments: Velocity leaves the reference as written
    except (IndexError, KeyError, ValueError, OverflowError, ArithmeticError) as error:
        raise VtlError(f"{name} failed: {error}") from error


def compile_assignment(target: Reference) -> Callable[[Frame, Any], None]:
    """One function that sets what ``target`` names."""
    name = target.name
    if not target.accessors:

        def assign(frame: Frame, value: Any) -> None:
            frame.variables[name] = value

        return assign
    *before, last = target.accessors
    owner_of = compile_reference(
        Reference(name, tuple(before), target.source, target.quiet, target.line, target.column)
    )
    key_of: Value
    if isinstance(last, Property):
        key = last.name
        key_of = lambda _frame: key  # noqa: E731  as short as what it says
    elif isinstance(last, Index):
        key_of = compile_expression(last.key, _no_template)
    else:
        raise VtlError(f"#set cannot set a method's result: {target.source}", target.line, target.column)

    def assign_member(frame: Frame, value: Any) -> None:
        owner = owner_of(frame)
        if owner is not None:
            _at(_put, target, owner, key_of(frame), value)

    return assign_member


def _put(owner: Any, key: Any, value: Any) -> None:
    setter = getattr(owner, "set_property", None)
    if setter is not None:
        setter(key, value)
    elif isinstance(owner, dict):
        owner[_key(key)] = value
    elif isinstance(owner, list) and isinstance(key, int) and not isinstance(key, bool):
        get_item(owner, key)
        owner[key] = value
