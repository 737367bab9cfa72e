"""Cleanup removes what the lab made, in order, and says what became of each."""

from pathlib import Path
from typing import Any

import pytest

from apiglab.lab.cleanup import PAUSE, Cleaner
from apiglab.lab.inventory import Inventory
from apiglab.lab.ledger import Entry, Ledger
from tests.unit.lab.fake_aws import FakeAws, refusal

ROLE = Entry(kind="iam.CreateRole", key={"RoleName": "pets-role"}, label="pets-role")
FUNCTION = Entry(kind="lambda.CreateFunction", key={"FunctionName": "pets"}, label="pets")
API = Entry(kind="apigateway.CreateRestApi", key={"restApiId": "a1b2"}, label="pets")
NOBODY: dict[str, Any] = {
    "iam__list_attached_role_policies": {"AttachedPolicies": []},
    "iam__list_role_policies": {"PolicyNames": []},
    "iam__list_instance_profiles_for_role": {"InstanceProfiles": []},
    "logs__describe_log_groups": {"logGroups": []},
}


def a_ledger(folder: Path, *entries: Entry) -> Ledger:
    """A ledger of these."""
    ledger = Ledger("01", "aws", folder)
    for entry in entries:
        ledger.record(entry)
    return ledger


def present_once(name: str) -> list[Any]:
    """There when first looked for, gone afterwards."""
    return [{}, refusal(name, 404)]


def test_what_holds_on_goes_first_and_nothing_is_left(tmp_path: Path) -> None:
    """APIs before functions, functions before their roles, whatever order they were made in."""
    aws = FakeAws(
        **NOBODY,
        apigateway__get_rest_api=present_once("NotFoundException"),
        lambda__get_function=present_once("ResourceNotFoundException"),
        iam__get_role=present_once("NoSuchEntity"),
    )

    cleanup = Cleaner(session=aws, ledger=a_ledger(tmp_path, ROLE, FUNCTION, API)).clean()

    assert repr(cleanup) == (
        "What      Name       Result\n"
        "REST API  pets       deleted\n"
        "function  pets       deleted\n"
        "role      pets-role  deleted\n"
        "0 left."
    )
    assert aws.names("apigateway.delete")[0] == "apigateway.delete_rest_api"


def test_a_second_cleanup_finds_nothing(tmp_path: Path) -> None:
    """A cell may be run twice."""
    aws = FakeAws(**NOBODY, apigateway__get_rest_api=present_once("NotFoundException"))
    cleaner = Cleaner(session=aws, ledger=a_ledger(tmp_path, API))
    cleaner.clean()

    second = cleaner.clean()

    assert (repr(second), second.left == []) == ("0 left.", True)


def test_what_a_learner_deleted_is_struck_from_the_ledger(tmp_path: Path) -> None:
    """The inventory asks AWS, not only its own paper."""
    ledger = a_ledger(tmp_path, API)
    aws = FakeAws(apigateway__get_rest_api=refusal("NotFoundException", 404))

    inventory = Cleaner(session=aws, ledger=ledger).inventory()

    assert (inventory, repr(inventory), ledger.entries()) == ([], "Nothing of this lab's making is left.", [])


def test_what_goes_while_it_is_deleted_was_gone(tmp_path: Path) -> None:
    """Two kernels may clean up at once."""
    aws = FakeAws(
        apigateway__get_rest_api=present_once("NotFoundException"),
        apigateway__delete_rest_api=refusal("NotFoundException", 404),
        logs__describe_log_groups={"logGroups": []},
    )

    cleanup = Cleaner(session=aws, ledger=a_ledger(tmp_path, API)).clean()

    assert [item.result for item in cleanup.removed] == ["was gone"]


def test_what_cannot_be_deleted_is_said_and_stays_on_the_list(tmp_path: Path) -> None:
    """One refusal does not stop the rest, and nobody is told that nothing is left."""
    aws = FakeAws(
        **NOBODY,
        apigateway__delete_rest_api=refusal("AccessDeniedException", 403),
        lambda__get_function=present_once("ResourceNotFoundException"),
    )

    cleanup = Cleaner(session=aws, ledger=a_ledger(tmp_path, API, FUNCTION)).clean()

    assert [item.result for item in cleanup.removed] == ["not deleted: AccessDeniedException", "deleted"]
    assert repr(cleanup).endswith("\n1 left.")


