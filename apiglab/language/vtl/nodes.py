"""A parsed template: the pieces that a template is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A string without references, a number, true or false."""

    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Interpolated:
    """A double-quoted string, which is a template itself."""

    body: "Block"


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """``[1, "a", $x]``."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    """``[1..5]``: both ends belong to it, and it may run downwards."""

    first: "Expression"
    last: "Expression"


@dataclass(frozen=True, slots=True)
class MapLiteral:
    """``{"a": 1, $key: $value}``, which keeps its order."""

    items: tuple[tuple["Expression", "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Property:
    """``.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class MethodCall:
    """``.name(arguments)``."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Index:
    """``[key]``."""

    key: "Expression"


Accessor = Property | MethodCall | Index


@dataclass(frozen=True, slots=True)
class Reference:
    """``$name``, ``${name}`` or ``$!name``, with what is asked of it."""

    name: str
    accessors: tuple[Accessor, ...]
    source: str
    """As written: what is printed where the reference has no value."""
    quiet: bool
    line: int
    column: int
    backslashes: int = 0
    """How many stand directly before it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and what is done with them."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Not:
    """``!operand``."""

    operand: "Expression"


Expression = Literal | Interpolated | ListLiteral | RangeLiteral | MapLiteral | Reference | Operation | Not


@dataclass(frozen=True, slots=True)
class Text:
    """What is printed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Set:
    """``#set($target = value)``."""

    target: Reference
    value: Expression


@dataclass(frozen=True, slots=True)
class If:
    """``#if … #elseif … #else … #end``."""

    branches: tuple[tuple[Expression, "Block"], ...]
    otherwise: "Block | None"


@dataclass(frozen=True, slots=True)
class Foreach:
    """``#foreach($variable in items) … #end``."""

    variable: str
    items: Expression
    body: "Block"


@dataclass(frozen=True, slots=True)
class Macro:
    """``#macro(name $a $b) … #end``: defines, prints nothing."""

    name: str
    parameters: tuple[str, ...]
    body: "Block"


@dataclass(frozen=True, slots=True)
class Call:
    """``#name(arguments)``: runs a macro, or prints its source where there is none of that name."""

    name: str
    arguments: tuple[Expression, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Define:
    """``#define($name) … #end``: names a block that is rendered where the name is printed."""

    name: str
    body: "Block"


@dataclass(frozen=True, slots=True)
class Evaluate:
    """``#evaluate(text)``: renders a text as a template."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Break:
    """``#break``: leaves the innermost loop, or the template where there is none."""


@dataclass(frozen=True, slots=True)
class Stop:
    """``#stop``: ends the template."""


Node = Text | Reference | Set | If | Foreach | Macro | Call | Define | Evaluate | Break | Stop
Block = tuple[Node, ...]
