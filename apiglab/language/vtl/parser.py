"""Parsing templates: text, references and directives, with Velocity's rules for white space.

https://velocity.apache.org/engine/1.7/user-guide.html

How Velocity does this
----------------------
A directive that ends a line takes the line's end with it. ``#set`` also takes the blanks before it, but only where
they follow a directive or a reference directly: elsewhere they were already read as text.
"""

import re
from collections.abc import Callable

from apiglab.language.vtl.expressions import REFERENCE, ExpressionParser
from apiglab.language.vtl.nodes import (
    Block,
    Break,
    Call,
    Define,
    Evaluate,
    Expression,
    Foreach,
    If,
    Macro,
    Node,
    Set,
    Stop,
    Text,
)
from apiglab.language.vtl.scanner import Scanner

_PLAIN = re.compile(r"[^$#\\]+")
_BACKSLASHES = re.compile(r"\\+")
_BEFORE_SET = re.compile(r"[ \t]+(?=#(?:set|\{set\})[ \t]*\()")
_DIRECTIVE = re.compile(r"#(?:\{(?P<braced>[A-Za-z@][\w-]*)\}|(?P<plain>@?[A-Za-z][\w-]*))", re.ASCII)
_LINE_COMMENT = re.compile(r"##[^\r\n]*(?:\r\n|\n|\r)?")
_BLOCK_COMMENT = re.compile(r"#\*.*?\*#", re.DOTALL)
_LITERAL = re.compile(r"#\[\[(.*?)\]\]#", re.DOTALL)

_KNOWN = frozenset(
    {
        "set",
        "if",
        "elseif",
        "else",
        "end",
        "foreach",
        "macro",
        "define",
        "evaluate",
        "break",
        "stop",
        "include",
        "parse",
    }
)
_ENDS = frozenset({"end", "else", "elseif"})
_NESTING_LIMIT = 100


def parse(text: str) -> Block:
    """Parse a template; raises ``VtlParseError`` with the place."""
    return _Parser(text).template()


