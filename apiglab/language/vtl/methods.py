"""The methods of Java's types that a template can call.

https://docs.oracle.com/javase/8/docs/api/java/lang/String.html

A method that Java does not have leaves the reference as it is written; one that Java would end with an exception
ends the template.
"""

from collections.abc import Callable
from typing import Any

from apiglab.language.vtl import strings
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.java import Array, Entry, View, equals, hash_code, is_number, to_string

Method = Callable[..., Any]

ITEMS = 1_000_000
"""How long a list may grow."""

VOID = ""
"""What a method without a result prints."""

_OBJECT: dict[str, Method] = {
    "toString": to_string,
    "equals": lambda this, other: type(this) is type(other) and equals(this, other),
    "hashCode": hash_code,
}


def _position(items: list[Any], index: Any) -> int:
    if not isinstance(index, int) or isinstance(index, bool):
        raise VtlError(f"{to_string(index)} is no index")
    if not 0 <= index < len(items):
        raise VtlError(f"index {index} is out of bounds for length {len(items)}")
    return index


def get_item(items: list[Any], index: Any) -> Any:
    """One item of a list; raises ``VtlError`` where there is none."""
    return items[_position(items, index)]


def _add(this: list[Any], first: Any, *second: Any) -> Any:
    if not second:
        this.append(first)
        return True
    if first != len(this):
        _position(this, first)
    this.insert(first, second[0])
    return VOID


def _set(this: list[Any], index: Any, item: Any) -> Any:
    at = _position(this, index)
    before, this[at] = this[at], item
    return before


def _remove(this: list[Any], which: Any) -> Any:
    if isinstance(which, int) and not isinstance(which, bool):
        return this.pop(_position(this, which))
    at = _index_of(this, which)
    if at < 0:
        return False
    del this[at]
    return True


def _index_of(this: list[Any], item: Any) -> int:
    return next((at for at, other in enumerate(this) if _same(other, item)), -1)


def _last_index_of(this: list[Any], item: Any) -> int:
    return next((at for at in range(len(this) - 1, -1, -1) if _same(this[at], item)), -1)


def _same(left: Any, right: Any) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _items(collection: Any) -> list[Any]:
    if isinstance(collection, View | Array):
        return collection.items
    if isinstance(collection, list):
        return collection
    raise VtlError(f"{to_string(collection)} is no collection")


def _clear(this: Any) -> Any:
    this.clear()
    return VOID


def _sub_list(this: list[Any], first: int, last: int) -> list[Any]:
    if not 0 <= first <= last <= len(this):
        raise VtlError(f"a list of {len(this)} has no part from {first} to {last}")
    return this[first:last]


def _add_all(this: list[Any], others: Any) -> bool:
    added = list(_items(others))
    if len(this) + len(added) > ITEMS:
        raise VtlError(f"a list may have {ITEMS:,} items")
    this.extend(added)
    return bool(added)


def _iterator(this: Any) -> Any:
    return iter(list(_items(this)))


_READING: dict[str, Method] = {
    "size": lambda this: len(_items(this)),
    "isEmpty": lambda this: not _items(this),
    "contains": lambda this, item: _index_of(_items(this), item) >= 0,
    "containsAll": lambda this, others: all(_index_of(_items(this), item) >= 0 for item in _items(others)),
    "iterator": _iterator,
    "toArray": lambda this: Array(_items(this)),
    **_OBJECT,
}

_LIST: dict[str, Method] = {
    **_READING,
    "get": get_item,
    "add": _add,
    "addAll": _add_all,
    "set": _set,
    "remove": _remove,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "clear": _clear,
    "subList": _sub_list,
    "count": len,  # API Gateway's own documents count a JSON array so
}

_ARRAY: dict[str, Method] = {**_READING, "get": lambda this, index: get_item(this.items, index)}


def _put(this: dict[Any, Any], key: Any, value: Any) -> Any:
    before = this.get(key)
    this[key] = value
    return before


