"""The table of what a lab can make and remove agrees with AWS's own models."""

import pytest
from botocore import xform_name
from botocore.session import get_session

from apiglab.lab.kinds import BY_NAME, KINDS, Key, Kind, by_arn, told
from apiglab.lab.presence import arguments
from apiglab.lab.removal import SPECIAL

BY_LIST = {"alarm", "VPC endpoint"}
"""Kinds that are looked for and deleted by a list of names."""

REGION = "arn:aws:{service}:eu-west-1:111122223333:"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_s_calls_and_parameters_are_aws_s(kind: Kind) -> None:
    """Operations that exist, and a key that the deletion takes."""
    model = get_session().get_service_model(kind.service)
    operations = {xform_name(name): model.operation_model(name) for name in model.operation_names}
    deletion = set(operations[kind.delete].input_shape.members)

    assert set(kind.creates) <= set(model.operation_names)
    assert kind.look in operations
    assert kind.noun in BY_LIST or set(kind.key) <= deletion


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_s_key_and_name_stand_where_the_creation_says_them(kind: Kind) -> None:
    """A path that AWS's messages do not have would write an empty key into the ledger."""
    model = get_session().get_service_model(kind.service)
    operation = model.operation_model(kind.creates[0])

    for where in (*kind.key.values(), kind.label):
        message, *steps = where.split(".")
        shape = operation.input_shape if message == "request" else operation.output_shape
        for step in steps:
            shape = shape.members[step]


@pytest.mark.parametrize(
    ("arn", "name", "key"),
    [
        ("arn:aws:apigateway:eu-west-1::/restapis/a1b2", "apigateway.CreateRestApi", {"restApiId": "a1b2"}),
        ("arn:aws:apigateway:eu-west-1::/apis/a1b2", "apigatewayv2.CreateApi", {"ApiId": "a1b2"}),
        (REGION.format(service="lambda") + "function:pets", "lambda.CreateFunction", {"FunctionName": "pets"}),
        (REGION.format(service="sqs") + "jobs", "sqs.CreateQueue", {"QueueName": "jobs"}),
        (REGION.format(service="dynamodb") + "table/pets", "dynamodb.CreateTable", {"TableName": "pets"}),
        ("arn:aws:iam::111122223333:role/service-role/r", "iam.CreateRole", {"RoleName": "r"}),
        (REGION.format(service="logs") + "log-group:/aws/x:*", "logs.CreateLogGroup", {"logGroupName": "/aws/x"}),
        ("arn:aws:s3:::bucket", "s3.CreateBucket", {"Bucket": "bucket"}),
    ],
)
def test_an_arn_names_a_kind_and_its_key(arn: str, name: str, key: Key) -> None:
    """What was found by its tag can be removed."""
    assert [(kind.name, found) for kind, found in by_arn(arn)] == [(name, key)]


@pytest.mark.parametrize(
    "arn",
    [REGION.format(service="rds") + "db:x", "arn:aws:apigateway:eu-west-1::/restapis/a1b2/stages/dev", "nonsense"],
)
def test_an_arn_of_no_kind_or_of_a_part_names_nothing(arn: str) -> None:
    """A stage goes with its API."""
    assert list(by_arn(arn)) == []


def test_what_a_creation_says_is_found_by_its_path() -> None:
    """Also one level down; what is not said is None."""
    response = {"UserPool": {"Id": "p"}}

    assert (told("response.UserPool.Id", {}, response), told("request.Name", {}, response)) == ("p", None)


def test_a_layer_s_version_is_handed_over_as_the_number_it_is() -> None:
    """The ledger keeps text."""
    assert arguments({"LayerName": "7", "VersionNumber": "7"}) == {"LayerName": "7", "VersionNumber": 7}


def test_every_special_removal_is_one_of_a_kind() -> None:
    """A misspelt name would leave a role that cannot be deleted."""
    assert set(SPECIAL) - set(BY_NAME) == set()
