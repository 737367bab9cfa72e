"""The policies of users and roles as moto's IAM keeps them, parsed; its own evaluator is not used.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from apiglab.language.policy import Policy, PolicyError, deny_everything, parse_policy

_log = logging.getLogger("apiglab.iam")


class Holdings(NamedTuple):
    """What IAM keeps of one caller."""

    name: str
    tags: Mapping[str, str]
    policies: tuple[Policy, ...]
    boundary: tuple[Policy, ...] | None


def of_user(backend: Any, user_name: str) -> Holdings:
    """A user's policies and those of its groups."""
    user = next(user for user in backend.users.values() if user.name == user_name)
    groups = [group for group in backend.groups.values() if user in group.users]
    policies = [policy for holder in (user, *groups) for policy in _held(holder, holder.name)]
    tags = {tag["Key"]: tag["Value"] for tag in user.tags or ()}
    return Holdings(user_name, tags, tuple(policies), None)


def of_role(backend: Any, role_arn: str) -> Holdings:
    """A role's policies, and its permissions boundary; nothing where there is no such role any more."""
    role = next((role for role in backend.roles.values() if role.arn == role_arn), None)
    if role is None:
        return Holdings(role_arn.rpartition("/")[2], {}, (), None)
    boundary = role.permissions_boundary_arn
    tags = {tag["Key"]: tag["Value"] for tag in _listed(role.tags)}
    return Holdings(
        role.name,
        tags,
        tuple(_held(role, role.name)),
        tuple(_boundary(backend, boundary)) if boundary else None,
    )


def read(document: Any, name: str) -> Policy:
    """A policy of IAM's; one that cannot be read denies everything, as nobody knows what it would have denied."""
    try:
        return parse_policy(document, name=name)
    except PolicyError as error:
        _log.warning("the policy %s cannot be read, so that it denies everything: %s", name, error.message)
        return deny_everything(name)


def _held(holder: Any, whose: str) -> Iterator[Policy]:
    for name, document in list(holder.policies.items()):
        yield read(document, f"{whose}/{name}")
    for managed in list(holder.managed_policies.values()):
        yield read(_default_document(managed), managed.arn)


def _boundary(backend: Any, arn: str) -> Iterator[Policy]:
    """The boundary; one that is gone allows nothing."""
    managed = backend.managed_policies.get(arn)
    if managed is not None:
        yield read(_default_document(managed), arn)


def _default_document(managed: Any) -> str:
    return next((version.document for version in managed.versions if version.is_default), "")


def _listed(tags: Any) -> list[dict[str, str]]:
    """Tags in either of the two forms in which moto keeps them."""
    return list(tags.values()) if isinstance(tags, dict) else list(tags or ())
