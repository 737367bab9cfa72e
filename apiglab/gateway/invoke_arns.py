"""What a caller asks to invoke, as policies name it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html

A path can be written in several ways that a backend may take for the same. Whatever a policy denies by one of them
stays denied by the others, and what is allowed has to be allowed by each. fact: iam.path-forms
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from apiglab.gateway.call import Call
from apiglab.language.policy import AccessRequest, Decision, Policy, Principal, Verdict, evaluate
from apiglab.language.policy_patterns import Keys
from apiglab.model.arn import execute_api_arn

INVOKE = "execute-api:Invoke"
_PLAIN = re.compile(r"/(?:[^/.%\\;][^/%\\;]*(?:/(?=[^/.])|$))*")
"""A path that can be read in one way only."""
_DECODINGS = 4
_ACCOUNT = re.compile(r"(?<=:)\d{8}(?=\d{4}:)")


def invoke_arns(call: Call) -> tuple[str, ...]:
    """The ARN of the call as it was sent, and behind it those of the other ways to read it."""
    verbs = dict.fromkeys((verb_of(call), call.request.method))
    paths = (call.path,) if _PLAIN.fullmatch(call.path) else tuple(dict.fromkeys(_readings(call.path)))
    deployment, stage = call.deployment, call.stage.stage_name
    return tuple(
        execute_api_arn(deployment.region, deployment.account_id, call.rest_api.id, stage, verb, path)
        for verb in verbs
        for path in paths
    )


def verb_of(call: Call) -> str:
    """The verb by which a method was looked up."""
    return call.request.headers.get("X-HTTP-Method-Override") or call.request.method


def judge(policies: Iterable[Policy], action: str, arns: tuple[str, ...], keys: Keys, principal: Principal) -> Verdict:
    """What policies say of all of ``arns`` together."""
    first: Verdict | None = None
    silent: Verdict | None = None
    for arn in arns:
        verdict = evaluate(policies, AccessRequest(action, arn, keys, principal))
        if verdict.decision is Decision.DENY:
            return verdict
        if verdict.decision is Decision.SILENT:
            silent = verdict
        first = verdict if first is None or verdict.delegated else first
    return silent or first or Verdict(Decision.SILENT)


def masked(arn: str) -> str:
    """An ARN as AWS shows it to the refused: only the account's last four digits. fact: iam.denied-texts"""
    return _ACCOUNT.sub("********", arn, count=1)


def _readings(path: str) -> Iterable[str]:
    """``path`` as it is, decoded as often as it can be, and each of both without what a server may drop."""
    for _ in range(_DECODINGS):
        yield path
        yield _tidied(path)
        decoded = unquote(path, errors="replace")
        if decoded == path:
            return
        path = decoded


def _tidied(path: str) -> str:
    """A path without empty and dot segments, trailing slashes, matrix parameters and backslashes."""
    segments: list[str] = []
    for segment in path.replace("\\", "/").split("/"):
        name = segment.partition(";")[0]
        if name == "..":
            del segments[-1:]
        elif name not in ("", "."):
            segments.append(name)
    return "/" + "/".join(segments)
