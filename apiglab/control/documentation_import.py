"""Documentation parts in an OpenAPI file: its extension ``x-amazon-apigateway-documentation``.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-quick-start-import-export.html
"""

import json
from typing import Any, NamedTuple

from apiglab.control import documentation_errors as errors
from apiglab.model.documentation import DocumentationPartLocation

TYPES = frozenset(
    {
        "API",
        "AUTHORIZER",
        "MODEL",
        "RESOURCE",
        "METHOD",
        "PATH_PARAMETER",
        "QUERY_PARAMETER",
        "REQUEST_HEADER",
        "REQUEST_BODY",
        "RESPONSE",
        "RESPONSE_HEADER",
        "RESPONSE_BODY",
    }
)
LARGEST = 6 * 1024 * 1024
"""Bytes of a file."""

_MEMBERS = {"path": "path", "method": "method", "statusCode": "status_code", "name": "name"}


class Entry(NamedTuple):
    """One part as the file has it."""

    location: DocumentationPartLocation | None
    """None where it cannot be imported."""
    properties: dict[str, Any]
    fault: str | None = None
    """Why it cannot."""


def read_parts(body: bytes) -> list[Entry]:
    """The parts of a JSON or YAML file; AWS's error where it is neither. fact: control.documentation-import"""
    document = _parsed(body)
    documentation = document.get("x-amazon-apigateway-documentation") if isinstance(document, dict) else None
    parts = documentation.get("documentationParts") if isinstance(documentation, dict) else None
    if not isinstance(parts, list):
        raise errors.bad_import()
    return [_entry(part) for part in parts]


def _entry(part: Any) -> Entry:
    location = part.get("location") if isinstance(part, dict) else None
    properties = part.get("properties") if isinstance(part, dict) else None
    kind = location.get("type") if isinstance(location, dict) else None
    if not isinstance(location, dict) or not isinstance(kind, str) or kind not in TYPES:
        return Entry(None, {}, f"invalid location type {kind}")
    if not isinstance(properties, dict) or not properties:
        return Entry(None, {}, f"no properties for the location type {kind}")
    members = {ours: str(location[name]) for name, ours in _MEMBERS.items() if location.get(name) is not None}
    return Entry(DocumentationPartLocation(type=kind, **members), properties)


def _parsed(body: bytes) -> Any:
    if len(body) > LARGEST:
        raise errors.bad_import()
    try:
        return json.loads(body)
    except RecursionError:
        raise errors.bad_import() from None
    except ValueError:
        return _parsed_yaml(body)


def _parsed_yaml(body: bytes) -> Any:
    # Imported here and not above: most starts of the server never read YAML.
    import yaml

    class Loader(yaml.SafeLoader):
        """YAML without aliases, of which a few lines can stand for any amount of data."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise errors.bad_import()
            return super().compose_node(parent, index)

    try:
        document = yaml.load(body, Loader)  # noqa: S506  a subclass of the safe loader
        # What YAML has and JSON lacks becomes text: dates, sets, binary data.
        return json.loads(json.dumps(document, default=str))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise errors.bad_import() from None
