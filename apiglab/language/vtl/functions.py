"""``$input`` and ``$util``: what API Gateway gives to templates beyond Java's own types.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from apiglab.language.jsonpath.path import JsonPath
from apiglab.language.jsonpath.steps import JsonPathError
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.java import JsonArray, to_json, to_string

DEPTH = 200
"""How deeply a JSON document may nest."""

compiled_path = lru_cache(maxsize=1024)(JsonPath)
"""Paths are few and written in templates; compiling each once is enough."""


def from_json(text: str) -> Any:
    """A JSON document as a template's values; raises ``VtlError`` where it is none."""
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise VtlError(f"this is no JSON: {error}") from error
    if text.count("{") + text.count("[") > DEPTH:
        _check_depth(document, 0)
    return _array(document) if type(document) is list else document


def _array(items: list[Any]) -> JsonArray:
    """A list of a document, with the lists directly in it; those in objects were seen to with the objects."""
    return JsonArray([_array(item) if type(item) is list else item for item in items])


def _with_arrays(members: dict[str, Any]) -> dict[str, Any]:
    for name, value in members.items():
        if type(value) is list:
            members[name] = _array(value)
    return members


_DECODER = json.JSONDecoder(object_hook=_with_arrays)


def _check_depth(value: Any, depth: int) -> None:
    if depth > DEPTH:
        raise VtlError(f"this JSON nests more than {DEPTH} deep")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_depth(item, depth + 1)


class Input:
    """``$input``: the payload and the parameters of the request."""

    __slots__ = ("_body", "_document", "_parameters", "_parsed", "methods")

    def __init__(self, body: str, parameters: Mapping[str, Mapping[str, str]]) -> None:
        """``parameters`` holds the maps path, querystring and header."""
        self._body = body
        self._parameters = parameters
        self._document: Any = None
        self._parsed = False
        self.methods: dict[str, Callable[..., Any]] = {
            "json": self._json,
            "path": self._path,
            "params": self._params,
        }

    def property(self, name: str) -> Any:
        """``$input.body``: the payload as text; an empty one reads as {}. fact: vtl.empty-body-is-braces"""
        return (self._body or "{}") if name == "body" else None

    def _read(self, path: Any) -> Any:
        if not self._parsed:
            self._document = from_json(self._body or "{}")
            self._parsed = True
        try:
            found = compiled_path(to_string(path)).read(self._document)
        except JsonPathError as error:
            raise VtlError(str(error)) from error
        return JsonArray(found) if type(found) is list else found

    def _path(self, path: Any) -> Any:
        return self._read(path)

    def _json(self, path: Any) -> str:
        """What a path finds, as JSON; nothing found is an empty JSON string. fact: vtl.missing-json-is-empty-string"""
        found = self._read(path)
        return '""' if found is None else to_json(found)

    def _params(self, name: Any = None) -> Any:
        """All parameters, or one: that of the path, else of the query string, else of the headers."""
        if name is None:
            return {place: dict(values) for place, values in self._parameters.items()}
        for place in ("path", "querystring", "header"):
            value = self._parameters[place].get(name)
            if value is not None:
                return value
        return ""


_ESCAPES = {
    "\\": "\\\\",
    "'": "\\'",
    '"': '\\"',
    "/": "\\/",
    "\b": "\\b",
    "\n": "\\n",
    "\t": "\\t",
    "\f": "\\f",
    "\r": "\\r",
}


_ESCAPED = str.maketrans(_ESCAPES)


def escape_java_script(value: Any) -> str | None:
    """A string that can stand in JavaScript; in JSON only after its ``\\'`` were made ``'`` again."""
    if value is None:
        return None
    text = to_string(value)
    if text.isascii() and text.isprintable():
        return text.translate(_ESCAPED)
    return "".join([_escaped(character) for character in text])


def _escaped(character: str) -> str:
    known = _ESCAPES.get(character)
    if known is not None:
        return known
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def base64_encode(value: Any) -> str:
    """A string's UTF-8, or bytes, as base64."""
    data = value if isinstance(value, bytes) else to_string(value).encode()
    return base64.b64encode(data).decode()


def base64_decode(value: Any) -> str:
    """The text that base64 holds."""
    try:
        return base64.b64decode(to_string(value), validate=False).decode("utf-8", "replace")
    except binascii.Error as error:
        raise VtlError(f"this is no base64: {error}") from error


class Util:
    """``$util``: the functions that API Gateway adds."""

    __slots__ = ()

    methods: Mapping[str, Callable[..., Any]] = {
        "escapeJavaScript": escape_java_script,
        "parseJson": lambda text: from_json(to_string(text)),
        "urlEncode": lambda text: quote_plus(to_string(text), safe="*-._").replace("~", "%7E"),
        "urlDecode": lambda text: unquote_plus(to_string(text)),
        "base64Encode": base64_encode,
        "base64Decode": base64_decode,
    }
