"""What a deployment would change: the API as it stands beside what a stage serves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from apiglab.model.rest import Method, RestApiSnapshot

# Names and texts for people alter no answer, and ids are told by what they stand for; fact: undeployed.what-counts
SILENT = frozenset({"id", "parent_id", "path_part", "root_resource_id", "created_date", "default_response"})
UNSERVED = frozenset({"description", "name", "version", "tags", "operation_name"})

WORDS: Mapping[str, str] = {
    "method_integration": "integration",
    "integration_responses": "response",
    "method_responses": "method response",
    "request_templates": "request template",
    "response_templates": "template",
    "request_parameters": "request parameter",
    "response_parameters": "parameter",
    "request_models": "request model",
    "response_models": "model",
    "timeout_in_millis": "timeout",
    "authorizer_id": "authorizer",
    "request_validator_id": "request validator",
    "provider_arns": "user pools",
}
"""What a record's member is called where its own name would not do."""


class _Missing:
    """Stands for what is not there."""


_MISSING = _Missing()
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the next deployment would alter."""

    subject: str
    """``GET /pets``, ``/pets``, ``model Pet``, or the API."""
    part: str
    """``integration timeout``; empty where the whole subject comes or goes."""
    before: str | None
    """What the stage serves: None where it has nothing of the kind, empty where it has a thing without a text."""
    after: str | None
    """What the API has now, told in the same way."""


def undeployed(served: RestApiSnapshot, standing: RestApiSnapshot) -> list[Change]:
    """Every difference of ``standing``, an API as it is now, from the snapshot that a stage serves."""
    old, new = _subjects(served), _subjects(standing)
    changes: list[Change] = []
    for key in (*new, *(key for key in old if key not in new)):
        label, record = new[key] if key in new else old[key]
        if key not in old or key not in new:
            known = "" if key in old else None
            changes.append(Change(label, "", known, "" if known is None else None))
            continue
        changes += [Change(label, " ".join(path), a, b) for path, a, b in _differences(old[key][1], record, ())]
    return changes


def _subjects(snapshot: RestApiSnapshot) -> dict[Path, tuple[str, Any]]:
    """Everything that can change, by what makes it the same thing in both snapshots, with its name."""
    found: dict[Path, tuple[str, Any]] = {("api",): ("the API", snapshot.rest_api)}
    names = {a.id: a.name for a in snapshot.authorizers}
    names |= {v.id: v.name or v.id for v in snapshot.request_validators}
    for resource in sorted(snapshot.resources, key=lambda resource: resource.path):
        found["resource", resource.path] = (resource.path, None)
        for verb, method in sorted((resource.resource_methods or {}).items()):
            found["method", resource.path, verb] = (f"{verb} {resource.path}", _named(method, names))
    for authorizer in snapshot.authorizers:
        found["authorizer", authorizer.id] = (f"authorizer {authorizer.name}", authorizer)
    for validator in snapshot.request_validators:
        found["validator", validator.id] = (f"request validator {validator.name or validator.id}", validator)
    for model in snapshot.models:
        found["model", model.name] = (f"model {model.name}", model)
    for response in snapshot.gateway_responses:
        found["response", response.response_type] = (f"gateway response {response.response_type}", response)
    return found


def _named(method: Method, names: Mapping[str, str]) -> Method:
    """The method with names where it has ids."""

    def told(id_: str | None) -> str | None:
        return f"{names[id_]} ({id_})" if id_ is not None and id_ in names else id_

    validator_id = told(method.request_validator_id)
    return replace(method, authorizer_id=told(method.authorizer_id), request_validator_id=validator_id)


def _differences(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, str | None, str | None]]:
    if before == after:
        return
    if is_dataclass(before) and type(before) is type(after):
        for member in fields(before):
            if member.name not in SILENT | UNSERVED:
                word = WORDS.get(member.name, member.name.replace("_", " "))
                yield from _differences(getattr(before, member.name), getattr(after, member.name), (*path, word))
    elif isinstance(before, Mapping) or isinstance(after, Mapping):
        old, new = before or {}, after or {}
        for key in sorted({*old, *new}):
            yield from _differences(_entry(old, key), _entry(new, key), (*path, key))
    else:
        yield path, _text(before), _text(after)


def _entry(entries: Mapping[str, Any], key: str) -> Any:
    """An entry of a map; one that is there without a value is empty, not missing."""
    value = entries.get(key, _MISSING)
    return "" if value is None else value


def _text(value: Any) -> str | None:
    if value is None or value is _MISSING:
        return None
    if is_dataclass(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
