"""Which service a request is for is read from its signature, else from what AWS takes unsigned."""

import pytest

from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.target import Target, find_target

SCOPE = "AKIAEXAMPLE/20261123/eu-west-1/sqs/aws4_request"


def a_request(path: str = "/", query: str = "", body: bytes = b"", **headers: str) -> HttpRequest:
    """A request with these headers, underscores standing for dashes."""
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return HttpRequest("POST", path, query, Headers(pairs), body)


def test_a_signed_request_goes_where_its_scope_says() -> None:
    """SigV4's credential scope names the key, the region and the service."""
    request = a_request(Authorization=f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature=0")

    assert find_target(request) == Target("sqs", "eu-west-1", "AKIAEXAMPLE")


def test_a_scope_is_found_wherever_it_stands_in_the_header() -> None:
    """The order of a signature's parts is not fixed."""
    request = a_request(Authorization=f"AWS4-HMAC-SHA256 Signature=0, SignedHeaders=host, Credential={SCOPE}")

    assert find_target(request) == Target("sqs", "eu-west-1", "AKIAEXAMPLE")


def test_a_scope_without_a_region_means_the_default_region() -> None:
    """SigV4A signs for every region, so its scope has none."""
    request = a_request(Authorization="AWS4-ECDSA-P256-SHA256 Credential=AKIA/20261123/s3/aws4_request, Signature=0")

    assert find_target(request) == Target("s3", "us-east-1", "AKIA")


def test_a_presigned_request_carries_its_scope_in_the_query() -> None:
    """A presigned URL has no Authorization header."""
    request = a_request(query="X-Amz-Credential=AKIAEXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Expires=9")

    assert find_target(request) == Target("s3", "eu-west-1", "AKIAEXAMPLE")


def test_an_old_s3_signature_is_one_of_s3() -> None:
    """Signature version 2 has a key and no scope; S3's clients were its last users."""
    assert find_target(a_request(Authorization="AWS AKIAEXAMPLE:sig=")) == Target("s3", "us-east-1", "AKIAEXAMPLE")


@pytest.mark.parametrize(
    ("request_", "target"),
    [
        (a_request(X_Amz_Target="AWSCognitoIdentityProviderService.InitiateAuth"), Target("cognito-idp")),
        (a_request(X_Amz_Target="AWSCognitoIdentityService.GetId"), Target("cognito-identity")),
        (
            a_request(body=b"Action=AssumeRoleWithSAML&Version=2011", Content_Type="application/x-www-form-urlencoded"),
            Target("sts"),
        ),
        (a_request("/eu-west-1_abc/.well-known/jwks.json"), Target("cognito-idp", "eu-west-1")),
        (a_request(Host="sqs.eu-central-1.amazonaws.com"), Target("sqs", "eu-central-1")),
        (a_request("/bucket/key", Host="127.0.0.1:4566"), Target("s3")),
    ],
)
def test_what_is_not_signed_goes_by_what_aws_takes_unsigned(request_: HttpRequest, target: Target) -> None:
    """Cognito's sign-in, federated roles, key sets, a service's own host; the rest is a public object of S3."""
    assert find_target(request_) == target


def test_who_asks_may_know_the_service_better() -> None:
    """A service given by the caller goes before what the request tells."""
    request = a_request(Authorization=f"AWS4-HMAC-SHA256 Credential={SCOPE}")

    assert find_target(request, "lambda") == Target("lambda", "eu-west-1", "AKIAEXAMPLE")
