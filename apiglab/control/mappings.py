"""Which parameter mappings can be kept: targets and sources that AWS knows, and nothing that is not declared.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

import re
from collections.abc import Iterator, Mapping

from apiglab.control import errors
from apiglab.language.mapping_expression import MappingExpression, Source, parse_mapping_expression
from apiglab.model.rest import Method

_DECLARED = re.compile(r"method\.request\.(?:path|querystring|header)\.(?P<name>[a-zA-Z0-9._$-]+)")
_RESPONSE_HEADER = re.compile(r"method\.response\.header\.[a-zA-Z0-9._$-]+")
_REQUEST_TARGET = re.compile(r"integration\.request\.(?:path|querystring|header)\.[a-zA-Z0-9._$-]+")
_REFUSAL_TARGET = re.compile(r"gatewayresponse\.(?:header|path|querystring)\.[a-zA-Z0-9._$-]+")

_ANYWHERE = frozenset({Source.STATIC, Source.CONTEXT, Source.STAGE_VARIABLE})
_NAMED_IN_REQUEST = {
    Source.REQUEST_PATH: "path",
    Source.REQUEST_QUERYSTRING: "querystring",
    Source.REQUEST_MULTIVALUE_QUERYSTRING: "querystring",
    Source.REQUEST_HEADER: "header",
    Source.REQUEST_MULTIVALUE_HEADER: "header",
}
_OF_REQUESTS = _ANYWHERE | _NAMED_IN_REQUEST.keys() | {Source.REQUEST_BODY}
_OF_RESPONSES = _ANYWHERE | {Source.RESPONSE_HEADER, Source.RESPONSE_MULTIVALUE_HEADER, Source.RESPONSE_BODY}
_OF_REFUSALS = _ANYWHERE | _NAMED_IN_REQUEST.keys()


def check_declared_parameters(parameters: Mapping[str, bool] | None) -> None:
    """Raise where a method declares a parameter by no name of AWS's, or one name in two places."""
    names = []
    faults = []
    for key in parameters or {}:
        found = _DECLARED.fullmatch(key)
        if found is None:
            faults.append(_unreadable(key))
        else:
            names.append(found["name"])
    _raise(faults)
    if len(set(names)) < len(names):
        raise errors.parameter_name_twice()


def check_declared_headers(parameters: Mapping[str, bool] | None) -> None:
    """Raise where a method response declares what is no header of a response."""
    _raise([_unreadable(key) for key in parameters or {} if not _RESPONSE_HEADER.fullmatch(key)])


def check_request_mappings(method: Method, mappings: Mapping[str, str] | None) -> None:
    """Raise where an integration's request maps to or from what AWS does not know, or the method does not declare."""
    faults = list(_faults(mappings, _REQUEST_TARGET, _OF_REQUESTS))
    for source in (mappings or {}).values():
        expression = parse_mapping_expression(source)
        if expression is not None and _is_undeclared(method, expression):
            faults.append(_undeclared(source))
    _raise(faults)


def check_response_mappings(method: Method, status_code: str, mappings: Mapping[str, str] | None) -> None:
    """Raise where an integration response maps to a header that the method response does not declare."""
    response = method.method_responses.get(status_code) if method.method_responses else None
    declared = response.response_parameters if response else None
    faults = list(_faults(mappings, _RESPONSE_HEADER, _OF_RESPONSES))
    faults += [
        _undeclared(key) for key in mappings or {} if _RESPONSE_HEADER.fullmatch(key) and key not in (declared or ())
    ]
    _raise(faults)


def check_refusal_mappings(mappings: Mapping[str, str]) -> None:
    """Raise where a gateway response maps to or from what AWS does not know."""
    _raise(list(_faults(mappings, _REFUSAL_TARGET, _OF_REFUSALS)))


def _faults(
    mappings: Mapping[str, str | None] | None, target: re.Pattern[str], sources: frozenset[Source]
) -> Iterator[str]:
    for key, source in (mappings or {}).items():
        if not target.fullmatch(key):
            yield _unreadable(key)
        expression = parse_mapping_expression(source or "")
        if expression is None or expression.source not in sources:
            yield _unreadable(source)


def _is_undeclared(method: Method, expression: MappingExpression) -> bool:
    place = _NAMED_IN_REQUEST.get(expression.source)
    return place is not None and f"method.request.{place}.{expression.name}" not in (method.request_parameters or {})


def _unreadable(expression: str | None) -> str:
    return f"Invalid mapping expression specified: {'null' if expression is None else expression}"


def _undeclared(parameter: str) -> str:
    """fact: control.mappings-name-what-is-declared"""
    return f"Invalid mapping expression parameter specified: {parameter}"


def _raise(faults: list[str]) -> None:
    if faults:
        raise errors.bad_mappings(faults)
