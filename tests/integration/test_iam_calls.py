"""Users, groups and roles of IAM call a guarded API on a running server, and what their policies say holds at once."""

import json
from typing import Any

import pytest

from apiglab.language.policy import PolicyError, parse_policy
from tests.integration.iam_calls import ALLOW, DENY, Caller, a_session, a_user, deploy_guarded, document
from tests.serving import ROOT_KEY, ROOT_SECRET, Served

pytestmark = pytest.mark.slow
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}],
    }
)


def a_role(server: Served, name: str, *statements: dict[str, Any], **more: Any) -> str:
    """A role with an inline policy of these statements; its name."""
    iam = server.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **more)
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="calls", PolicyDocument=document(*statements))
    return name


def test_a_user_calls_by_its_own_policy_its_groups_and_an_attached_one(server: Served) -> None:
    """Each of them allows, and any of them may deny. fact: iam.limits"""
    iam = server.client("iam")
    api = deploy_guarded(server)
    ann = a_user(server, "ann")
    before = ann.call(api)
    iam.attach_user_policy(UserName="ann", PolicyArn="arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess")
    attached = ann.call(api)
    iam.detach_user_policy(UserName="ann", PolicyArn="arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess")
    iam.create_group(GroupName="callers")
    iam.put_group_policy(GroupName="callers", PolicyName="calls", PolicyDocument=document(ALLOW))
    iam.add_user_to_group(GroupName="callers", UserName="ann")
    of_group = ann.call(api)
    iam.put_user_policy(UserName="ann", PolicyName="never", PolicyDocument=document(DENY))

    assert (before.status_code, attached.status_code, of_group.status_code) == (403, 200, 200)
    assert attached.text == "arn:aws:iam::123456789012:user/ann"
    assert "with an explicit deny in an identity-based policy" in ann.call(api).json()["Message"]


def test_a_key_that_is_switched_off_is_nobody_s(server: Served) -> None:
    """At once. fact: iam.signature-refusals"""
    api = deploy_guarded(server)
    bob = a_user(server, "bob", ALLOW)
    assert bob.call(api).status_code == 200

    server.client("iam").update_access_key(UserName="bob", AccessKeyId=bob.key, Status="Inactive")

    refused = bob.call(api)
    assert refused.headers["x-amzn-ErrorType"] == "UnrecognizedClientException"


def test_keys_that_nobody_gave_out_call_nothing(server: Served) -> None:
    """Whatever the control plane of a plain server takes. fact: iam.signature-refusals"""
    api = deploy_guarded(server)

    for key in ("test", "123456789012", ROOT_KEY):
        assert Caller(server, key, ROOT_SECRET).call(api).status_code == 403


def test_a_session_calls_as_far_as_role_session_and_boundary_let_it(server: Served) -> None:
    """Each narrows it further. fact: iam.limits"""
    api = deploy_guarded(server)
    elsewhere = {**ALLOW, "Resource": "arn:aws:execute-api:*:*:elsewhere/*"}
    boundary = server.client("iam").create_policy(PolicyName="most", PolicyDocument=document(elsewhere))["Policy"]
    a_role(server, "reader", ALLOW)
    a_role(server, "bounded", ALLOW, PermissionsBoundary=boundary["Arn"])

    reader, narrow = a_session(server, "reader"), a_session(server, "reader", Policy=document(elsewhere))

    assert reader.call(api).text == "arn:aws:sts::123456789012:assumed-role/reader/session"
    assert "no session policy allows" in narrow.call(api).json()["Message"]
    assert "no permissions boundary allows" in a_session(server, "bounded").call(api).json()["Message"]


def test_a_caller_of_another_account_needs_both_sides(server: Served) -> None:
    """The API's policy counts once it is deployed. fact: resource-policy.table-b, resource-policy.deployed"""
    gateway = server.client("apigateway")
    api = deploy_guarded(server)
    eve = a_user(server, "eve", ALLOW, key="210987654321")
    policy = document({**ALLOW, "Principal": {"AWS": "210987654321"}, "Resource": "execute-api:/dev/GET/*"})
    before = eve.call(api)
    gateway.update_rest_api(restApiId=api, patchOperations=[{"op": "replace", "path": "/policy", "value": policy}])
    saved = eve.call(api)
    gateway.create_deployment(restApiId=api, stageName="dev")

    assert (before.status_code, saved.status_code, eve.call(api).status_code) == (403, 403, 200)
    assert "because no resource-based policy allows" in before.json()["Message"]


def test_every_policy_of_aws_s_own_can_be_read(server: Served) -> None:
    """The engine knows all that AWS writes in its managed policies."""
    iam = server.client("iam")
    unread = {}
    for page in iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 1000}):
        for policy in page["Policies"]:
            version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
            try:
                parse_policy(version["PolicyVersion"]["Document"])
            except PolicyError as error:
                unread[policy["PolicyName"]] = error.message
            if len(unread) > 3:
                break

    assert unread == {}


def test_the_root_keys_of_a_strict_server_call_any_api(strict_server: Served) -> None:
    """They are the account's root. fact: iam.root"""
    api = deploy_guarded(strict_server)

    assert Caller(strict_server, ROOT_KEY, ROOT_SECRET).call(api).text == "arn:aws:iam::123456789012:root"
