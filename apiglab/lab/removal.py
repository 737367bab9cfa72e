"""Remove one resource, with what has to go before it."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from apiglab.lab.kinds import Key, Kind
from apiglab.lab.presence import arguments, is_gone

Removal = Callable[[Any, Key], None]


def remove(client: Any, kind: Kind, key: Key) -> bool:
    """Delete a resource and wait until it is gone; False where it was gone already."""
    special = SPECIAL.get(kind.name)
    try:
        if special is not None:
            special(client, key)
        else:
            getattr(client, kind.delete)(**arguments(key))
    except ClientError as error:
        if is_gone(error):
            return False
        raise
    if kind.waiter:
        client.get_waiter(kind.waiter).wait(**key, WaiterConfig={"Delay": 2, "MaxAttempts": 300})
    return True


def log_group_prefixes(kind: Kind, key: Key) -> tuple[str, ...]:
    """The log groups that a resource's use leaves behind, which no call of the learner's made."""
    if kind.name == "lambda.CreateFunction":
        return (f"/aws/lambda/{key['FunctionName']}",)
    if kind.name == "apigateway.CreateRestApi":
        return (f"API-Gateway-Execution-Logs_{key['restApiId']}/",)
    return ()


def remove_log_groups(client: Any, prefix: str) -> int:
    """Delete the log groups of one function or API; how many there were."""
    groups = [
        group["logGroupName"]
        for page in client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
        for group in page["logGroups"]
        # A function's group is exactly the prefix: /aws/lambda/pets is not /aws/lambda/pets-v2.
        if group["logGroupName"] == prefix or prefix.endswith("/")
    ]
    for name in groups:
        client.delete_log_group(logGroupName=name)
    return len(groups)


def _usage_plan(client: Any, key: Key) -> None:
    # AWS refuses to delete a plan that still has an API stage.
    stages = client.get_usage_plan(**key).get("apiStages", ())
    operations = [{"op": "remove", "path": "/apiStages", "value": f"{s['apiId']}:{s['stage']}"} for s in stages]
    if operations:
        client.update_usage_plan(**key, patchOperations=operations)
    client.delete_usage_plan(**key)


def _rule(client: Any, key: Key) -> None:
    targets = [target["Id"] for target in client.list_targets_by_rule(Rule=key["Name"])["Targets"]]
    if targets:
        client.remove_targets(Rule=key["Name"], Ids=targets)
    client.delete_rule(**key)


def _alarm(client: Any, key: Key) -> None:
    client.delete_alarms(AlarmNames=[key["AlarmName"]])


def _secret(client: Any, key: Key) -> None:
    # Without this, AWS keeps the secret, and its name, for thirty days.
    client.delete_secret(**key, ForceDeleteWithoutRecovery=True)


def _bucket(client: Any, key: Key) -> None:
    for page in client.get_paginator("list_object_versions").paginate(**key):
        held = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in held]
        if objects:
            client.delete_objects(**key, Delete={"Objects": objects})
    client.delete_bucket(**key)


def _user_pool(client: Any, key: Key) -> None:
    pool = client.describe_user_pool(**key)["UserPool"]
    for domain in filter(None, (pool.get("Domain"), pool.get("CustomDomain"))):
        client.delete_user_pool_domain(**key, Domain=domain)
    client.delete_user_pool(**key)


def _vpc(client: Any, key: Key) -> None:
    within = [{"Name": "vpc-id", "Values": [key["VpcId"]]}]
    for subnet in client.describe_subnets(Filters=within)["Subnets"]:
        client.delete_subnet(SubnetId=subnet["SubnetId"])
    for group in client.describe_security_groups(Filters=within)["SecurityGroups"]:
        if group["GroupName"] != "default":
            client.delete_security_group(GroupId=group["GroupId"])
    client.delete_vpc(**key)


def _role(client: Any, key: Key) -> None:
    for policy in client.list_attached_role_policies(**key)["AttachedPolicies"]:
        client.detach_role_policy(**key, PolicyArn=policy["PolicyArn"])
    for name in client.list_role_policies(**key)["PolicyNames"]:
        client.delete_role_policy(**key, PolicyName=name)
    for profile in client.list_instance_profiles_for_role(**key)["InstanceProfiles"]:
        client.remove_role_from_instance_profile(**key, InstanceProfileName=profile["InstanceProfileName"])
    client.delete_role(**key)


def _user(client: Any, key: Key) -> None:
    for policy in client.list_attached_user_policies(**key)["AttachedPolicies"]:
        client.detach_user_policy(**key, PolicyArn=policy["PolicyArn"])
    for name in client.list_user_policies(**key)["PolicyNames"]:
        client.delete_user_policy(**key, PolicyName=name)
    for access_key in client.list_access_keys(**key)["AccessKeyMetadata"]:
        client.delete_access_key(**key, AccessKeyId=access_key["AccessKeyId"])
    for group in client.list_groups_for_user(**key)["Groups"]:
        client.remove_user_from_group(**key, GroupName=group["GroupName"])
    client.delete_user(**key)


def _policy(client: Any, key: Key) -> None:
    holders = client.list_entities_for_policy(**key)
    for role in holders.get("PolicyRoles", ()):
        client.detach_role_policy(**key, RoleName=role["RoleName"])
    for user in holders.get("PolicyUsers", ()):
        client.detach_user_policy(**key, UserName=user["UserName"])
    for version in client.list_policy_versions(**key)["Versions"]:
        if not version["IsDefaultVersion"]:
            client.delete_policy_version(**key, VersionId=version["VersionId"])
    client.delete_policy(**key)


SPECIAL: Mapping[str, Removal] = {
    "apigateway.CreateUsagePlan": _usage_plan,
    "events.PutRule": _rule,
    "cloudwatch.PutMetricAlarm": _alarm,
    "s3.CreateBucket": _bucket,
    "secretsmanager.CreateSecret": _secret,
    "cognito-idp.CreateUserPool": _user_pool,
    "ec2.CreateVpc": _vpc,
    "iam.CreateRole": _role,
    "iam.CreateUser": _user,
    "iam.CreatePolicy": _policy,
}
"""Kinds that take more than one call to go."""
