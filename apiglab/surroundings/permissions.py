"""Whether the policies of a user or a role let it do what it asks of a service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from apiglab.gateway.identity import Identity
from apiglab.language.policy import AccessRequest, Decision, Policy, Verdict, evaluate
from apiglab.surroundings.service_actions import Access
from apiglab.surroundings.service_errors import ServiceError

_FREE = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
"""What everybody may ask whom IAM knows."""
_PLAIN_CODES = frozenset({"sqs", "s3", "sns", "iam", "sts", "cloudformation", "cloudwatch"})
"""Services that say AccessDenied, without Exception."""


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
