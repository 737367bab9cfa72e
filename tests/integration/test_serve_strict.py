"""A strict server: who signs with which key gets in where, and in which words everybody else is told why not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.deploying import TRUST, deploy_function, deploy_mock, deploy_proxy
from tests.serving import ROOT_KEY, ROOT_SECRET, Served

pytestmark = pytest.mark.slow

CALLS = {
    "apigateway": ("get_rest_apis", {}),
    "lambda": ("list_functions", {}),
    "sqs": ("list_queues", {}),
    "sts": ("get_caller_identity", {}),
    "s3": ("list_buckets", {}),
    "ec2": ("describe_vpcs", {}),
    "dynamodb": ("list_tables", {}),
    "cloudwatch": ("list_metrics", {}),
}


def call(client: Any, service: str) -> Any:
    """One harmless call of ``service``."""
    operation, arguments = CALLS[service]
    return getattr(client, operation)(**arguments)


def refusal(server: Served, service: str, **credentials: str) -> tuple[str, int, str]:
    """Code, status and message with which a call is refused."""
    with pytest.raises(ClientError) as refused:
        call(server.client(service, **credentials), service)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


@pytest.mark.parametrize("service", list(CALLS))
def test_the_root_keys_may_call_every_service(strict_server: Served, service: str) -> None:
    """Whoever started the server gets in everywhere."""
    assert call(strict_server.client(service), service)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    ("service", "code", "status"),
    [
        ("apigateway", "UnrecognizedClientException", 403),
        ("lambda", "UnrecognizedClientException", 403),
        ("sqs", "UnrecognizedClientException", 400),
        ("sts", "InvalidClientTokenId", 403),
        ("s3", "InvalidAccessKeyId", 403),
        ("ec2", "InvalidClientTokenId", 403),
        ("dynamodb", "UnrecognizedClientException", 400),
        ("cloudwatch", "UnrecognizedClientException", 400),
    ],
)
def test_an_unknown_key_is_refused_in_each_service_s_words(
    strict_server: Served, service: str, code: str, status: int
) -> None:
    """Each protocol has its own form and each family of services its own names. fact: edge.signature-errors"""
    assert refusal(strict_server, service, key="NOBODY")[:2] == (code, status)


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("apigateway", "InvalidSignatureException"),
        ("sqs", "InvalidSignatureException"),
        ("sts", "SignatureDoesNotMatch"),
        ("s3", "SignatureDoesNotMatch"),
        ("cloudwatch", "InvalidSignatureException"),
    ],
)
def test_a_wrong_secret_is_refused_in_each_service_s_words(strict_server: Served, service: str, code: str) -> None:
    """A signature that differs says so. fact: edge.signature-errors"""
    found, _, message = refusal(strict_server, service, secret="wrong")

    assert (found, message.startswith("The request signature we calculated does not match")) == (code, True)


def test_an_access_key_of_twelve_digits_means_nothing_here(strict_server: Served) -> None:
    """Accounts are those of the keys. fact: edge.account-of-key"""
    assert refusal(strict_server, "sts", key="111111111111")[0] == "InvalidClientTokenId"


def test_a_user_s_key_gets_in(strict_server: Served) -> None:
    """A key that IAM gave out signs for its user until it is inactive, and asks who it is without a policy."""
    iam = strict_server.client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    credentials = {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}

    caller = strict_server.client("sts", **credentials).get_caller_identity()["Arn"]
    iam.update_access_key(UserName="ann", AccessKeyId=key["AccessKeyId"], Status="Inactive")

    assert caller == "arn:aws:iam::123456789012:user/ann"
    assert refusal(strict_server, "sts", **credentials)[0] == "InvalidClientTokenId"


def test_a_role_s_session_gets_in_with_its_token_until_it_ends(strict_server: Served) -> None:
    """Temporary credentials need their token, and end in the lab's time. fact: sigv4.two-clocks"""
    iam = strict_server.client("iam")
    role = iam.create_role(RoleName="visitor", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    session = strict_server.client("sts").assume_role(RoleArn=role, RoleSessionName="vis", DurationSeconds=900)
    keys = {"key": session["Credentials"]["AccessKeyId"], "secret": session["Credentials"]["SecretAccessKey"]}
    token = {"aws_session_token": session["Credentials"]["SessionToken"]}

    caller = strict_server.client("sts", **keys, **token).get_caller_identity()["Arn"]
    without = refusal(strict_server, "sts", **keys)[0]
    administer(strict_server, "POST", "/_apiglab/clock", {"advance_seconds": 901})
    expired = refusal(strict_server, "apigateway", **keys, **token)[0]
    administer(strict_server, "POST", "/_apiglab/clock", {"reset": True})

    assert (caller, without, expired) == (
        "arn:aws:sts::123456789012:assumed-role/visitor/vis",
        "InvalidClientTokenId",
        "ExpiredTokenException",
    )


def test_a_worker_signs_with_its_role_s_session(strict_server: Served) -> None:
    """A handler's own calls get in as the function's role, and it has no key of the user's."""
    source = """
import boto3, json, os

def handler(event, context):
    caller = boto3.client("sts").get_caller_identity()["Arn"]
    return {"statusCode": 200, "body": json.dumps([caller, os.environ["AWS_ACCESS_KEY_ID"]])}
"""
    api_id = deploy_proxy(strict_server, deploy_function(strict_server, "caller", source, Timeout=30))

    caller, key = strict_server.ask("GET", f"/_aws/execute-api/{api_id}/dev/x").json()

    assert (caller, key == ROOT_KEY) == ("arn:aws:sts::123456789012:assumed-role/caller/caller", False)


def test_deployed_apis_are_open_to_whom_they_let_in(strict_server: Served) -> None:
    """A method without authorization needs no signature, in strict mode either."""
    api_id = deploy_mock(strict_server)

    assert strict_server.ask("GET", f"/_aws/execute-api/{api_id}/dev").json() == {"ok": True}


def administer(
    server: Served, method: str, path: str, body: Any = None, *, key: str = ROOT_KEY, secret: str = ROOT_SECRET
) -> requests.Response:
    """A signed request to the server's own paths."""
    data = b"" if body is None else json.dumps(body).encode()
    request = AWSRequest(method, server.url + path, headers={"Host": urlsplit(server.url).netloc}, data=data)
    SigV4Auth(Credentials(key, secret), "apiglab", "us-east-1").add_auth(request)
    return requests.request(method, server.url + path, headers=dict(request.headers), data=data, timeout=30)


def test_the_server_s_own_paths_are_the_root_keys(strict_server: Served) -> None:
    """Unsigned, with an unknown key or with a user's they are refused; health is open. fact: edge.admin"""
    iam = strict_server.client("iam")
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    unsigned = strict_server.ask("GET", "/_apiglab/requests")

    answers = {
        "root": administer(strict_server, "GET", "/_apiglab/requests").status_code,
        "query": administer(strict_server, "GET", "/_apiglab/requests?limit=1&status=200").status_code,
        "nobody": administer(strict_server, "GET", "/_apiglab/requests", key="NOBODY").status_code,
        "wrong": administer(strict_server, "GET", "/_apiglab/requests", secret="wrong").status_code,
        "user": administer(
            strict_server, "GET", "/_apiglab/requests", key=key["AccessKeyId"], secret=key["SecretAccessKey"]
        ).status_code,
        "unsigned": unsigned.status_code,
        "health": strict_server.ask("GET", "/_apiglab/health").status_code,
    }

    assert answers == {
        "root": 200,
        "query": 200,
        "nobody": 403,
        "wrong": 403,
        "user": 403,
        "unsigned": 403,
        "health": 200,
    }
    assert (unsigned.headers["x-amzn-ErrorType"], unsigned.json()["message"]) == (
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )


@pytest.mark.parametrize(
    ("path", "data", "status", "text"),
    [
        ("/restapis", None, 404, "is for nobody here"),
        ("/bucket/key", None, 404, "is for nobody here"),
        ("/123456789012/q", {"Action": "SendMessage", "MessageBody": "hi"}, 403, "MissingAuthenticationToken"),
        ("/", {"Action": "AssumeRoleWithWebIdentity", "RoleArn": "r"}, 403, "MissingAuthenticationToken"),
        ("/", {"Action": "ListUsers"}, 403, "MissingAuthenticationToken"),
    ],
)
def test_what_nobody_signed_is_refused(
    strict_server: Served, path: str, data: dict[str, str] | None, status: int, text: str
) -> None:
    """Neither URLs that plain mode takes bare nor tokens that nobody verifies open a door. fact: edge.public"""
    answered = strict_server.ask("POST" if data else "GET", path, data=data)

    assert (answered.status_code, text in answered.text) == (status, True)


def test_an_object_s_url_at_s3_s_own_host_is_refused_in_s3_s_words(strict_server: Served) -> None:
    """Where the host names S3 there is no doubt whom an unsigned request is for. fact: edge.public"""
    answered = strict_server.ask("GET", "/key", headers={"Host": "bucket.s3.us-east-1.amazonaws.com"})

    assert (answered.status_code, "<Code>AccessDenied</Code>" in answered.text) == (403, True)


def test_cognito_s_users_sign_in_unsigned_in_strict_mode_too(strict_server: Served) -> None:
    """Sign-in is how one comes to have something to show. fact: edge.public"""
    answered = strict_server.ask(
        "POST",
        "/",
        headers={"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"},
        data=json.dumps({"ClientId": "nope", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {}}),
    )

    assert (answered.status_code, answered.json()["__type"]) == (400, "ResourceNotFoundException")


def test_s3_takes_uploads_of_every_form(strict_server: Served) -> None:
    """Keys with odd characters, checksums, large bodies, copies and presigned URLs are signed by S3's rules."""
    s3 = strict_server.client("s3", config={"signature_version": "s3v4"})
    s3.create_bucket(Bucket="strict-bucket")
    key = "a b+c/~d/é/(1)/..x//y"
    s3.put_object(Bucket="strict-bucket", Key=key, Body=b"x" * 200_000, ChecksumAlgorithm="SHA256")
    s3.copy_object(Bucket="strict-bucket", Key="copy", CopySource={"Bucket": "strict-bucket", "Key": key})
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "strict-bucket", "Key": key})

    sizes = [
        s3.head_object(Bucket="strict-bucket", Key="copy")["ContentLength"],
        len(requests.get(url, timeout=30).content),
        len(s3.list_objects_v2(Bucket="strict-bucket", Prefix="a b")["Contents"]),
    ]
    forged = requests.get(url.replace("strict-bucket/a", "strict-bucket/b"), timeout=30)

    assert (sizes, forged.status_code, "SignatureDoesNotMatch" in forged.text) == ([200_000, 200_000, 1], 403, True)


