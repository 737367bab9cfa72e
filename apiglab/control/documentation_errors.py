"""The errors of documentation parts and versions, in AWS's own words; the rest of the catalogue is in ``errors``."""

from apiglab.control.errors import bad_request, conflict, limit_exceeded, not_found
from apiglab.control.protocol.errors import ControlError
from apiglab.model.documentation import DocumentationPartLocation


def unknown_part() -> ControlError:
    """The API has no such documentation part, or there is no such API."""
    return not_found("Invalid Documentation part identifier specified")


def empty_properties() -> ControlError:
    """A documentation part that says nothing. fact: control.documentation-texts"""
    return bad_request("Documentation part properties must be non-empty")


def bad_properties() -> ControlError:
    """A documentation part whose properties are no JSON object. fact: control.documentation-texts"""
    return bad_request("Invalid Documentation part properties specified. Must be a JSON object")


def nameless_location(kind: str) -> ControlError:
    """A documentation part about something that needs a name. fact: control.documentation-texts"""
    return bad_request(f"Invalid Documentation part location specified. Type '{kind}' must have a name")


def part_exists(location: DocumentationPartLocation) -> ControlError:
    """Two documentation parts about one place. fact: control.documentation-texts"""
    members = (("path", location.path), ("method", location.method), ("statusCode", location.status_code))
    told = [f"{name} '{value}'" for name, value in (*members, ("name", location.name)) if value is not None]
    place = ", ".join([f"type '{location.type}'", *told])
    return conflict(f"Documentation part already exists for the specified location: {place}")


def too_many_parts() -> ControlError:
    """The API has as many documentation parts as the default quota allows. fact: control.documentation-texts"""
    return limit_exceeded("Maximum number of Documentation parts for this API has been reached.")


def bad_import() -> ControlError:
    """A file of documentation parts that cannot be read."""
    return bad_request("Unable to build importer with provided input.")


def warned_import(warnings: list[str]) -> ControlError:
    """An import with warnings that was to fail on any. fact: control.documentation-import"""
    return bad_request(f"Warnings found during import:\n\t{', '.join(warnings)}")


def unknown_version() -> ControlError:
    """The API has no such documentation version. fact: control.documentation-texts"""
    return not_found("Invalid Documentation version specified")


def empty_version() -> ControlError:
    """A documentation version without a name. fact: control.documentation-texts"""
    return bad_request("Documentation version must be non-empty")


def version_exists(version: str) -> ControlError:
    """The API has a documentation version of that name. fact: control.documentation-texts"""
    return conflict(f"Documentation version already exists: {version}")


def version_in_use(version: str, stage_name: str) -> ControlError:
    """A documentation version that a stage names was to be deleted. fact: control.in-use"""
    return conflict(f"Cannot delete documentation version '{version}', is referenced in stage: {stage_name}")
