"""Parsing expressions and references.

https://velocity.apache.org/engine/1.7/vtl-reference.html
"""

import re
from collections.abc import Callable

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
from apiglab.language.vtl.scanner import Scanner

REFERENCE = re.compile(r"\$!?\{?(?=[A-Za-z])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)?(?!\.\d)")
_RANGE_END = re.compile(r"-?\d+(?=[ \t\r\n]*\.\.)")
_STRINGS = {'"': re.compile(r'"((?:[^"]|"")*)"'), "'": re.compile(r"'((?:[^']|'')*)'")}
_BOOLEAN = re.compile(r"(?:true|false)(?![\w-])")
_NOT = re.compile(r"!(?!=)|not(?![\w-])")

# Loosest first, as Velocity's grammar has them.
_LEVELS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"\|\||or(?![\w-])"), {"or": "||"}),
    (re.compile(r"&&|and(?![\w-])"), {"and": "&&"}),
    (re.compile(r"==|!=|(?:eq|ne)(?![\w-])"), {"eq": "==", "ne": "!="}),
    (re.compile(r"<=|>=|<|>|(?:lt|le|gt|ge)(?![\w-])"), {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}),
    (re.compile(r"[+-]"), {}),
    (re.compile(r"[*/%]"), {}),
)

NESTING_LIMIT = 40
"""How deeply parentheses, lists, maps and arguments may stand in each other."""

ParseBlock = Callable[[str], Block]
"""Parses the inside of a double-quoted string; given by the template's parser."""


class ExpressionParser:
    """Parses what stands between a directive's parentheses, and references anywhere."""

    def __init__(self, scanner: Scanner, parse_block: ParseBlock) -> None:
        self.scanner = scanner
        self.parse_block = parse_block
        self.depth = 0

    def expression(self, level: int = 0) -> Expression:
        """Parse an expression with operators."""
        if level == len(_LEVELS):
            return self._unary()
        pattern, synonyms = _LEVELS[level]
        left = self.expression(level + 1)
        while True:
            before = self.scanner.at
            self.scanner.skip_space()
            operator = self.scanner.match(pattern)
            if operator is None:
                self.scanner.at = before
                return left
            left = Operation(synonyms.get(operator, operator), left, self.expression(level + 1))

    def _unary(self) -> Expression:
        self._enter()
        try:
            return self._operand()
        finally:
            self.depth -= 1

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > NESTING_LIMIT:
            raise self.scanner.error(f"an expression is nested more than {NESTING_LIMIT} deep")

    def _operand(self) -> Expression:
        scanner = self.scanner
        scanner.skip_space()
        if scanner.match(_NOT) is not None:
            return Not(self._unary())
        if scanner.take("("):
            inner = self.expression()
            scanner.skip_space()
            scanner.expect(")", "after an expression in parentheses")
            return inner
        return self.primary()

    def primary(self) -> Expression:
        """Parse one value: all that a method's argument may be."""
        self._enter()
        try:
            return self._value()
        finally:
            self.depth -= 1

    def _value(self) -> Expression:
        scanner = self.scanner
        scanner.skip_space()
        if scanner.peek("$"):
            return self._required_reference()
        for quote in _STRINGS:
            if scanner.peek(quote):
                return self._string(quote)
        if scanner.peek("["):
            return self._list()
        if scanner.peek("{"):
            return self._map()
        word = scanner.match(_BOOLEAN)
        if word is not None:
            return Literal(word == "true")
        number = scanner.match(_RANGE_END) or scanner.match(_NUMBER)
        if number is not None:
            return Literal(int(number) if number.lstrip("-").isdigit() else float(number))
        raise scanner.error(f"expected a value, found {scanner.next_words()}")

    def _string(self, quote: str) -> Expression:
        scanner = self.scanner
        at = scanner.at
        found = scanner.match(_STRINGS[quote])
        if found is None:
            raise scanner.error(f"this string has no closing {quote}", at)
        inner = found[1:-1].replace(quote * 2, quote)
        if quote == '"' and ("$" in inner or "#" in inner):
            return Interpolated(self.parse_block(inner))
        return Literal(inner)

    def _list(self) -> Expression:
        scanner = self.scanner
        scanner.take("[")
        items: list[Expression] = []
        scanner.skip_space()
        while not scanner.take("]"):
            items.append(self.primary())
            scanner.skip_space()
            if len(items) == 1 and scanner.take(".."):
                last = self.primary()
                scanner.skip_space()
                scanner.expect("]", "at the end of a range")
                return RangeLiteral(items[0], last)
            if not scanner.peek("]"):
                scanner.expect(",", "between a list's items")
                scanner.skip_space()
        return ListLiteral(tuple(items))

    def _map(self) -> Expression:
        scanner = self.scanner
        scanner.take("{")
        items: list[tuple[Expression, Expression]] = []
        scanner.skip_space()
        while not scanner.take("}"):
            key = self.primary()
            scanner.skip_space()
            scanner.expect(":", "after a map's key")
            items.append((key, self.primary()))
            scanner.skip_space()
            if not scanner.peek("}"):
                scanner.expect(",", "between a map's items")
                scanner.skip_space()
        return MapLiteral(tuple(items))

    def _required_reference(self) -> Reference:
        reference = self.reference()
        if reference is None:
            raise self.scanner.error(f"expected a reference, found {self.scanner.next_words()}")
        return reference

    def reference(self, backslashes: int = 0) -> Reference | None:
        """Parse a reference, or read nothing where the dollar sign begins none."""
        scanner = self.scanner
        start = scanner.at
        opening = scanner.match(REFERENCE)
        if opening is None:
            return None
        name = scanner.identifier() or ""
        accessors: list[Accessor] = []
        while (accessor := self._accessor()) is not None:
            accessors.append(accessor)
        if opening.endswith("{"):
            scanner.expect("}", f"to close ${{{name}")
        return Reference(
            name,
            tuple(accessors),
            scanner.text[start : scanner.at],
            "!" in opening,
            *scanner.position(start),
            backslashes,
        )

    def _accessor(self) -> Accessor | None:
        scanner = self.scanner
        before = scanner.at
        if scanner.take("["):
            key = self.primary()
            scanner.skip_space()
            scanner.expect("]", "after an index")
            return Index(key)
        if scanner.take("."):
            name = scanner.identifier()
            if name is not None:
                return MethodCall(name, self._arguments()) if scanner.take("(") else Property(name)
        scanner.at = before
        return None

    def _arguments(self) -> tuple[Expression, ...]:
        scanner = self.scanner
        arguments: list[Expression] = []
        scanner.skip_space()
        while not scanner.take(")"):
            arguments.append(self.primary())
            scanner.skip_space()
            if not scanner.peek(")"):
                scanner.expect(",", "between a method's arguments")
        return tuple(arguments)
