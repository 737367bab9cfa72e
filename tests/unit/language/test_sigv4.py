"""Signature Version 4: each way in which a request is not signed has AWS's own words."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from apiglab.language.sigv4 import verify
from apiglab.language.sigv4_signature import Cause, SignatureError
from apiglab.model.http import Headers, HttpRequest
from tests.signing import HOST, KEY, SECRET, signed

REGION = "Credential should be scoped to a valid region."
DATE = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
EMPTY = sha256(b"").hexdigest()
NOW = datetime(2026, 5, 23, 7, 31, 28, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Secret:
    """The other half of ``KEY``."""

    secret_access_key: str = SECRET
    session_token: str | None = None
    expires_at: float | None = None


@pytest.fixture(autouse=True)
def _signed_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore signs as if it were ``NOW``."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: datetime.fromtimestamp(NOW, UTC))


def refusal(
    request: HttpRequest,
    *,
    secret: Secret | None = Secret(),
    real_time: float = NOW,
    lab_time: float = NOW,
    service: str | None = None,
    region: str | None = None,
) -> tuple[Cause, str, str]:
    """Why, under which name and in which words ``request`` is refused."""
    with pytest.raises(SignatureError) as refused:
        verify(
            request,
            lambda key: secret if key == KEY else None,
            real_time=real_time,
            lab_time=lab_time,
            service=service,
            region=region,
        )
    return refused.value.cause, refused.value.error_type, refused.value.message


def with_authorization(value: str, *others: tuple[str, str]) -> HttpRequest:
    """A request whose ``Authorization`` is ``value``."""
    return HttpRequest("GET", "/dev", "", Headers([("Host", HOST), ("Authorization", value), *others]))


def test_a_signed_request_tells_who_signed_it() -> None:
    """A right signature gives the key, the scope and the secret's owner."""
    secret = Secret()

    signature, found = verify(signed("GET", "/dev"), lambda key: secret, real_time=NOW, lab_time=NOW)

    assert (signature.access_key_id, signature.date, signature.region, signature.service, found) == (
        KEY,
        "20260523",
        "us-east-1",
        "execute-api",
        secret,
    )


def test_no_signature_at_all() -> None:
    """A request without any is AWS's "Missing Authentication Token". fact: sigv4.texts"""
    assert refusal(HttpRequest("GET", "/dev", "a=b")) == (
        Cause.MISSING,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )


@pytest.mark.parametrize(
    ("authorization", "named"),
    [
        ("Bearer token", "token"),
        ("token", "token"),
        (
            "AWS4-HMAC-SHA256 Credential= AKID/20260523/us-east-1/sts/aws4_request",
            "AKID/20260523/us-east-1/sts/aws4_request",
        ),
    ],
)
def test_an_authorization_that_is_no_signature(authorization: str, named: str) -> None:
    """The first word without an equals sign, after the scheme, is named. fact: sigv4.not-a-pair"""
    assert refusal(with_authorization(authorization)) == (
        Cause.INCOMPLETE,
        "IncompleteSignatureException",
        f"'{named}' not a valid key=value pair (missing equal-sign) in Authorization header: '{authorization}'.",
    )


def test_a_header_that_lacks_its_parts() -> None:
    """Every missing part is listed, in AWS's order. fact: sigv4.texts"""
    assert refusal(with_authorization("Bearer a=b"))[2] == (
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        "Authorization header requires 'SignedHeaders' parameter. "
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=Bearer a=b"
    )


def test_a_query_string_that_lacks_its_parts() -> None:
    """Every missing parameter of a presigned URL is listed."""
    assert refusal(HttpRequest("GET", "/", "X-Amz-Signature=ab&X-Amz-Date=20260523T073128Z"))[2] == (
        "AWS query-string parameters must include 'X-Amz-Algorithm'. "
        "AWS query-string parameters must include 'X-Amz-Credential'. "
        "AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string parameters."
    )


