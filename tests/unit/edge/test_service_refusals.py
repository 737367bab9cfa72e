"""Refused signatures in the protocol and the words of the service that was asked."""

import json

import pytest

from apiglab.edge.service_refusals import refuse_signature
from apiglab.language.sigv4_signature import Cause, SignatureError
from apiglab.model.http import Headers, HttpRequest
from tests.signing import signed

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = signed("POST", "/", service="iam", body=b"Action=ListUsers", headers=FORM)
TARGET = signed("POST", "/", service="dynamodb", headers={"X-Amz-Target": "DynamoDB_20120810.ListTables"})
S3 = signed("GET", "/bucket", service="s3")
REST = signed("GET", "/restapis", service="apigateway")


@pytest.mark.parametrize(
    ("cause", "rest", "target", "query", "s3"),
    [
        (
            Cause.MISSING,
            (403, "MissingAuthenticationTokenException"),
            (400, "MissingAuthenticationTokenException"),
            (403, "MissingAuthenticationToken"),
            (403, "AccessDenied"),
        ),
        (
            Cause.INCOMPLETE,
            (403, "IncompleteSignatureException"),
            (400, "IncompleteSignatureException"),
            (400, "IncompleteSignature"),
            (400, "AuthorizationHeaderMalformed"),
        ),
        (
            Cause.UNKNOWN_KEY,
            (403, "UnrecognizedClientException"),
            (400, "UnrecognizedClientException"),
            (403, "InvalidClientTokenId"),
            (403, "InvalidAccessKeyId"),
        ),
        (
            Cause.WRONG_TOKEN,
            (403, "UnrecognizedClientException"),
            (400, "UnrecognizedClientException"),
            (403, "InvalidClientTokenId"),
            (400, "InvalidToken"),
        ),
        (
            Cause.EXPIRED_TOKEN,
            (403, "ExpiredTokenException"),
            (400, "ExpiredTokenException"),
            (403, "ExpiredToken"),
            (400, "ExpiredToken"),
        ),
        (
            Cause.WRONG_SCOPE,
            (403, "InvalidSignatureException"),
            (400, "InvalidSignatureException"),
            (403, "SignatureDoesNotMatch"),
            (400, "AuthorizationHeaderMalformed"),
        ),
        (
            Cause.WRONG_TIME,
            (403, "InvalidSignatureException"),
            (400, "InvalidSignatureException"),
            (403, "SignatureDoesNotMatch"),
            (403, "RequestTimeTooSkewed"),
        ),
        (
            Cause.MISMATCH,
            (403, "InvalidSignatureException"),
            (400, "InvalidSignatureException"),
            (403, "SignatureDoesNotMatch"),
            (403, "SignatureDoesNotMatch"),
        ),
    ],
)
def test_each_protocol_has_its_names(
    cause: Cause, rest: tuple[int, str], target: tuple[int, str], query: tuple[int, str], s3: tuple[int, str]
) -> None:
    """Code and status by protocol, as AWS's pages of common errors list them. fact: edge.signature-errors"""
    error = SignatureError(cause, "words")

    answers = [refuse_signature(error, request) for request in (REST, TARGET, QUERY, S3)]

    assert [answer.status for answer in answers] == [status for status, _ in (rest, target, query, s3)]
    assert [json.loads(answer.body)["__type"] for answer in answers[:2]] == [rest[1], target[1]]
    assert f"<Code>{query[1]}</Code>" in answers[2].body.decode()
    assert f"<Code>{s3[1]}</Code>" in answers[3].body.decode()


def test_an_expired_presigned_object_is_said_to_be_expired() -> None:
    """S3 says so of a URL, and speaks of skewed clocks otherwise."""
    request = signed("GET", "/bucket/key", service="s3", where="query")

    body = refuse_signature(SignatureError(Cause.WRONG_TIME, "words"), request).body.decode()

    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in body


def test_every_refusal_has_an_id() -> None:
    """What is told to support has a number."""
    headers = refuse_signature(SignatureError(Cause.MISSING, "words"), HttpRequest("GET", "/", "", Headers())).headers

    assert len(headers.get("x-amzn-RequestId") or "") == 36
