"""The answer that a Lambda proxy integration takes from a function: format 1.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
"""

import base64
import binascii
import re
from typing import Any

import orjson

from apiglab.model.http import Pair

KEYS = frozenset({"isBase64Encoded", "statusCode", "headers", "multiValueHeaders", "body"})
"""All that an answer may hold: any other key makes it malformed. fact: lambda-proxy.unknown-key-is-502"""

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_NOT_IN_VALUE = re.compile(r"[\r\n\0]")


class MalformedAnswerError(Exception):
    """The function's answer is in no form that API Gateway takes; the text says what is wrong with it."""


class ProxyAnswer:
    """A function's answer, checked: status, headers in order, and the body's bytes."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: list[Pair], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


def read_answer(payload: bytes, *, decode_base64: bool) -> ProxyAnswer:
    """Check and read ``payload``; raises ``MalformedAnswerError``.

    ``decode_base64``: whether the client accepts a binary media type of the API; else base64 goes out as it stands.
    """
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise MalformedAnswerError("it is not JSON") from error
    if not isinstance(answer, dict):
        raise MalformedAnswerError(f"it is a JSON {_json_type(answer)}, not an object with statusCode and body")
    unknown = answer.keys() - KEYS
    if unknown:
        raise MalformedAnswerError(
            f"it holds {', '.join(sorted(map(repr, unknown)))}; only {', '.join(sorted(KEYS))} are allowed"
        )
    return ProxyAnswer(
        _read_status(answer.get("statusCode")),
        _read_headers(answer),
        _read_body(answer.get("body"), decode_base64=decode_base64 and answer.get("isBase64Encoded") is True),
    )


def _read_status(status: Any) -> int:
    if status is None:
        return 200
    if isinstance(status, str) and status.isascii() and status.isdigit():
        status = int(status)
    if isinstance(status, bool) or not isinstance(status, int):
        raise MalformedAnswerError(f"its statusCode is a JSON {_json_type(status)}, not an integer")
    if not 200 <= status <= 599:
        raise MalformedAnswerError(f"its statusCode is {status}, not between 200 and 599")
    return status


def _read_body(body: Any, *, decode_base64: bool) -> bytes:
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswerError(f"its body is a JSON {_json_type(body)}, not a string: use json.dumps")
    if not decode_base64:
        return body.encode("utf-8", "surrogatepass" if not body.isascii() else "strict")
    try:
        return base64.b64decode(body, validate=False)
    except binascii.Error as error:
        raise MalformedAnswerError("isBase64Encoded is true, but its body is not base64") from error


def _read_headers(answer: dict[str, Any]) -> list[Pair]:
    """Both maps as one list; a name in both has its multiValueHeaders first. fact: lambda-proxy.headers-merged"""
    single = _header_map(answer, "headers")
    multiple = _header_map(answer, "multiValueHeaders")
    merged: dict[str, tuple[str, list[str]]] = {}
    for name, values in multiple.items():
        if not isinstance(values, list):
            raise MalformedAnswerError(f"its multiValueHeaders[{name!r}] is a JSON {_json_type(values)}, not an array")
        merged[name.lower()] = (name, [_header_value(name, value) for value in values])
    for name, value in single.items():
        if value is None:
            continue
        merged.setdefault(name.lower(), (name, []))[1].append(_header_value(name, value))
    return [(name, value) for name, values in merged.values() for value in values]


def _header_map(answer: dict[str, Any], key: str) -> dict[str, Any]:
    headers = answer.get(key)
    if headers is None:
        return {}
    if not isinstance(headers, dict):
        raise MalformedAnswerError(f"its {key} is a JSON {_json_type(headers)}, not an object")
    return headers


def _header_value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str):
        raise MalformedAnswerError(f"its header {name!r} is a JSON {_json_type(value)}, not a string")
    if not _NAME.fullmatch(name) or _NOT_IN_VALUE.search(value):
        raise MalformedAnswerError(f"its header {name!r} cannot be sent: a name or value holds forbidden characters")
    return value


def _json_type(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
    return names.get(type(value), "null")