class _Parser:
    def __init__(self, text: str, depth: int = 0) -> None:
        self.scanner = Scanner(text)
        self.depth = depth
        self.expressions = ExpressionParser(self.scanner, lambda inner: _Parser(inner, self.depth + 1).template())
        self.boundary = True
        """Whether a directive, a reference or the beginning stands directly before this place."""
        self.directives: dict[str, Callable[[], Node]] = {
            "set": self._set,
            "if": self._if,
            "foreach": self._foreach,
            "macro": self._macro,
            "define": self._define,
            "evaluate": self._evaluate,
            "break": self._break,
            "stop": self._stop,
            "include": self._unavailable,
            "parse": self._unavailable,
        }

    def template(self) -> Block:
        block = self._block()
        if not self.scanner.done:
            raise self.scanner.error(f"{self.scanner.next_words()} stands without the directive it belongs to")
        return block

    def _block(self) -> Block:
        """Everything up to a directive that ends it, which is left to be read, or to the end of the text."""
        self.depth += 1
        if self.depth > _NESTING_LIMIT:
            raise self.scanner.error(f"directives are nested more than {_NESTING_LIMIT} deep")
        nodes: list[Node] = []
        while not self.scanner.done:
            if self.boundary:
                self.scanner.match(_BEFORE_SET)
            self.boundary = False
            if self._directive_name() in _ENDS:
                break
            node = self._node()
            if node is not None:
                nodes.append(node)
        self.depth -= 1
        return _joined(nodes)

    def _directive_name(self) -> str | None:
        found = _DIRECTIVE.match(self.scanner.text, self.scanner.at)
        if found is None:
            return None
        name = found["braced"] or found["plain"]
        return name if found["braced"] else _longest_known(name)

    def _node(self) -> Node | None:
        scanner = self.scanner
        plain = scanner.match(_PLAIN)
        if plain is not None:
            return Text(plain)
        if scanner.peek("\\"):
            return self._escaped()
        if scanner.peek("$"):
            reference = self.expressions.reference()
            if reference is not None:
                self.boundary = True
                return reference
        elif scanner.match(_LINE_COMMENT) is not None or scanner.match(_BLOCK_COMMENT) is not None:
            self.boundary = True
            return None
        elif (literal := scanner.match(_LITERAL)) is not None:
            return Text(literal[3:-3])
        elif (directive := self._directive()) is not None:
            return directive
        scanner.at += 1
        return Text(scanner.text[scanner.at - 1])

    def _escaped(self) -> Node:
        """Backslashes: those before a reference are counted when it is printed, those before a directive now."""
        scanner = self.scanner
        slashes = scanner.match(_BACKSLASHES) or ""
        if REFERENCE.match(scanner.text, scanner.at):
            reference = self.expressions.reference(len(slashes))
            if reference is not None:
                self.boundary = True
                return reference
        name = self._directive_name()
        if name not in _KNOWN:
            return Text(slashes)
        kept = "\\" * (len(slashes) // 2)
        if len(slashes) % 2:
            scanner.at += 1
            return Text(kept + "#")
        return Text(kept)

    def _directive(self) -> Node | None:
        scanner = self.scanner
        start = scanner.at
        found = _DIRECTIVE.match(scanner.text, start)
        if found is None:
            return None
        name = self._directive_name() or ""
        if name not in _KNOWN:
            return self._call(found)
        scanner.at = start + (len(found[0]) if found["braced"] else 1 + len(name))
        if name == "set":
            scanner.skip_blanks()
            if not scanner.peek("("):
                scanner.at = start
                return None
        node = self.directives[name]()
        self.boundary = True
        return node

    def _open(self, name: str) -> None:
        self.scanner.skip_blanks()
        self.scanner.expect("(", f"after #{name}")
        self.scanner.skip_space()

    def _close(self, name: str) -> None:
        self.scanner.skip_space()
        self.scanner.expect(")", f"to close #{name}(")
        self.scanner.skip_line_end()
        self.boundary = True

    def _end(self, name: str, start: int) -> None:
        if not (self.scanner.take("#end") or self.scanner.take("#{end}")):
            raise self.scanner.error(f"#{name} has no #end", start)
        self.scanner.skip_line_end()
        self.boundary = True

    def _set(self) -> Node:
        self._open("set")
        target = self.expressions.reference()
        if target is None:
            raise self.scanner.error(f"#set needs a reference to set, found {self.scanner.next_words()}")
        self.scanner.skip_space()
        self.scanner.expect("=", "in #set")
        value = self.expressions.expression()
        self._close("set")
        return Set(target, value)

    def _condition(self, name: str) -> Expression:
        self._open(name)
        condition = self.expressions.expression()
        self._close(name)
        return condition

    def _if(self) -> Node:
        scanner = self.scanner
        start = scanner.at - 3
        branches = [(self._condition("if"), self._block())]
        otherwise = None
        while True:
            name = self._directive_name()
            if name == "elseif" and otherwise is None:
                scanner.at += 9 if scanner.peek("#{") else 7
                branches.append((self._condition("elseif"), self._block()))
            elif name == "else" and otherwise is None:
                scanner.at += 7 if scanner.peek("#{") else 5
                scanner.skip_line_end()
                self.boundary = True
                otherwise = self._block()
            else:
                break
        self._end("if", start)
        return If(tuple(branches), otherwise)

    def _foreach(self) -> Node:
        scanner = self.scanner
        start = scanner.at - 8
        self._open("foreach")
        variable = self.expressions.reference()
        if variable is None:
            raise scanner.error(f"#foreach needs a reference, found {scanner.next_words()}")
        scanner.skip_space()
        if scanner.identifier() is None:
            raise scanner.error(f"expected 'in' in #foreach, found {scanner.next_words()}")
        items = self.expressions.primary()
        self._close("foreach")
        body = self._block()
        self._end("foreach", start)
        return Foreach(variable.name, items, body)

    def _macro(self) -> Node:
        scanner = self.scanner
        start = scanner.at - 6
        self._open("macro")
        name = scanner.identifier()
        if name is None:
            raise scanner.error(f"#macro needs a name, found {scanner.next_words()}")
        parameters: list[str] = []
        scanner.skip_space()
        while (parameter := self.expressions.reference()) is not None:
            parameters.append(parameter.name)
            scanner.skip_space()
        self._close("macro")
        body = self._block()
        self._end("macro", start)
        return Macro(name, tuple(parameters), body)

    def _define(self) -> Node:
        start = self.scanner.at - 7
        self._open("define")
        reference = self.expressions.reference()
        if reference is None:
            raise self.scanner.error(f"#define needs a reference, found {self.scanner.next_words()}")
        self._close("define")
        body = self._block()
        self._end("define", start)
        return Define(reference.name, body)

    def _evaluate(self) -> Node:
        self._open("evaluate")
        value = self.expressions.primary()
        self._close("evaluate")
        return Evaluate(value)

    def _break(self) -> Node:
        return Break()

    def _stop(self) -> Node:
        return Stop()

    def _unavailable(self) -> Node:
        raise self.scanner.error("#include and #parse have no files to read in API Gateway")

    def _call(self, found: re.Match[str]) -> Node | None:
        """A macro's call, or None where this is only a hash and a word."""
        scanner = self.scanner
        start = scanner.at
        scanner.at = found.end()
        name = found["braced"] or found["plain"]
        scanner.skip_blanks()
        if not scanner.take("("):
            scanner.at = found.end()
            return Call(name, (), found[0])
        arguments: list[Expression] = []
        scanner.skip_space()
        while not scanner.take(")"):
            arguments.append(self.expressions.primary())
            scanner.skip_space()
            scanner.take(",")
            scanner.skip_space()
        source = scanner.text[start : scanner.at]
        self.boundary = True
        return Call(name, tuple(arguments), source)


def _longest_known(name: str) -> str:
    """The directive that ``name`` begins with: ``#elseB`` is ``#else`` and a B."""
    if name in _KNOWN:
        return name
    for known in ("elseif", "else", "end", "stop", "break"):
        if name.startswith(known):
            return known
    return name


def _joined(nodes: list[Node]) -> Block:
    """The same nodes with neighbouring texts made one."""
    joined: list[Node] = []
    for node in nodes:
        if isinstance(node, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + node.text)
        elif not (isinstance(node, Text) and not node.text):
            joined.append(node)
    return tuple(joined)
