"""Answers of AWS's query protocol as JSON: what the older services give to whom accepts that, as API Gateway does.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
"""

import json
from typing import Any
from xml.etree import ElementTree

from apiglab.model.http import Response

Element = ElementTree.Element


def as_json(response: Response, model: Any, action: str) -> Response:
    """``response`` with its XML turned into JSON: every member is there, null where it has no value.

    ``model`` is botocore's model of the service. fact: aws-integration.query-json
    """
    try:
        root = ElementTree.fromstring(response.body)  # noqa: S314  moto's own
    except ElementTree.ParseError:
        return response  # moto writes control characters of a message as they are
    document = _error(root) if _name(root) == "ErrorResponse" else _answer(root, model, action)
    headers = response.headers.with_("Content-Type", "application/json")
    return Response(response.status, headers, json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode())


def _error(root: Element) -> dict[str, Any]:
    error = {_name(child): child.text for child in root.iterfind("*/*")}
    return {
        "Error": {name: error.get(name) for name in ("Code", "Message", "Type")},
        "RequestId": root.findtext("{*}RequestId"),
    }


def _answer(root: Element, model: Any, action: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for child in root:
        name = _name(child)
        if name == "ResponseMetadata":
            answer[name] = {"RequestId": child.findtext("{*}RequestId")}
        else:
            shape = model.operation_model(action).output_shape
            answer[name] = _structure(child, shape) if shape is not None else None
    return {f"{action}Response": answer}


def _structure(element: Element, shape: Any) -> dict[str, Any]:
    members = sorted(shape.members.items())
    return {_spelt(name, shape): _member(element, name, member) for name, member in members}


def _spelt(name: str, shape: Any) -> str:
    # SQS's own spelling of ReceiveMessage's list: {"ReceiveMessageResult": {"messages": null}}.
    return "messages" if name == "Messages" and shape.name == "ReceiveMessageResult" else name


def _member(element: Element, name: str, shape: Any) -> Any:
    flattened = shape.serialization.get("flattened")
    names = _flat_names(name, shape) if flattened else {shape.serialization.get("name", name)}
    found = [child for child in element if _name(child) in names]
    if not found:
        return None
    if not flattened:
        return _value(found[0], shape)
    if shape.type_name == "map":
        return [{_name(part): part.text for part in pair} for pair in found]
    return [_value(child, shape.member) for child in found]


def _flat_names(name: str, shape: Any) -> set[str]:
    """What the repeated elements of a flattened list may be called: SQS's model has lost their names."""
    names = {shape.serialization.get("name", name), name.removesuffix("s")}
    if shape.type_name == "list":
        names |= {shape.member.name, shape.member.serialization.get("name", name)}
    return names


def _value(element: Element, shape: Any) -> Any:
    match shape.type_name:
        case "structure":
            return _structure(element, shape)
        case "list":
            return [_value(child, shape.member) for child in element]
        case "map":
            return {entry[0].text or "": _value(entry[1], shape.value) for entry in element}
        case "boolean":
            return element.text == "true"
        case "integer" | "long":
            return int(element.text or 0)
        case "float" | "double":
            return float(element.text or 0)
        case _:
            return element.text or ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
