"""Lambda's control plane keeps what it is given, and refuses what AWS refuses."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from apiglab.model.clock import Clock
from apiglab.surroundings.functions import Functions
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, a_function, a_zip, in_process

ROLE = "arn:aws:iam::123456789012:role/runs"


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def refusal(call: Any, **parameters: Any) -> tuple[str, int, str]:
    """Code, status and message of the error that ``call`` raises."""
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    answer = raised.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"]


def test_a_role_has_to_exist(aws: InProcess) -> None:
    """AWS's rule and words for a role that Lambda cannot assume. fact: surroundings.lambda-role"""
    client = aws.client("lambda")

    assert refusal(
        client.create_function,
        FunctionName="pets",
        Runtime="python3.13",
        Handler="app.handler",
        Role=ROLE,
        Code={"ZipFile": a_zip()},
    ) == (
        "InvalidParameterValueException",
        400,
        "The role defined for the function cannot be assumed by Lambda.",
    )


@pytest.mark.parametrize(
    ("package", "message"),
    [
        (b"no zip", "Could not unzip uploaded file. Please check your file, then try to upload again."),
        (b"", "Uploaded file must be a non-empty zip"),
    ],
)
def test_a_package_that_is_no_zip_is_refused_everywhere(aws: InProcess, package: bytes, message: str) -> None:
    """On creation, on update, from S3 and in a layer; what was there stays."""
    client, s3 = a_function(aws), aws.client("s3")
    s3.create_bucket(Bucket="code")
    s3.put_object(Bucket="code", Key="app.zip", Body=package)
    expected = ("InvalidParameterValueException", 400, message)
    new = {"FunctionName": "new", "Runtime": "python3.13", "Handler": "app.handler", "Role": ROLE}

    assert refusal(client.create_function, **new, Code={"ZipFile": package}) == expected
    assert refusal(client.create_function, **new, Code={"S3Bucket": "code", "S3Key": "app.zip"}) == expected
    assert refusal(client.update_function_code, FunctionName="pets", ZipFile=package) == expected
    assert refusal(client.publish_layer_version, LayerName="lib", Content={"ZipFile": package}) == expected
    assert [function["FunctionName"] for function in client.list_functions()["Functions"]] == ["pets"]
    assert Functions(aws.surroundings).find("pets", account_id="123456789012", region="us-east-1").code == a_zip()


def test_a_package_that_is_not_in_its_bucket_is_refused(aws: InProcess) -> None:
    """AWS's words for a key that does not exist."""
    client, s3 = a_function(aws), aws.client("s3")
    s3.create_bucket(Bucket="code")

    assert refusal(client.update_function_code, FunctionName="pets", S3Bucket="code", S3Key="nope.zip") == (
        "InvalidParameterValueException",
        400,
        "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
    )


def test_a_configuration_that_aws_refuses_is_refused(aws: InProcess) -> None:
    """The checks stand before moto, for creation and for change."""
    client = a_function(aws)

    assert refusal(client.update_function_configuration, FunctionName="pets", Timeout=901)[2] == (
        "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: "
        "Member must have value less than or equal to 900"
    )


def test_all_of_a_configuration_is_kept(aws: InProcess) -> None:
    """moto drops these members of an update, and has no revision."""
    client = a_function(aws)
    before = client.get_function_configuration(FunctionName="pets")
    client.update_function_configuration(
        FunctionName="pets",
        TracingConfig={"Mode": "Active"},
        EphemeralStorage={"Size": 1024},
        LoggingConfig={"LogFormat": "JSON", "LogGroup": "/pets"},
        Environment={},
    )
    after = client.get_function_configuration(FunctionName="pets")

    assert before["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/pets"}
    assert (after["TracingConfig"], after["EphemeralStorage"]) == ({"Mode": "Active"}, {"Size": 1024})
    assert after["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": "/pets"}
    assert before["RevisionId"] != after["RevisionId"]
    assert len(after["LastModified"]) == len("2026-11-23T22:12:28.638+0000")
    assert Functions(aws.surroundings).find("pets", account_id="123456789012", region="us-east-1").log_group == "/pets"


def test_a_dry_run_changes_nothing(aws: InProcess) -> None:
    """DryRun validates the package and keeps the old one."""
    client = a_function(aws)
    before = client.get_function_configuration(FunctionName="pets")
    client.update_function_code(FunctionName="pets", ZipFile=a_zip("v = 2"), DryRun=True)
    after = client.get_function_configuration(FunctionName="pets")

    assert (after["CodeSha256"], after["RevisionId"]) == (before["CodeSha256"], before["RevisionId"])


def test_waiters_end_and_the_code_has_a_place(aws: InProcess) -> None:
    """boto3's waiters see the function active and updated at once. fact: surroundings.lambda-active"""
    client = a_function(aws)
    client.get_waiter("function_active_v2").wait(FunctionName="pets")
    client.update_function_code(FunctionName="pets", ZipFile=a_zip("v = 2"))
    client.get_waiter("function_updated_v2").wait(FunctionName="pets")
    code = client.get_function(FunctionName="pets")["Code"]

    assert code["RepositoryType"] == "S3"
    assert code["Location"].startswith("https://awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com/pets-")


def test_filters_of_mappings_are_refused(aws: InProcess) -> None:
    """A mapping that would not filter does not pretend to. fact: surroundings.mapping-filters"""
    client, sqs = a_function(aws), aws.client("sqs")
    sqs.create_queue(QueueName="orders")

    assert refusal(
        client.create_event_source_mapping,
        FunctionName="pets",
        EventSourceArn="arn:aws:sqs:us-east-1:123456789012:orders",
        FilterCriteria={"Filters": [{"Pattern": "{}"}]},
    ) == (
        "NotImplementedException",
        501,
        "apiglab's surroundings (moto) do not have FilterCriteria of event source mappings.",
    )