def test_aws_s_patience_is_asked_for_and_given(tmp_path: Path) -> None:
    """An account may delete one REST API every thirty seconds."""
    slept: list[float] = []
    told: list[str] = []
    aws = FakeAws(
        logs__describe_log_groups={"logGroups": []},
        apigateway__get_rest_api=present_once("NotFoundException"),
        apigateway__delete_rest_api=[refusal("TooManyRequestsException", 429), {}],
    )

    cleaner = Cleaner(session=aws, ledger=a_ledger(tmp_path, API), sleep=slept.append, progress=told.append)
    cleanup = cleaner.clean()

    assert ([item.result for item in cleanup.removed], slept) == (["deleted"], [PAUSE])
    assert told == ["Deleting REST API pets …", "AWS asks for patience: trying again in 31 s …"]


def test_what_the_lab_cannot_remove_is_listed_to_the_end(tmp_path: Path) -> None:
    """An unknown kind is never passed over in silence."""
    entry = Entry(kind="ecr.CreateRepository", label="Repository")

    cleanup = Cleaner(session=FakeAws(), ledger=a_ledger(tmp_path, entry)).clean()

    assert [item.result for item in cleanup.removed] == ["the lab cannot remove this: delete it yourself"]
    assert len(cleanup.left) == 1


def test_a_function_takes_its_own_log_group_along_and_no_other(tmp_path: Path) -> None:
    """/aws/lambda/pets is not /aws/lambda/pets-v2."""
    groups = {"logGroups": [{"logGroupName": "/aws/lambda/pets"}, {"logGroupName": "/aws/lambda/pets-v2"}]}
    aws = FakeAws(logs__describe_log_groups=groups, lambda__get_function=present_once("ResourceNotFoundException"))

    Cleaner(session=aws, ledger=a_ledger(tmp_path, FUNCTION)).clean()

    deleted = [parameters for name, parameters in aws.calls if name == "logs.delete_log_group"]
    assert deleted == [{"logGroupName": "/aws/lambda/pets"}]


def test_a_role_loses_its_policies_first(tmp_path: Path) -> None:
    """IAM refuses to delete a role that has any."""
    aws = FakeAws(
        iam__get_role=present_once("NoSuchEntity"),
        iam__list_attached_role_policies={"AttachedPolicies": [{"PolicyArn": "arn:p"}]},
        iam__list_role_policies={"PolicyNames": ["inline"]},
        iam__list_instance_profiles_for_role={"InstanceProfiles": []},
    )

    Cleaner(session=aws, ledger=a_ledger(tmp_path, ROLE)).clean()

    assert [name for name in aws.names("iam.") if "list" not in name and "get" not in name] == [
        "iam.detach_role_policy",
        "iam.delete_role_policy",
        "iam.delete_role",
    ]


def test_a_user_pool_loses_its_domain_first(tmp_path: Path) -> None:
    """Cognito refuses to delete a pool that has one. fact: cognito.deletion"""
    pool = Entry(kind="cognito-idp.CreateUserPool", key={"UserPoolId": "us-east-1_Paws"}, label="customers")
    with_domain = {"UserPool": {"Domain": "shelter"}}
    gone = refusal("ResourceNotFoundException")
    aws = FakeAws(cognito_idp__describe_user_pool=[with_domain, with_domain, gone])

    cleanup = Cleaner(session=aws, ledger=a_ledger(tmp_path, pool)).clean()

    assert [call for call in aws.calls if "delete" in call[0]] == [
        ("cognito_idp.delete_user_pool_domain", {"UserPoolId": "us-east-1_Paws", "Domain": "shelter"}),
        ("cognito_idp.delete_user_pool", {"UserPoolId": "us-east-1_Paws"}),
    ]
    assert repr(cleanup) == "What       Name       Result\nuser pool  customers  deleted\n0 left."


