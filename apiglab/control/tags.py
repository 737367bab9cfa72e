"""Tags: key-value pairs on REST APIs, stages and whatever else has tags, by their ARNs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from apiglab.control import errors
from apiglab.control.api_keys import key_of, tag_api_key
from apiglab.control.call import Call, Operations, Output
from apiglab.control.client_certificates import certificate_of, tag_client_certificate
from apiglab.control.domains import domain_of
from apiglab.control.publishing import publish
from apiglab.control.stages import stage_of
from apiglab.control.store import ApiStore, DomainStore
from apiglab.control.tag_checks import check_tags
from apiglab.control.usage_plans import plan_of, tag_usage_plan
from apiglab.control.vpc_links import link_of, tag_vpc_link
from apiglab.model.frozen import FrozenMap

_ARN = re.compile(r"arn:aws[a-z-]*:apigateway:(?P<region>[^:]+)::(?P<path>/.+)")
_PATH = re.compile(
    r"/restapis/(?P<api>[^/]+)(?:/stages/(?P<stage>[^/]+))?"
    r"|/clientcertificates/(?P<certificate>[^/]+)|/vpclinks/(?P<link>[^/]+)|/domainnames/(?P<domain>[^/]+)"
    r"|/apikeys/(?P<key>[^/]+)|/usageplans/(?P<plan>[^/]+)"
)


class Tagged(NamedTuple):
    """Something that has tags."""

    tags: FrozenMap[str, str] | None
    keep: Callable[[FrozenMap[str, str] | None], None]
    """Puts others in their place."""


def tag_resource(call: Call, *, resource_arn: str, tags: FrozenMap[str, str]) -> None:
    """Add tags to something; one of the same key is replaced."""
    tagged = _find(call, resource_arn)
    _keep(tagged, {**(tagged.tags or {}), **tags})


def untag_resource(call: Call, *, resource_arn: str, tag_keys: tuple[str, ...]) -> None:
    """Take tags away; keys that are not there do not matter."""
    tagged = _find(call, resource_arn)
    _keep(tagged, _without(tagged.tags or {}, tag_keys))


def get_tags(
    call: Call,
    *,
    resource_arn: str,
    position: str | None = None,  # noqa: ARG001  AWS takes it and says that it is not supported
    limit: int | None = None,  # noqa: ARG001  likewise
) -> Output:
    """The tags of something."""
    return {"tags": _find(call, resource_arn).tags or {}}


def _find(call: Call, arn: str) -> Tagged:
    parsed = _ARN.fullmatch(arn)
    if parsed is None or parsed["region"] != call.region:
        raise errors.bad_arn()
    path = _PATH.fullmatch(parsed["path"])
    if path is None:
        raise errors.not_built(f"tags of {parsed['path'].split('/')[1]}")
    if path["certificate"] is not None:
        certificate_id = path["certificate"]
        tags = certificate_of(call, certificate_id).tags
        return Tagged(tags, lambda new: tag_client_certificate(call, certificate_id, new))
    if path["link"] is not None:
        link_id = path["link"]
        return Tagged(link_of(call, link_id).tags, lambda new: tag_vpc_link(call, link_id, new))
    if path["domain"] is not None:
        domain = domain_of(call, path["domain"])
        return Tagged(domain.domain.tags, lambda new: _tag_domain(domain, new))
    if path["key"] is not None:
        key_id = path["key"]
        return Tagged(key_of(call, key_id).tags, lambda new: tag_api_key(call, key_id, new))
    if path["plan"] is not None:
        plan_id = path["plan"]
        return Tagged(plan_of(call, plan_id).plan.tags, lambda new: tag_usage_plan(call, plan_id, new))
    api = call.here.rest_api(path["api"])
    if path["stage"] is None:
        return Tagged(api.rest_api.tags, lambda new: _tag_api(api, new))
    stage = stage_of(api, path["stage"])
    return Tagged(stage.tags, lambda new: publish(call, api, replace(stage, tags=new)))


def _tag_api(api: ApiStore, tags: FrozenMap[str, str] | None) -> None:
    api.rest_api = replace(api.rest_api, tags=tags)


def _tag_domain(store: DomainStore, tags: FrozenMap[str, str] | None) -> None:
    store.domain = replace(store.domain, tags=tags)


def _without(tags: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    gone = set(keys)
    return {key: value for key, value in tags.items() if key not in gone}


def _keep(tagged: Tagged, tags: Mapping[str, str]) -> None:
    check_tags(tags)
    tagged.keep(FrozenMap(tags) if tags else None)


OPERATIONS: Operations = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "GetTags": get_tags,
}