def test_an_old_signature_is_refused_by_name(strict_server: Served) -> None:
    """Version 2 is what boto3 presigns with where it is told nothing. fact: edge.sigv2"""
    url = strict_server.client("s3", config={"signature_version": "s3"}).generate_presigned_url(
        "get_object", Params={"Bucket": "any", "Key": "key"}
    )

    assert "Signature Version 2 is not taken in strict mode" in requests.get(url, timeout=30).text


def test_a_clock_that_is_wrong_is_told_so(strict_server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature of ten minutes ago is expired, with AWS's arithmetic in its message. fact: sigv4.window"""
    then = datetime.now(UTC) - timedelta(minutes=10)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: then)

    code, _, message = refusal(strict_server, "apigateway")

    assert (code, message.startswith(f"Signature expired: {then:%Y%m%dT%H%M%SZ} is now earlier than")) == (
        "InvalidSignatureException",
        True,
    )


def test_any_name_of_the_machine_will_do(strict_server: Served) -> None:
    """Signatures are checked, so the host's name is not. Pages of other sites stay out. fact: edge.other-sites"""
    named = strict_server.ask("GET", "/_apiglab/health", headers={"Host": "lab.example.com"})
    page = administer(strict_server, "GET", "/_apiglab/requests")
    evil = strict_server.ask("GET", "/_apiglab/requests", headers={"Origin": "http://evil.example"})

    assert (named.status_code, page.status_code, evil.json()["message"]) == (
        200,
        200,
        "A web page of another site cannot use this server, except for the APIs deployed on it.",
    )
