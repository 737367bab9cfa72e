"""What an unsigned request is."""

from urllib.parse import urlencode

import pytest
from botocore.session import Session

from apiglab.edge.unsigned import Unsigned, classify
from apiglab.model.http import Headers, HttpRequest

FORM = ("Content-Type", "application/x-www-form-urlencoded")


def posted(action: str, path: str = "/") -> HttpRequest:
    """A request in the query protocol."""
    return HttpRequest("POST", path, "", Headers([FORM]), urlencode({"Action": action}).encode())


def targeted(target: str) -> HttpRequest:
    """A request in a JSON protocol."""
    return HttpRequest("POST", "/", "", Headers([("X-Amz-Target", target)]), b"{}")


@pytest.mark.parametrize(
    ("request_", "kind", "service"),
    [
        (targeted("AWSCognitoIdentityProviderService.InitiateAuth"), Unsigned.PUBLIC, "cognito-idp"),
        (targeted("AWSCognitoIdentityProviderService.ListUserPools"), Unsigned.LACKING, "cognito-idp"),
        (targeted("AWSCognitoIdentityService.GetId"), Unsigned.PUBLIC, "cognito-identity"),
        (targeted("DynamoDB_20120810.ListTables"), Unsigned.LACKING, "dynamodb"),
        (posted("AssumeRoleWithWebIdentity"), Unsigned.PUBLIC, "sts"),
        (posted("ConfirmSubscription"), Unsigned.PUBLIC, "sns"),
        (HttpRequest("GET", "/", "Action=ConfirmSubscription&Token=a"), Unsigned.PUBLIC, "sns"),
        (posted("ListUsers"), Unsigned.LACKING, ""),
        (posted("SendMessage", "/123456789012/my-queue"), Unsigned.ANONYMOUS, "sqs"),
        (posted("SendMessage", "/123456789012/my-queue.fifo"), Unsigned.ANONYMOUS, "sqs"),
        (HttpRequest("GET", "/us-east-1_aB3/.well-known/jwks.json"), Unsigned.PUBLIC, "cognito-idp"),
        (HttpRequest("GET", "/bucket/key"), Unsigned.ANONYMOUS, "s3"),
        (HttpRequest("PUT", "/my.bucket-1"), Unsigned.ANONYMOUS, "s3"),
        (HttpRequest("GET", "/Key", "", Headers([("Host", "b.s3.amazonaws.com")])), Unsigned.ANONYMOUS, "s3"),
        (HttpRequest("GET", "/Key", "", Headers([("Host", "b.s3.eu-west-1.amazonaws.com")])), Unsigned.ANONYMOUS, "s3"),
        (HttpRequest("GET", "/Key", "", Headers([("Host", "s3.localhost:4566")])), Unsigned.ANONYMOUS, "s3"),
        (HttpRequest("GET", "/"), Unsigned.NOTHING, ""),
        (HttpRequest("GET", "/Dev/pets"), Unsigned.NOTHING, ""),
        (HttpRequest("GET", "//x"), Unsigned.NOTHING, ""),
    ],
)
def test_an_unsigned_request_is_told_by_its_form(request_: HttpRequest, kind: Unsigned, service: str) -> None:
    """Target, action, path and host tell what is meant. fact: edge.public"""
    assert classify(request_) == (kind, service)


@pytest.mark.parametrize("service", ["sts", "cognito-idp", "cognito-identity"])
def test_every_operation_that_awss_models_call_public_is_public(service: str) -> None:
    """botocore's models are the oracle of what needs no signature."""
    model = Session().get_service_model(service)
    prefix = model.metadata.get("targetPrefix")
    requests = {name: targeted(f"{prefix}.{name}") if prefix else posted(name) for name in model.operation_names}

    found = {name for name, request in requests.items() if classify(request) == (Unsigned.PUBLIC, service)}

    assert found == {name for name in requests if model.operation_model(name).auth_type == "none"} != set()