@pytest.mark.parametrize(
    ("authorization", "cause", "message"),
    [
        (
            "AWS4-HMAC-SHA512 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=1",
            Cause.INCOMPLETE,
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=1",
            Cause.INCOMPLETE,
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=x-amz-date, Signature=1",
            Cause.INCOMPLETE,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws3, SignedHeaders=host, Signature=1",
            Cause.WRONG_SCOPE,
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3'.",
        ),
    ],
)
def test_a_header_whose_parts_are_malformed(authorization: str, cause: Cause, message: str) -> None:
    """Each malformed part has a text of its own."""
    request = with_authorization(authorization, ("X-Amz-Date", "20260523T073128Z"))

    assert refusal(request)[::2] == (cause, message)


def test_an_unknown_key() -> None:
    """A key that nobody has is an invalid security token. fact: sigv4.texts"""
    assert refusal(signed(key="AKIDNOBODY")) == (
        Cause.UNKNOWN_KEY,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )


@pytest.mark.parametrize(("issued", "sent"), [("right", "wrong"), ("right", None), (None, "made up")])
def test_a_session_token_that_is_not_the_keys(issued: str | None, sent: str | None) -> None:
    """Temporary credentials need their own token, and long-lived ones none."""
    assert refusal(signed(token=sent), secret=Secret(session_token=issued)) == (
        Cause.WRONG_TOKEN,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )


def test_an_expired_session() -> None:
    """Temporary credentials end in the lab's time, so that a lesson can wait for it. fact: sigv4.two-clocks"""
    session = Secret(session_token="right", expires_at=NOW + 3600)

    assert refusal(signed(token="right"), secret=session, lab_time=NOW + 3600) == (
        Cause.EXPIRED_TOKEN,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    )


def test_a_wrong_scope() -> None:
    """Region and service are named where they are not those of the callee. fact: sigv4.texts"""
    assert refusal(signed(service="s3", region="eu-west-1"), service="execute-api", region="us-east-1") == (
        Cause.WRONG_SCOPE,
        "InvalidSignatureException",
        f"{REGION} Credential should be scoped to correct service: 'execute-api'. ",
    )


def test_a_scope_of_another_day() -> None:
    """The scope's date is that of the signature's time."""
    request = signed()
    moved = replace(request, headers=request.headers.with_("X-Amz-Date", "20260522T235959Z"))

    assert refusal(moved)[::2] == (
        Cause.WRONG_SCOPE,
        f"{DATE} '20260523' != '20260522', from '20260522T235959Z'. ",
    )


def test_a_date_that_is_none() -> None:
    """A date in no known form says in which it should be."""
    request = signed()
    moved = replace(request, headers=request.headers.with_("X-Amz-Date", "20260523 noon"))

    assert refusal(moved)[2] == (
        "Date must be in ISO-8601 'basic format'. Got '20260523 noon'. See http://en.wikipedia.org/wiki/ISO_8601"
    )


def test_a_signature_of_a_while_ago() -> None:
    """A signature holds five minutes of real time. fact: sigv4.window"""
    assert refusal(signed(), real_time=NOW + 301) == (
        Cause.WRONG_TIME,
        "InvalidSignatureException",
        "Signature expired: 20260523T073128Z is now earlier than 20260523T073129Z (20260523T073629Z - 5 min.)",
    )


def test_a_signature_from_the_future() -> None:
    """A clock that is ahead by more than five minutes is told so."""
    assert refusal(signed(), real_time=NOW - 301)[2] == (
        "Signature not yet current: 20260523T073128Z is still later than 20260523T073127Z (20260523T072627Z + 5 min.)"
    )


def test_a_signature_at_the_windows_edge_holds() -> None:
    """Five minutes are still in time, to the second."""
    assert verify(signed(), lambda key: Secret(), real_time=NOW + 300, lab_time=NOW)


def test_the_date_header_counts_where_there_is_no_amazon_date() -> None:
    """A request may be dated by HTTP's own ``Date``."""
    request = signed(headers={"Date": "Sat, 23 May 2026 07:31:28 GMT"})

    assert verify(request, lambda key: Secret(), real_time=NOW, lab_time=NOW)[0].timestamp == "20260523T073128Z"


