"""Documentation versions: all that is written about an API, frozen under a name.

https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationVersion.html
"""

from dataclasses import replace

from apiglab.control import documentation_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.patching import patched
from apiglab.control.publishing import publish
from apiglab.control.stages import stage_of
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.documentation import DocumentationVersion

DOCUMENTATION_VERSION: PatchTable[DocumentationVersion] = PatchTable((scalar("/description", "description"),), LISTING)


def create_documentation_version(
    call: Call,
    *,
    rest_api_id: str,
    documentation_version: str,
    stage_name: str | None = None,
    description: str | None = None,
) -> Output:
    """Freeze the parts as they are now; a stage that is named shows this version from now on."""
    api = call.here.rest_api(rest_api_id)
    if not documentation_version:
        raise errors.empty_version()
    if documentation_version in api.documentation_versions:
        raise errors.version_exists(documentation_version)
    stage = stage_of(api, stage_name) if stage_name else None
    now = call.clock.now()
    version = DocumentationVersion(
        version=documentation_version,
        created_date=now,
        description=description or None,
        parts=tuple(api.documentation_parts.values()),
    )
    api.documentation_versions[documentation_version] = version
    if stage is not None:
        publish(call, api, replace(stage, documentation_version=documentation_version, last_updated_date=now))
    return version


def get_documentation_version(call: Call, *, rest_api_id: str, documentation_version: str) -> Output:
    """One version."""
    return _version_of(call.here.rest_api(rest_api_id), documentation_version)


def get_documentation_versions(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[DocumentationVersion]:
    """An API's versions, the oldest first."""
    versions = call.here.rest_api(rest_api_id).documentation_versions.values()
    return page(versions, lambda each: by_creation(each.created_date, each.version), position, limit)


def update_documentation_version(
    call: Call, *, rest_api_id: str, documentation_version: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a version's description."""
    api = call.here.rest_api(rest_api_id)
    version = patched(DOCUMENTATION_VERSION, _version_of(api, documentation_version), patch_operations)
    api.documentation_versions[documentation_version] = version
    return version


def delete_documentation_version(call: Call, *, rest_api_id: str, documentation_version: str) -> None:
    """Delete a version that no stage shows. fact: control.in-use"""
    api = call.here.rest_api(rest_api_id)
    _version_of(api, documentation_version)
    for stage in api.stages.values():
        if stage.documentation_version == documentation_version:
            raise errors.version_in_use(documentation_version, stage.stage_name)
    del api.documentation_versions[documentation_version]


def _version_of(api: ApiStore, documentation_version: str) -> DocumentationVersion:
    try:
        return api.documentation_versions[documentation_version]
    except KeyError:
        raise errors.unknown_version() from None


OPERATIONS: Operations = {
    "CreateDocumentationVersion": create_documentation_version,
    "GetDocumentationVersion": get_documentation_version,
    "GetDocumentationVersions": get_documentation_versions,
    "UpdateDocumentationVersion": update_documentation_version,
    "DeleteDocumentationVersion": delete_documentation_version,
}
