"""The query protocol for a service whose own is JSON, as SSM still speaks it: parameters in, a wrapped answer out."""

import json
import re
from collections.abc import Mapping
from typing import Any

from apiglab.model.http import Pair, Response

STILL_SPOKEN = frozenset({"ssm"})
"""Services that are called so by API Gateway where an action has query parameters. fact: aws-integration.ssm-query"""

_ITEM = re.compile(r"(?P<name>\w+)\.member\.\d+")


def as_input(pairs: list[Pair], shape: Any) -> bytes:
    """Query parameters as the JSON of an operation's input; lists are ``Names.member.1``."""
    document: dict[str, Any] = {}
    members: Mapping[str, Any] = shape.members if shape is not None else {}
    for name, value in pairs:
        item = _ITEM.fullmatch(name)
        member = members.get(item["name"] if item else name)
        if item is not None and member is not None and member.type_name == "list":
            document.setdefault(item["name"], []).append(_value(value, member.member))
        else:
            document[name] = _value(value, member)
    return json.dumps(document).encode()


def wrapped(response: Response, action: str) -> Response:
    """A JSON answer within the elements that the query protocol has around it."""
    if response.status != 200:
        return response
    result = json.loads(response.body or b"{}")
    answer = {f"{action}Result": result, "ResponseMetadata": {"RequestId": response.headers.get("x-amzn-RequestId")}}
    return Response(200, response.headers, json.dumps({f"{action}Response": answer}, separators=(",", ":")).encode())


def _value(text: str, shape: Any) -> Any:
    kind = shape.type_name if shape is not None else "string"
    if kind == "boolean":
        return text == "true"
    if kind in ("integer", "long"):
        try:
            return int(text)
        except ValueError:
            return text  # the service has the words for it
    return text
