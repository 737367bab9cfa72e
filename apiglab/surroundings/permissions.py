"""Whether the policies of a user or a role let it do what it asks of a service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from apiglab.gateway.condition_keys import identity_keys, time_keys
from apiglab.gateway.identity import Identity
from apiglab.language.policy import (
    AccessRequest,
    Decision,
    Policy,
    PolicyError,
    Verdict,
    deny_everything,
    evaluate,
    parse_policy,
)
from apiglab.model.http import HttpRequest
from apiglab.surroundings.identities import Identities
from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.service_actions import Access, Place, access_of
from apiglab.surroundings.service_errors import ServiceError
from apiglab.surroundings.signers import Signers
from apiglab.surroundings.target import form

_FREE = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
"""What everybody may ask whom IAM knows."""
_PLAIN_CODES = frozenset({"sqs", "s3", "sns", "iam", "sts", "cloudformation", "cloudwatch"})
"""Services that say AccessDenied, without Exception."""


class Permissions:
    """What callers who are not the root may ask of a strict server."""

    def __init__(self, surroundings: Surroundings, identities: Identities, signers: Signers) -> None:
        self._surroundings = surroundings
        self._identities = identities
        self._signers = signers

    async def check(self, request: HttpRequest, *, access_key_id: str, service: str, region: str) -> None:
        """Raise the service's refusal where the caller may not. fact: permissions.strict, permissions.assume-role"""
        identity = self._signers.known(access_key_id) or await self._signers.find(access_key_id)
        if identity is None:
            raise ServiceError(code="AccessDenied", status=403, message="The key is nobody's any more.")
        access = await self._access(request, service, region, identity.account_id)
        keys = _keys(request, identity, self._surroundings.clock.now())
        if access.action != "sts:AssumeRole":
            check_permission(identity, access, keys)
            return
        trust = await self._surroundings.in_worker(self._identities.trust_policy, access.resource)
        verdict = evaluate(
            [_trust(trust, access.resource)], AccessRequest(access.action, access.resource, keys, identity.principal)
        )
        if verdict.decision is not Decision.ALLOW:
            raise _refused(identity, access, "resource-based policy", explicit=verdict.decision is Decision.DENY)
        if verdict.delegated or identity.account_id != access.resource.split(":")[4]:
            check_permission(identity, access, keys)

    async def _access(self, request: HttpRequest, service: str, region: str, account_id: str) -> Access:
        if service == "apigateway":
            path = unquote(request.path)
            return Access(f"apigateway:{request.method}", f"arn:aws:apigateway:{region}::{path}")
        operation = await self._surroundings.operation(request, service)
        if service == "sts" and operation == "AssumeRole":
            return Access("sts:AssumeRole", form(request).get("RoleArn", ""))
        return access_of(request, operation, Place(service, region, account_id))


def check_permission(identity: Identity, access: Access, keys: dict[str, tuple[str, ...]]) -> None:
    """Raise AWS's refusal where the caller's own policies do not let it. fact: permissions.identity-policies"""
    if identity.root or access.action in _FREE:
        return
    for kind, policies in (
        ("identity-based policy", identity.policies),
        ("permissions boundary", identity.boundary),
        ("session policy", identity.session),
    ):
        if policies is not None:
            verdict = _judge(policies, identity, access, keys)
            if verdict.decision is not Decision.ALLOW:
                raise _refused(identity, access, kind, explicit=verdict.decision is Decision.DENY)


def _judge(
    policies: tuple[Policy, ...], identity: Identity, access: Access, keys: dict[str, tuple[str, ...]]
) -> Verdict:
    return evaluate(policies, AccessRequest(access.action, access.resource, keys, identity.principal))


def _refused(identity: Identity, access: Access, kind: str, *, explicit: bool) -> ServiceError:
    service = access.action.partition(":")[0]
    action = access.action.lower() if service == "sqs" else access.action
    why = f"because no {kind} allows the {action} action"
    if explicit:
        why = f"with an explicit deny in {'an' if kind.startswith('i') else 'a'} {kind}"
    message = f"User: {identity.arn} is not authorized to perform: {action} on resource: {access.resource or '*'} {why}"
    code = "AccessDenied" if service in _PLAIN_CODES else "AccessDeniedException"
    json_status = 400 if service in {"dynamodb", "states", "events", "kinesis", "firehose", "secretsmanager"} else 403
    return ServiceError(code=code, status=json_status, message=message)


def _keys(request: HttpRequest, identity: Identity, now: float) -> dict[str, tuple[str, ...]]:
    keys = identity_keys(identity) | time_keys(now)
    keys["aws:sourceip"], keys["aws:securetransport"] = (request.source_ip,), ("true",)
    agent = request.headers.get("User-Agent")
    return keys | {"aws:useragent": (agent,)} if agent else keys


def _trust(document: Mapping[str, Any], role_arn: str) -> Policy:
    """A role's trust policy; it has no Resource, as it is about its own role."""
    statements = document.get("Statement") or []
    listed = [statements] if isinstance(statements, dict) else statements
    whole = {**document, "Statement": [{**each, "Resource": role_arn} for each in listed if isinstance(each, dict)]}
    try:
        return parse_policy(whole, name="the role's trust policy", resource_policy=True)
    except PolicyError:
        return deny_everything("the role's trust policy")
