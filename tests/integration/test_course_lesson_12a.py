"""Lesson 12a's checks: signatures, policies, and who gets in on a running AWS."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_12a.write_the_canonical_request import CASES, expected
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("12a")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert made.client("iam").list_users()["Users"] == []
        assert len(made.cleanup().left) == 0


RIGHT = ["403", "403", "200", "403", "403", "200"]


def _but(call: int) -> list[str]:
    """The right prediction, but for one request."""
    said = list(RIGHT)
    said[call] = "200" if said[call] == "403" else "403"
    return said


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (RIGHT, PASS, "passed"),
        ("403", FAIL, "not-a-prediction"),
        (_but(0), FAIL, "unsigned-gets-in"),
        (_but(1), FAIL, "a-key-is-enough"),
        (_but(2), FAIL, "allowed-is-refused"),
        (_but(3), FAIL, "stages-do-not-count"),
        (_but(4), FAIL, "allow-beats-deny"),
        (_but(5), FAIL, "star-stops-at-slashes"),
    ],
)
def test_who_gets_in_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12a, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("CFAEGD", PASS, "passed"),
        ("ECFAGD", PASS, "passed"),
        ("CFAEGDB", FAIL, "the-secret-travels"),
        ("FCAEGD", FAIL, "hash-of-what"),
        ("CAFEGD", FAIL, "string-needs-the-hash"),
        ("CFEGAD", FAIL, "sign-what"),
        ("CFAGED", FAIL, "sign-with-what"),
        ("CFAEDG", FAIL, "header-is-last"),
        ("CFA", FAIL, "step-missing"),
    ],
)
def test_the_steps_of_a_signature(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12a, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def canonical(
    *,
    verb: bool = True,
    query: bool = True,
    sort: bool = True,
    encode: bool = True,
    sort_headers: bool = True,
    trim: bool = True,
    body: bool = True,
) -> Callable[..., str]:
    """A canonical request; each option is one way to get it wrong."""

    def made(method: str, path: str, given: Mapping[str, str], headers: Mapping[str, str], payload: bytes) -> str:
        names = sorted(given) if sort else list(given)
        pairs = [f"{_quoted(name, encode)}={_quoted(given[name], encode)}" for name in names] if query else []
        low = [(name.lower(), " ".join(value.split()) if trim else value) for name, value in headers.items()]
        low = sorted(low) if sort_headers else low
        return "\n".join(
            [
                method if verb else "GET",
                path,
                "&".join(pairs),
                "".join(f"{name}:{value}\n" for name, value in low),
                ";".join(name for name, _ in low),
                hashlib.sha256(payload if body else b"").hexdigest(),
            ]
        )

    return made


def _quoted(text: str, encode: bool) -> str:
    return quote(text, safe="-_.~") if encode else text


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (canonical(), PASS, "passed"),
        ("GET", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "not-a-text"),
        (lambda *_: "GET", FAIL, "plain-request"),
        (canonical(verb=False), FAIL, "verb-is-fixed"),
        (canonical(query=False), FAIL, "query-is-left-out"),
        (canonical(sort=False), FAIL, "query-is-not-sorted"),
        (canonical(encode=False), FAIL, "query-is-not-encoded"),
        (canonical(sort_headers=False), FAIL, "headers-are-not-sorted"),
        (canonical(trim=False), FAIL, "headers-are-not-trimmed"),
        (canonical(body=False), FAIL, "body-is-left-out"),
    ],
)
def test_a_canonical_request_is_judged_case_by_case(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12a, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize("case", CASES, ids=[case.finding for case in CASES])
def test_what_is_expected_is_what_botocore_signs(case: Any) -> None:
    """The oracle: the same text as botocore's own signer makes."""
    request = AWSRequest(
        case.method, f"https://{case.headers['Host']}{case.path}", params=dict(case.query), data=case.body
    )
    for name, value in case.headers.items():
        request.headers[name] = value
    request.context["timestamp"] = case.headers["X-Amz-Date"]

    signer = SigV4Auth(Credentials("AKIDEXAMPLE", "secret"), "execute-api", "eu-west-1")

    assert expected(case) == signer.canonical_request(request)