def _put_all(this: dict[Any, Any], others: Any) -> Any:
    if not isinstance(others, dict):
        raise VtlError(f"{to_string(others)} is no map")
    this.update(others)
    return VOID


_MAP: dict[str, Method] = {
    **_OBJECT,
    "get": lambda this, key: this.get(key),
    "put": _put,
    "putAll": _put_all,
    "putIfAbsent": lambda this, key, value: this.get(key) if this.get(key) is not None else _put(this, key, value),
    "getOrDefault": lambda this, key, default: this.get(key, default),
    "remove": lambda this, key: this.pop(key, None),
    "containsKey": lambda this, key: key in this,
    "containsValue": lambda this, value: _index_of(list(this.values()), value) >= 0,
    "size": len,
    "isEmpty": lambda this: not this,
    "clear": _clear,
    "keySet": lambda this: View(this),
    "values": lambda this: View(this.values()),
    "entrySet": lambda this: View(Entry(key, value) for key, value in this.items()),
}


def _compare_numbers(this: Any, other: Any) -> int:
    return int(this > other) - int(this < other)


def _parse_int(_this: Any, text: Any, radix: int = 10) -> int:
    try:
        return int(text, radix)
    except (TypeError, ValueError) as error:
        raise VtlError(f"{to_string(text)!r} is no integer") from error


def _parse_double(_this: Any, text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError) as error:
        raise VtlError(f"{to_string(text)!r} is no number") from error


def _narrowed(bits: int) -> Method:
    """What Java keeps of a number: a fraction is cut off, an integer loses what does not fit, a double stops there."""
    least, most = -(1 << (bits - 1)), (1 << (bits - 1)) - 1

    def narrow(this: Any) -> int:
        if isinstance(this, float):
            return 0 if this != this else int(max(least, min(most, this)))
        return int(this - least) % (1 << bits) + least

    return narrow


_NUMBER: dict[str, Method] = {
    "toString": to_string,
    "equals": _OBJECT["equals"],
    "intValue": _narrowed(32),
    "longValue": _narrowed(64),
    "shortValue": _narrowed(16),
    "doubleValue": float,
    "floatValue": float,
    "compareTo": _compare_numbers,
}

_INTEGER: dict[str, Method] = {
    **_NUMBER,
    "hashCode": hash_code,
    "parseInt": _parse_int,
    "parseLong": _parse_int,
    "valueOf": lambda this, text: text if is_number(text) else _parse_int(this, text),
}

_DOUBLE: dict[str, Method] = {
    **_NUMBER,
    "parseDouble": _parse_double,
    "valueOf": _parse_double,
    "isNaN": lambda this: this != this,
    "isInfinite": lambda this: this in (float("inf"), float("-inf")),
}

_BOOLEAN: dict[str, Method] = {
    **_OBJECT,
    "booleanValue": bool,
    "compareTo": _compare_numbers,
    "parseBoolean": lambda _this, text: isinstance(text, str) and text.lower() == "true",
    "valueOf": lambda _this, text: isinstance(text, str) and text.lower() == "true",
}

_ENTRY: dict[str, Method] = {
    **_OBJECT,
    "getKey": lambda this: this.key,
    "getValue": lambda this: this.value,
}

_ITERATOR: dict[str, Method] = {"next": lambda this: next(this, None)}

_STRING: dict[str, Method] = {**_OBJECT, **strings.METHODS}


def methods_of(value: Any) -> dict[str, Method]:
    """The methods that a value of this type has."""
    if isinstance(value, str):
        return _STRING
    if isinstance(value, bool):
        return _BOOLEAN
    if isinstance(value, int):
        return _INTEGER
    if isinstance(value, float):
        return _DOUBLE
    if isinstance(value, dict):
        return _MAP
    if isinstance(value, list):
        return _LIST
    return _OTHERS.get(type(value), {})


_OTHERS: dict[type, dict[str, Method]] = {
    View: _READING,
    Array: _ARRAY,
    Entry: _ENTRY,
    type(iter([])): _ITERATOR,
}
