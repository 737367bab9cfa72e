"""Documentation parts: what is written about an API, its resources, methods, parameters and bodies.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api.html
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from apiglab.control import documentation_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.documentation_import import read_parts
from apiglab.control.errors import not_built
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar, verbatim
from apiglab.model.documentation import DocumentationPart, DocumentationPartLocation

MAXIMUM_PARTS = 2000
_NAMED = frozenset({"AUTHORIZER", "MODEL", "PATH_PARAMETER", "QUERY_PARAMETER", "REQUEST_HEADER", "RESPONSE_HEADER"})

DOCUMENTATION_PART: PatchTable[DocumentationPart] = PatchTable(
    (scalar("/properties", "properties", verbatim),), LISTING
)


def create_documentation_part(
    call: Call, *, rest_api_id: str, location: DocumentationPartLocation, properties: str
) -> Output:
    """Write about a place that nothing is written about yet."""
    api = call.here.rest_api(rest_api_id)
    part = _checked(DocumentationPart(id=call.new_id(6), location=location, properties=properties))
    if any(each.location == location for each in api.documentation_parts.values()):
        raise errors.part_exists(location)
    if len(api.documentation_parts) >= MAXIMUM_PARTS:
        raise errors.too_many_parts()
    api.documentation_parts[part.id] = part
    return part


def get_documentation_part(call: Call, *, rest_api_id: str, documentation_part_id: str) -> Output:
    """One part."""
    return _find_part(call, rest_api_id, documentation_part_id)[1]


def get_documentation_parts(
    call: Call,
    *,
    rest_api_id: str,
    type: str | None = None,  # noqa: A002  AWS's name of the member
    name_query: str | None = None,
    path: str | None = None,
    location_status: str | None = None,
    position: str | None = None,
    limit: int | None = None,
) -> Page[DocumentationPart]:
    """An API's parts, or those about places of that type, name and path."""
    api = call.here.rest_api(rest_api_id)
    if location_status == "UNDOCUMENTED":
        raise not_built("locationStatus UNDOCUMENTED of GetDocumentationParts")
    found = (
        part
        for part in api.documentation_parts.values()
        if type in (None, part.location.type)
        and name_query in (None, part.location.name)
        and path in (None, part.location.path)
    )
    return page(found, _order, position, limit)


def update_documentation_part(
    call: Call, *, rest_api_id: str, documentation_part_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Write something else about the same place."""
    api, part = _find_part(call, rest_api_id, documentation_part_id)
    changed = _checked(patched(DOCUMENTATION_PART, part, patch_operations))
    api.documentation_parts[documentation_part_id] = changed
    return changed


def delete_documentation_part(call: Call, *, rest_api_id: str, documentation_part_id: str) -> None:
    """Delete a part; versions made before keep it."""
    api, _ = _find_part(call, rest_api_id, documentation_part_id)
    del api.documentation_parts[documentation_part_id]


async def import_documentation_parts(
    call: Call, *, rest_api_id: str, body: bytes, mode: str = "merge", fail_on_warnings: bool = False
) -> Output:
    """Take parts from an OpenAPI file, beside those that are there or in their place; all of them or none."""
    api = call.here.rest_api(rest_api_id)
    # A large file takes seconds, during which the server goes on answering.
    entries = await asyncio.to_thread(read_parts, body)
    warnings = [f"Documentation part ignored: {entry.fault}" for entry in entries if entry.fault]
    if warnings and fail_on_warnings:
        raise errors.warned_import(warnings)
    kept = {} if mode == "overwrite" else {part.location: part for part in api.documentation_parts.values()}
    ids = [_take(call, kept, entry.location, entry.properties) for entry in entries if entry.location is not None]
    if len(kept) > MAXIMUM_PARTS:
        raise errors.too_many_parts()
    api.documentation_parts = {part.id: part for part in kept.values()}
    return {"ids": list(dict.fromkeys(ids)), "warnings": warnings}


def _take(
    call: Call,
    kept: dict[DocumentationPartLocation, DocumentationPart],
    location: DocumentationPartLocation,
    properties: Mapping[str, Any],
) -> str:
    """Add an imported part to ``kept``, its properties over those that stand at its place; its identifier."""
    old = kept.get(location)
    try:
        text = json.dumps({**(json.loads(old.properties) if old else {}), **properties}, ensure_ascii=False)
    except RecursionError:
        raise errors.bad_properties() from None
    part = _checked(DocumentationPart(id=old.id if old else call.new_id(6), location=location, properties=text))
    kept[location] = part
    return part.id


def _find_part(call: Call, rest_api_id: str, part_id: str) -> tuple[ApiStore, DocumentationPart]:
    """A part and its API; AWS says that the part is unknown even where the API is."""
    api = call.here.rest_apis.get(rest_api_id)
    part = api.documentation_parts.get(part_id) if api else None
    if api is None or part is None:
        raise errors.unknown_part()
    return api, part


def _checked(part: DocumentationPart) -> DocumentationPart:
    if part.location.type in _NAMED and not part.location.name:
        raise errors.nameless_location(part.location.type)
    if not part.properties:
        raise errors.empty_properties()
    try:
        properties = json.loads(part.properties)
    except (ValueError, RecursionError):
        raise errors.bad_properties() from None
    if not isinstance(properties, dict):
        raise errors.bad_properties()
    return part


def _order(part: DocumentationPart) -> str:
    """By path and what is there: the API itself first. fact: control.list-order"""
    at = part.location
    return "\n".join((at.path or "", at.method or "", at.type, at.status_code or "", at.name or "", part.id))


OPERATIONS: Operations = {
    "CreateDocumentationPart": create_documentation_part,
    "GetDocumentationPart": get_documentation_part,
    "GetDocumentationParts": get_documentation_parts,
    "UpdateDocumentationPart": update_documentation_part,
    "DeleteDocumentationPart": delete_documentation_part,
    "ImportDocumentationParts": import_documentation_parts,
}
