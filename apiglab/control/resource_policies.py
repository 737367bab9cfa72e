"""The resource policies of APIs: what may be saved, and in which form.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
"""

import json
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call
from apiglab.language.policy import PolicyError, parse_policy
from apiglab.language.policy_abbreviations import ABBREVIATED, written_out
from apiglab.model.rest import RestApi


def check_policy(policy: str | None) -> None:
    """Raise AWS's error where a policy cannot be read. fact: resource-policy.checked-on-save"""
    if policy is None:
        return
    try:
        parse_policy(policy, resource_policy=True)
    except PolicyError:
        raise errors.bad_policy() from None


def with_full_arns(call: Call, rest_api: RestApi) -> RestApi:
    """The API with the abbreviated resources of its policy written out. fact: resource-policy.abbreviations"""
    if rest_api.policy is None or ABBREVIATED not in rest_api.policy:
        return rest_api
    try:
        document = json.loads(rest_api.policy)
    except (ValueError, RecursionError):
        return rest_api  # check_policy refuses it
    prefix = f"arn:aws:execute-api:{call.region}:{call.account_id}:{rest_api.id}/"
    if isinstance(document, dict):
        document = written_out(document, prefix)
    return replace(rest_api, policy=json.dumps(document, separators=(",", ":"), ensure_ascii=False))
