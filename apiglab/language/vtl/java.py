"""Values as Java has them: how they print, compare and compute.

Java's types are Python's here: String is str, Integer and Long are int, Double is float, Boolean is bool,
ArrayList is list, LinkedHashMap is dict, null is None.
"""

import json
import math
from collections.abc import Callable, Iterable
from typing import Any

from apiglab.language.vtl.errors import VtlError

PRINT_DEPTH = 100
"""How deeply nested a value may be to be printed."""


class Entry:
    """A map's entry: a key and its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Any, value: Any) -> None:
        self.key = key
        self.value = value


class View:
    """A map's keys, values or entries: a collection without an order to index by."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = list(items)


class Array:
    """A Java array, as ``split`` gives: indexed like a list, but printed as no one would want it."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = list(items)


class JsonArray(list[Any]):
    """A list out of a JSON document: API Gateway prints it as JSON. fact: vtl.json-arrays-print-as-json"""


NODES = 500_000
"""Values that may be printed, or written as JSON, at one go."""


def to_string(value: Any) -> str:
    """What ``String.valueOf`` gives; raises ``VtlError`` where a value holds too much, as one in itself does."""
    if isinstance(value, str):
        return value
    return _printed(value, 0, [NODES])


def _printed(value: Any, depth: int, left: list[int]) -> str:
    """What a value prints; ``left`` counts down how many more may be printed."""
    left[0] -= 1
    if depth > PRINT_DEPTH or left[0] < 0:
        raise VtlError("a value too large, or nested in itself, cannot be printed")
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_to_string(value)
    return _collection_printed(value, depth + 1, left)


def _collection_printed(value: Any, depth: int, left: list[int]) -> str:
    if isinstance(value, JsonArray):
        return _json(_jsonable(value, depth, left))
    if isinstance(value, list | View):
        items = value if isinstance(value, list) else value.items
        return bounded("[" + ", ".join([_printed(item, depth, left) for item in items]) + "]")
    if isinstance(value, dict):
        pairs = [f"{_printed(key, depth, left)}={_printed(item, depth, left)}" for key, item in value.items()]
        return bounded("{" + ", ".join(pairs) + "}")
    if isinstance(value, Entry):
        return f"{_printed(value.key, depth, left)}={_printed(value.value, depth, left)}"
    if isinstance(value, Array):
        return f"[Ljava.lang.String;@{id(value.items) & 0xFFFFFFFF:x}"
    return str(value)


def double_to_string(number: float) -> str:
    """What ``Double.toString`` gives: decimal from 10^-3 to 10^7, else with an exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "-0.0" if math.copysign(1, number) < 0 else "0.0"
    digits, _, exponent = f"{number!r}".partition("e")
    if 1e-3 <= abs(number) < 1e7:
        if not exponent:
            return digits if "." in digits else digits + ".0"
        return f"{number:.{max(1, len(digits.replace('-', '').replace('.', '')) - 1 - int(exponent))}f}"
    return _scientific(number)


def _scientific(number: float) -> str:
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{number!r}".lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading_zeros = len(whole + fraction) - len((whole + fraction).lstrip("0"))
    power = len(whole) - 1 - leading_zeros + (int(exponent) if exponent else 0)
    digits = digits.rstrip("0") or "0"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{power}"


def to_json(value: Any) -> str:
    """A value as API Gateway's JSON library writes it: no spaces, slashes as they are."""
    return _json(_jsonable(value, 0, [NODES]))


def _json(value: Any) -> str:
    return bounded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _jsonable(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if depth > PRINT_DEPTH or left[0] < 0:
        raise VtlError("a value too large, or nested in itself, cannot be written as JSON")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dict):
        return {to_string(key): _jsonable(item, depth + 1, left) for key, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item, depth + 1, left) for item in value]
    if isinstance(value, View | Array):
        return [_jsonable(item, depth + 1, left) for item in value.items]
    return to_string(value)


def is_number(value: Any) -> bool:
    """Whether a value is one of Java's numbers; a Boolean is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_true(value: Any) -> bool:
    """Whether ``#if`` takes a value: all but null and false. Empty strings, lists and zero count as true."""
    return value is not None and value is not False


def equals(left: Any, right: Any) -> bool:
    """What ``==`` gives: numbers by value, like types by ``equals``, others by how they print."""
    if left is None or right is None:
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right if type(left) is type(right) else to_string(left) == to_string(right)
    if type(left) is type(right):
        return bool(left == right)
    return to_string(left) == to_string(right)


LENGTH = 10 * 1024 * 1024
"""Characters that a string may grow to."""


def bounded(text: str) -> str:
    """The same text, refused where it grew too long."""
    if len(text) > LENGTH:
        raise VtlError("a string grew too long")
    return text


def add(left: Any, right: Any) -> Any:
    """Sum, or concatenation where one side is a string; null where neither can be."""
    if is_number(left) and is_number(right):
        return left + right
    if (isinstance(left, str) and right is not None) or (isinstance(right, str) and left is not None):
        return bounded(to_string(left) + to_string(right))
    return None


def _divide(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        if right == 0:
            return None
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    if right == 0:
        return None
    return left / right


def _remainder(left: Any, right: Any) -> Any:
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return math.fmod(left, right)


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "%": _remainder,
}

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

DIGITS = 4000
"""How long an integer may grow."""


def compute(operator: str, left: Any, right: Any) -> Any:
    """Arithmetic on two values: null where it cannot be done, as by a division by zero."""
    if operator == "+":
        result = add(left, right)
    elif is_number(left) and is_number(right):
        result = _ARITHMETIC[operator](left, right)
    else:
        return None
    if isinstance(result, int) and result.bit_length() > DIGITS * 3:
        raise VtlError("a number grew too large")
    return result


def compare(operator: str, left: Any, right: Any) -> bool:
    """Order of two numbers: false where one is none."""
    if is_number(left) and is_number(right):
        return _COMPARISONS[operator](left, right)
    return False


def hash_code(value: Any) -> int:
    """What ``hashCode`` gives, for the types whose value decides it."""
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, str):
        result = 0
        for unit in value:
            result = (result * 31 + ord(unit)) & 0xFFFFFFFF
        return _signed(result)
    if isinstance(value, int):
        return _signed((value ^ (value >> 32)) & 0xFFFFFFFF) if abs(value) > 0x7FFFFFFF else value
    if isinstance(value, list):
        result = 1
        for item in value:
            result = (result * 31 + (hash_code(item) if item is not None else 0)) & 0xFFFFFFFF
        return _signed(result)
    return _signed(hash_code(to_string(value)) & 0xFFFFFFFF)


def _signed(bits: int) -> int:
    return bits - 0x100000000 if bits & 0x80000000 else bits
