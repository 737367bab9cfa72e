"""Reading paths."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from apiglab.language.jsonpath.steps import (
    DEPTH,
    MISSING,
    Budget,
    JsonPathError,
    Step,
    Steps,
    child,
    compare,
    deep,
    filtered,
    items,
    part,
    union_of_names,
    walk,
    wildcard,
)

_NAME = re.compile(r"[^.\[\]()'\"?@*,:\s]+")
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_INTEGER = re.compile(r"-?\d+")
_SLICE = re.compile(r"\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?=\])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_OPERATOR = re.compile(r"==|!=|<=|>=|<|>|in(?=[\s\[])|nin(?=[\s\[])|=~")

Test = Callable[[Any, Any, Budget], bool]
"""Whether an item of a filter passes: from the item, the document's root and the budget."""


class PathParser:
    """Reads one path."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.definite = True
        self.depth = 0

    def error(self, message: str) -> JsonPathError:
        """An error at this place."""
        return JsonPathError(f"{message} at position {self.at} of {self.text!r}")

    def take(self, expected: str) -> bool:
        """Read ``expected`` if it comes next."""
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what ``pattern`` matches from here, or nothing."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def skip_space(self) -> None:
        """Read over white space."""
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def path(self) -> Steps:
        """Read a whole path; one without a dollar sign in front counts as if it had one."""
        if not self.take("$"):
            self.text, self.at = f".{self.text}" if not self.text.startswith(("[", ".")) else self.text, 0
        steps = self.steps()
        if self.at < len(self.text):
            raise self.error("expected '.' or '['")
        return steps

    def steps(self) -> Steps:
        """Read steps until something else comes."""
        steps: list[Step] = []
        while self.at < len(self.text):
            if self.take(".."):
                self.definite = False
                steps.append(deep(self._bracket() if self.take("[") else self._name()))
            elif self.take("."):
                steps.append(self._name())
            elif self.take("["):
                steps.append(self._bracket())
            else:
                break
        return tuple(steps)

    def _name(self) -> Step:
        if self.take("*"):
            self.definite = False
            return wildcard
        found = self.match(_NAME)
        if found is None:
            raise self.error("expected a name")
        return child(found[0])

    def _bracket(self) -> Step:
        self.skip_space()
        if self.take("*"):
            self.definite = False
            return self._closed(wildcard)
        if self.take("?"):
            return self._closed(self._filter())
        found = self.match(_SLICE)
        if found is not None:
            self.definite = False
            return self._closed(part(*(int(bound) if bound else None for bound in found.groups())))
        if self.text[self.at : self.at + 1] in ("'", '"'):
            names = tuple(self._listed(self._quoted))
            return self._closed(child(names[0]) if len(names) == 1 else union_of_names(names))
        indexes = tuple(self._listed(self._index))
        if len(indexes) > 1:
            self.definite = False
        return self._closed(items(indexes))

    def _closed(self, step: Step) -> Step:
        self.skip_space()
        if not self.take("]"):
            raise self.error("expected ']'")
        return step

    def _listed(self, one: Callable[[], Any]) -> Iterator[Any]:
        while True:
            self.skip_space()
            yield one()
            self.skip_space()
            if not self.take(","):
                return

    def _quoted(self) -> str:
        found = self.match(_QUOTED)
        if found is None:
            raise self.error("expected a quoted name")
        return re.sub(r"\\(.)", r"\1", found[1] if found[1] is not None else found[2])

    def _index(self) -> int:
        found = self.match(_INTEGER)
        if found is None:
            raise self.error("expected an index")
        return int(found[0])

    def _filter(self) -> Step:
        self.definite = False
        self.skip_space()
        if not self.take("("):
            raise self.error("expected '(' after '?'")
        test = self._either()
        self.skip_space()
        if not self.take(")"):
            raise self.error("expected ')' to close a filter")
        return filtered(test)

    def _either(self) -> Test:
        tests = [self._both()]
        while self._word("||"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda *where: any(test(*where) for test in tests)

    def _both(self) -> Test:
        tests = [self._test()]
        while self._word("&&"):
            tests.append(self._test())
        return tests[0] if len(tests) == 1 else lambda *where: all(test(*where) for test in tests)

    def _word(self, word: str) -> bool:
        self.skip_space()
        return self.take(word)

    def _test(self) -> Test:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error("a filter is nested too deeply")
        self.skip_space()
        if self.take("!"):
            inner = self._test()
            return lambda *where: not inner(*where)
        if self.take("("):
            grouped = self._either()
            self.skip_space()
            if not self.take(")"):
                raise self.error("expected ')'")
            return grouped
        return self._comparison()

    def _comparison(self) -> Test:
        left = self._operand()
        self.skip_space()
        found = self.match(_OPERATOR)
        if found is None:
            return lambda *where: left(*where) is not MISSING
        if found[0] == "=~":
            raise self.error("regular expressions in filters are not supported")
        right = self._operand()
        name = found[0]
        return lambda *where: compare(name, left(*where), right(*where))

    def _operand(self) -> Callable[[Any, Any, Budget], Any]:
        self.skip_space()
        start = self.text[self.at : self.at + 1]
        if start in ("@", "$"):
            self.at += 1
            definite = self.definite
            steps = self.steps()
            self.definite = definite
            if start == "@":
                return lambda value, root, budget: next(walk(steps, value, root, budget), MISSING)
            return lambda _value, root, budget: next(walk(steps, root, root, budget), MISSING)
        literal = self._literal()
        return lambda _value, _root, _budget: literal

    def _literal(self) -> Any:
        if self.take("["):
            self.skip_space()
            items = [] if self.text.startswith("]", self.at) else list(self._listed(self._literal))
            self._closed(wildcard)
            return items
        if self.text[self.at : self.at + 1] in ("'", '"'):
            return self._quoted()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.take(word):
                return value
        found = self.match(_NUMBER)
        if found is None:
            raise self.error("expected a value")
        return int(found[0]) if found[0].lstrip("-").isdigit() else float(found[0])