def test_a_vpc_loses_what_is_in_it_first(tmp_path: Path) -> None:
    """EC2 refuses to delete one with subnets or groups of its own; the default group goes with it."""
    vpc = Entry(kind="ec2.CreateVpc", key={"VpcId": "vpc-1"}, label="vpc-1")
    groups = [{"GroupName": "default", "GroupId": "sg-0"}, {"GroupName": "own", "GroupId": "sg-1"}]
    aws = FakeAws(
        ec2__describe_vpcs=[{"Vpcs": [{"VpcId": "vpc-1"}]}, {"Vpcs": []}],
        ec2__describe_subnets={"Subnets": [{"SubnetId": "subnet-1"}]},
        ec2__describe_security_groups={"SecurityGroups": groups},
    )

    Cleaner(session=aws, ledger=a_ledger(tmp_path, vpc)).clean()

    assert [call for call in aws.calls if "delete" in call[0]] == [
        ("ec2.delete_subnet", {"SubnetId": "subnet-1"}),
        ("ec2.delete_security_group", {"GroupId": "sg-1"}),
        ("ec2.delete_vpc", {"VpcId": "vpc-1"}),
    ]


def test_what_takes_a_while_to_go_is_waited_for(tmp_path: Path) -> None:
    """A table that is being deleted still holds its name."""
    table = Entry(kind="dynamodb.CreateTable", key={"TableName": "pets"}, label="pets")
    aws = FakeAws(dynamodb__describe_table=present_once("ResourceNotFoundException"))

    Cleaner(session=aws, ledger=a_ledger(tmp_path, table)).clean()

    assert "dynamodb.wait_table_not_exists" in aws.names()


def test_what_carries_the_lab_s_tags_is_found_without_the_ledger(tmp_path: Path) -> None:
    """On an account the ledger may be lost with the machine; tags stay."""
    tags = {"apiglab:lab": "01"}
    trust: dict[str, Any] = {"Statement": [{"Principal": {"Service": "lambda.amazonaws.com"}}]}
    roles: list[dict[str, Any]] = [
        {"RoleName": name, "Arn": f"arn:aws:iam::1:role/{name}", "AssumeRolePolicyDocument": document}
        for name, document in (("ours", trust), ("theirs", trust), ("ec2s", {"Statement": []}))
    ]
    aws = FakeAws(
        resourcegroupstaggingapi__get_resources={
            "ResourceTagMappingList": [
                {"ResourceARN": "arn:aws:sqs:us-east-1:1:jobs"},
                {"ResourceARN": "arn:aws:rds:x"},
            ]
        },
        sqs__get_queue_url={"QueueUrl": "http://q/jobs"},
        apigateway__get_rest_apis={"items": [{"id": "a1b2", "tags": tags}, {"id": "c3d4"}]},
        iam__list_roles={"Roles": roles},
        iam__list_role_tags=lambda **asked: {
            "Tags": [{"Key": "apiglab:lab", "Value": "01"}] if asked["RoleName"] == "ours" else []
        },
    )

    inventory = Cleaner(session=aws, ledger=a_ledger(tmp_path, API), tags=tags).inventory()

    assert [repr(owned) for owned in inventory] == ["REST API pets", "queue jobs", "role ours"]


def test_who_may_not_list_roles_still_gets_the_rest(tmp_path: Path) -> None:
    """A learner's permissions are often narrow."""
    aws = FakeAws(
        resourcegroupstaggingapi__get_resources={"ResourceTagMappingList": []},
        apigateway__get_rest_apis={"items": []},
        iam__list_roles=refusal("AccessDenied", 403),
    )

    assert Cleaner(session=aws, ledger=a_ledger(tmp_path), tags={"a": "b"}).inventory() == Inventory()


@pytest.mark.parametrize("notes", [(), ("Lab time was 25 h ahead; it is real time again.",)])
def test_the_cleanup_shows_its_notes_and_what_is_left_as_html(tmp_path: Path, notes: tuple[str, ...]) -> None:
    """The same words as in the text."""
    html = Cleaner(session=FakeAws(), ledger=a_ledger(tmp_path)).clean(notes)._repr_html_()

    assert [text in html for text in (*notes, "</span> 0 left.</span>")] == [True] * (len(notes) + 1)