def policy(
    resource: str = "dev/GET/pets", action: str = "execute-api:Invoke", *, deny: bool = False
) -> Callable[[str], dict[str, Any]]:
    """A function that writes a policy for an API."""

    def mended_policy(api_arn: str) -> dict[str, Any]:
        statements = [{"Effect": "Allow", "Action": action, "Resource": f"{api_arn}/{resource}"}]
        if deny:
            statements.append({"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": f"{api_arn}/*"})
        return {"Version": "2012-10-17", "Statement": statements}

    return mended_policy


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (policy(), PASS, "passed"),
        ("policy", FAIL, "not-a-function"),
        (lambda _: {}, FAIL, "not-a-policy"),
        (policy(deny=True), FAIL, "deny-wins"),
        (policy(action="apigateway:Invoke"), FAIL, "wrong-service"),
        (policy("GET/dev/pets"), FAIL, "resource-does-not-fit"),
        (policy("dev/*/pets"), FAIL, "writes-too"),
        (policy("*/GET/pets"), FAIL, "prod-too"),
    ],
)
def test_a_policy_is_judged_by_who_gets_in(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12a, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def guarding(
    *, kind: str = "AWS_IAM", deploy: bool = True, resource: str | None = "dev/GET/pets", for_all: bool = False
) -> Callable[..., None]:
    """A function that guards a method; each option is one way to do it differently."""

    def guard(apigateway: Any, iam: Any, where: dict[str, str], user: str) -> None:
        switch = [{"op": "replace", "path": "/authorizationType", "value": kind}]
        apigateway.update_method(**where, patchOperations=switch)
        api_id = where["restApiId"]
        if for_all:
            statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            operations = [{"op": "replace", "path": "/policy", "value": document}]
            apigateway.update_rest_api(restApiId=api_id, patchOperations=operations)
        if deploy:
            apigateway.create_deployment(restApiId=api_id, stageName="dev")
        if resource is not None:
            arn = f"arn:aws:execute-api:*:*:{api_id}/{resource}"
            statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_user_policy(UserName=user, PolicyName="pets", PolicyDocument=document)

    return guard


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (guarding(), PASS, "passed"),
        ("guard", FAIL, "not-a-function"),
        (guarding(kind="NONE"), FAIL, "still-open"),
        (guarding(deploy=False), FAIL, "still-open"),
        (guarding(resource=None), FAIL, "no-policy"),
        (guarding(resource="prod/GET/pets"), FAIL, "policy-does-not-fit"),
        (guarding(for_all=True), FAIL, "everybody-who-signs"),
    ],
)
def test_a_guard_is_judged_by_whom_it_lets_in(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12a, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def linking(signer: Any = SigV4QueryAuth, service: str = "execute-api", suffix: str = "") -> Callable[..., str]:
    """A function that signs a link; each option is one way to do it differently."""

    def signed_link(url: str, key: Mapping[str, str], region: str) -> str:
        request = AWSRequest("GET", url)
        more = {"expires": 60} if signer is SigV4QueryAuth else {}
        signer(Credentials(key["AccessKeyId"], key["SecretAccessKey"]), service, region, **more).add_auth(request)
        return str(request.url) + suffix.format(**key)

    return signed_link


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (linking(), PASS, "passed"),
        ("https://", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "no-link"),
        (linking(suffix="&secret={SecretAccessKey}"), FAIL, "tells-the-secret"),
        (linking(SigV4Auth), FAIL, "not-in-the-query"),
        (linking(service="s3"), FAIL, "refused"),
        (linking(suffix="&more=1"), FAIL, "refused"),
    ],
)
def test_a_link_is_judged_by_opening_it(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12a, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
