"""Parameter mapping: from the client's request to the path, query string and headers of the backend's.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from typing import Any

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import RequestMapping
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.variables import mapped_value
from apiglab.language.jsonpath.path import JsonPath
from apiglab.language.jsonpath.steps import JsonPathError
from apiglab.language.mapping_expression import MappingExpression, Source
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.functions import compiled_path, from_json
from apiglab.language.vtl.java import to_json, to_string
from apiglab.model.http import Pair

# A mapping to one of these fails its call; fact: headers.forbidden-targets
FORBIDDEN = frozenset({"content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"})

# The same towards AWS; fact: headers.forbidden-targets-aws
FORBIDDEN_FOR_AWS = FORBIDDEN | {"authorization", "connection", "expect", "proxy-authenticate", "te"}


class MappedParameters:
    """What parameter mapping and overrides give to the backend's request."""

    __slots__ = ("headers", "path", "query")

    def __init__(self) -> None:
        self.path: dict[str, str] = {}
        self.query: list[Pair] = []
        self.headers: list[Pair] = []

    def put(self, place: str, name: str, value: Any) -> None:
        """Add what is mapped to one target; a list makes several values."""
        values = [_sendable(to_string(item)) for item in (value if isinstance(value, list) else [value])]
        if place == "path":
            self.path[name] = values[0] if values else ""
        elif place == "querystring":
            self.query += [(name, item) for item in values]
        else:
            self.headers += [(name, item) for item in values]

    def override(self, place: str, name: str, value: Any) -> None:
        """Put a value in the place of all that was mapped to the target."""
        if place == "querystring":
            self.query = [pair for pair in self.query if pair[0] != name]
        elif place == "header":
            self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower()]
        self.put(place, name, value)


def _sendable(text: str) -> str:
    """``text`` in characters that have a form in UTF-8: half of a surrogate pair is a question mark, as in Java."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def map_parameters(
    call: Call,
    mappings: tuple[RequestMapping, ...],
    path_parameters: dict[str, str],
    overrides: Overrides | None,
    *,
    forbidden: frozenset[str] = FORBIDDEN,
) -> MappedParameters:
    """Every mapped parameter that has a value, with the template's overrides over them."""
    mapped = MappedParameters()
    for mapping in mappings:
        if mapping.place == "header" and mapping.name.lower() in forbidden:
            raise configuration_error("integration_request.forbidden_header", f"{mapping.name} header already present")
        value = request_value(call, mapping.source, path_parameters)
        if value is not None:
            mapped.put(mapping.place, mapping.name, value)
    if overrides is not None:
        for place, values in overrides.request.items():
            for name, value in values.items():
                mapped.override(place, name, value)
    return mapped


def request_value(call: Call, expression: MappingExpression, path_parameters: dict[str, str]) -> Any:
    """What an expression gives of the request, None where it has nothing."""
    if expression.source is not Source.REQUEST_BODY:
        return mapped_value(call, expression, path_parameters)
    text = call.request.body.decode("utf-8", "replace")
    if not expression.name:
        return text or None
    try:
        return body_value(text, expression.name)
    except VtlError as error:
        # The client is at fault here; fact: mapping.bad-json-body
        raise GatewayError(
            ResponseType.DEFAULT_4XX, reason="integration_request.bad_json", message="Invalid JSON in request body"
        ) from error


def body_value(text: str, path: str) -> str | None:
    """What a JSONPath finds in a body: strings as they are, all else as JSON; None where there is nothing.

    Raises ``VtlError`` where the body is no JSON.
    """
    if not text.lstrip().startswith(("{", "[", '"')):
        return None
    try:
        found = _read(compiled_path(f"$.{path}"), from_json(text))
    except JsonPathError:
        return None
    return None if found is None else found if isinstance(found, str) else to_json(found)


def _read(path: JsonPath, document: Any) -> Any:
    """Read through values that are JSON in a string, as a Lambda function's errorMessage may be."""
    found = path.read(document)
    if found is None and isinstance(document, dict):
        opened = {key: _opened(value) for key, value in document.items()}
        found = path.read(opened) if opened != document else None
    return found


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return from_json(value)
        except VtlError:
            return value
    return value