def test_a_presigned_url_holds_for_as_long_as_it_says() -> None:
    """The default of botocore's signer is an hour."""
    request = signed(where="query")

    assert verify(request, lambda key: Secret(), real_time=NOW + 3600, lab_time=NOW)[0].expires == 3600


def test_a_presigned_url_expires() -> None:
    """After its time, a presigned URL is an expired signature."""
    assert refusal(signed(where="query"), real_time=NOW + 3601)[2] == (
        "Signature expired: 20260523T073128Z is now earlier than 20260523T073129Z (20260523T083129Z - 60 min.)"
    )


def test_a_presigned_url_cannot_hold_for_longer_than_a_week() -> None:
    """``X-Amz-Expires`` is a number of seconds, and at most a week."""
    request = signed(where="query")
    longer = replace(request, query=request.query.replace("Expires=3600", "Expires=604801"))

    assert refusal(longer)[2] == "X-Amz-Expires must be a number of seconds of no more than a week, 604800."


def test_a_signature_that_does_not_match_is_told_what_should_have_been_signed() -> None:
    """The refusal shows the canonical string and the string to sign. fact: sigv4.texts"""
    request = replace(signed("GET", "/dev/pets", "b=2&a=1"), method="DELETE")
    canonical = f"DELETE\n/dev/pets\na=1&b=2\nhost:{HOST}\nx-amz-date:20260523T073128Z\n\nhost;x-amz-date\n{EMPTY}"
    hashed = sha256(canonical.encode()).hexdigest()
    scope = "20260523T073128Z\n20260523/us-east-1/execute-api/aws4_request"

    assert refusal(request) == (
        Cause.MISMATCH,
        "InvalidSignatureException",
        (
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details.\n\n"
            f"The Canonical String for this request should have been\n'{canonical}'\n\n"
            f"The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n{scope}\n{hashed}'\n"
        ),
    )


@pytest.mark.parametrize("payload_hash", ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"])
def test_s3_takes_bodies_whose_hash_is_not_in_the_signature(payload_hash: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 verifies the seed signature of a stream and the head of an unsigned upload. fact: sigv4.s3-payload"""
    monkeypatch.setattr("botocore.auth.S3SigV4Auth.payload", lambda self, request: payload_hash)
    request = signed("PUT", "/bucket/key", service="s3", body=b"one")

    assert verify(replace(request, body=b"two"), lambda key: Secret(), real_time=NOW, lab_time=NOW)


def test_other_services_sign_their_bodies() -> None:
    """A header that says the body is unsigned changes nothing outside S3. fact: sigv4.s3-payload"""
    request = signed("POST", "/", service="sqs", body=b"one", headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"})

    assert refusal(request)[0] is Cause.MISMATCH


def test_s3_checks_a_hash_that_is_declared() -> None:
    """A declared hash is only as good as the body it is of."""
    request = signed("PUT", "/bucket/key", service="s3", body=b"one")

    assert refusal(replace(request, body=b"two"))[0] is Cause.MISMATCH


@pytest.mark.parametrize("query", ["q=a+b", "q=a|b", "q=%7e", "a&&b"])
def test_a_query_string_that_is_not_in_awss_encoding(query: str) -> None:
    """botocore signs a query string as it stands, and that holds. fact: sigv4.as-sent"""
    assert verify(signed("GET", "/dev", query), lambda key: Secret(), real_time=NOW, lab_time=NOW)


def test_a_query_string_that_was_encoded_anew_before_signing() -> None:
    """Signers that follow the pages sign ``a b`` as ``a%20b``, and that holds for ``a+b`` too. fact: sigv4.as-sent"""
    request = signed("GET", "/dev", "q=a%20b")

    assert verify(replace(request, query="q=a+b"), lambda key: Secret(), real_time=NOW, lab_time=NOW)
