"""Tags: key-value pairs on REST APIs and stages, by their ARNs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.publishing import publish
from apiglab.control.stages import stage_of
from apiglab.control.store import ApiStore
from apiglab.control.tag_checks import check_tags
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import RestApi
from apiglab.model.stage import Stage

_ARN = re.compile(r"arn:aws[a-z-]*:apigateway:(?P<region>[^:]+)::(?P<path>/.+)")
_PATH = re.compile(r"/restapis/(?P<api>[^/]+)(?:/stages/(?P<stage>[^/]+))?")


def tag_resource(call: Call, *, resource_arn: str, tags: FrozenMap[str, str]) -> None:
    """Add tags to a REST API or a stage; one of the same key is replaced."""
    api, tagged = _find(call, resource_arn)
    _keep(call, api, tagged, {**(tagged.tags or {}), **tags})


def untag_resource(call: Call, *, resource_arn: str, tag_keys: tuple[str, ...]) -> None:
    """Take tags away; keys that are not there do not matter."""
    api, tagged = _find(call, resource_arn)
    _keep(call, api, tagged, _without(tagged.tags or {}, tag_keys))


def get_tags(
    call: Call,
    *,
    resource_arn: str,
    position: str | None = None,  # noqa: ARG001  AWS takes it and says that it is not supported
    limit: int | None = None,  # noqa: ARG001  likewise
) -> Output:
    """The tags of a REST API or a stage."""
    return {"tags": _find(call, resource_arn)[1].tags or {}}


def _find(call: Call, arn: str) -> tuple[ApiStore, RestApi | Stage]:
    parsed = _ARN.fullmatch(arn)
    if parsed is None or parsed["region"] != call.region:
        raise errors.bad_arn()
    path = _PATH.fullmatch(parsed["path"])
    if path is None:
        raise errors.not_built(f"tags of {parsed['path'].split('/')[1]}")
    api = call.here.rest_api(path["api"])
    return api, api.rest_api if path["stage"] is None else stage_of(api, path["stage"])


def _without(tags: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    gone = set(keys)
    return {key: value for key, value in tags.items() if key not in gone}


def _keep(call: Call, api: ApiStore, tagged: RestApi | Stage, tags: Mapping[str, str]) -> None:
    check_tags(tags)
    frozen = FrozenMap(tags) if tags else None
    if isinstance(tagged, Stage):
        publish(call, api, replace(tagged, tags=frozen))
    else:
        api.rest_api = replace(tagged, tags=frozen)


OPERATIONS: Operations = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "GetTags": get_tags,
}
