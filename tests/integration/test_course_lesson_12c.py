"""Lesson 12c's checks: which token gets in where, what it says, and what is the backend's to decide."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_12c.customers import call, customers, guard, sign_in
from apiglab.course.lesson_12c.fix_the_backend import trusting
from apiglab.course.lesson_12c.predict_which_token import HAPPENED
from apiglab.course.lesson_12c.tokens import decoded, forged, oauth, public_key
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, but, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("12c")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert made.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ([200, 401, 401, 401, 200, 401], PASS, "passed"),
        ("200", FAIL, "not-a-prediction"),
        (but(HAPPENED, 0, 401), FAIL, "an-id-token-gets-in"),
        (but(HAPPENED, 1, 200), FAIL, "an-access-token-is-no-id-token"),
        (but(HAPPENED, 2, 200), FAIL, "an-id-token-has-no-scopes"),
        (but(HAPPENED, 3, 403), FAIL, "a-sign-in-gives-no-custom-scope"),
        (but(HAPPENED, 4, 401), FAIL, "a-scope-opens"),
        (but(HAPPENED, 5, 200), FAIL, "an-hour-is-over"),
    ],
)
def test_which_token_gets_in_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12c, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


def machine(
    *,
    secret: bool = True,
    scopes: tuple[str, ...] = ("orders/read",),
    flow: str = "client_credentials",
    identifier: str = "orders",
) -> Callable[[Any, str], Any]:
    """A function that makes a client for a machine; each option is one way to get it wrong."""

    def made(pools: Any, pool_id: str) -> Any:
        pools.create_resource_server(
            UserPoolId=pool_id,
            Identifier=identifier,
            Name="Orders",
            Scopes=[{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")],
        )
        client = pools.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName="machine",
            GenerateSecret=secret,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=[flow],
            AllowedOAuthScopes=list(scopes),
            **({"CallbackURLs": ["https://shop.example/callback"]} if flow == "code" else {}),
        )["UserPoolClient"]
        return client["ClientId"], client.get("ClientSecret")

    return made


def test_what_exercise_1_tells_is_what_happens(lab: apiglab.Lab) -> None:
    """Its six requests, sent. facts: cognito.token-use, cognito.validity, oauth.token"""
    with customers(lab) as made:
        pools = lab.client("cognito-idp")
        pools.create_user_pool_domain(UserPoolId=made.pool.id, Domain="which-token")
        client = machine()(pools, made.pool.id)
        guard(lab.client("apigateway"), made, "orders/read")
        tokens = sign_in(lab, made.pool)
        answer = lab.http_session().post(
            f"{oauth(lab, 'which-token')}/oauth2/token",
            data={"grant_type": "client_credentials", "scope": "orders/read"},
            auth=client,
        )
        of_machine = answer.json()["access_token"]

        happened = [
            call(lab, made.api_id, path, token, wanted=0).status
            for path, token in (
                ("/mine", tokens["IdToken"]),
                ("/mine", tokens["AccessToken"]),
                ("/orders", tokens["IdToken"]),
                ("/orders", tokens["AccessToken"]),
                ("/orders", of_machine),
            )
        ]
        lab.clock.advance(minutes=61)
        happened.append(call(lab, made.api_id, "/mine", tokens["IdToken"], wanted=0).status)
        lab.clock.reset()

    assert happened == HAPPENED


def test_what_the_lesson_forges_is_refused(lab: apiglab.Lab) -> None:
    """Each for a reason of its own, and the token that was forged is good. facts: jwt.rs256, cognito.refusals"""
    with customers(lab) as made:
        guard(lab.client("apigateway"), made)
        token = sign_in(lab, made.pool)["IdToken"]
        asked = {
            name: call(lab, made.api_id, "/mine", each, wanted=0)
            for name, each in {"good": token, **forged(token, public_key(lab, made.pool.id))}.items()
        }

    ends = {name: answer.journey.ended_at for name, answer in asked.items() if answer.journey}
    assert {name: (asked[name].status, end and end.reason) for name, end in ends.items()} == {
        "good": (200, None),
        "changed claims": (401, "authorization.cognito.signature"),
        "alg none": (401, "authorization.cognito.algorithm"),
        "HS256 with the public key": (401, "authorization.cognito.algorithm"),
        "another key's name": (401, "authorization.cognito.unknown_key"),
    }


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("BEACGD", PASS, "passed"),
        ("BEACFGD", FAIL, "asked-the-pool"),
        ("EBACGD", FAIL, "tokens-for-the-password"),
        ("BAECGD", FAIL, "nothing-to-send"),
        ("BECAGD", FAIL, "nothing-to-check"),
        ("BEAGCD", FAIL, "claims-unchecked"),
        ("BEACDG", FAIL, "backend-is-last"),
        ("BEA", FAIL, "step-missing"),
    ],
)
def test_the_steps_of_a_sign_in(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12c, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def reading(
    *, padding: bool = True, by_use: bool = True, end: bool = True, garbage: Any = None, seconds: bool = True
) -> Callable[[str, int], Any]:
    """A function that reads tokens; each option is one way to get it wrong."""

    def read(token: str, now: int) -> Any:
        try:
            _, body, _ = token.split(".")
            text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4 if padding else 4))
            claims = json.loads(text if padding else text.decode("latin-1"))
            name = claims.get("username") if by_use and claims["token_use"] == "access" else claims["cognito:username"]
            left = claims["exp"] - now if seconds else claims["exp"]
            return {"name": name, "use": claims["token_use"], "seconds": max(0, left) if end else left}
        except (ValueError, KeyError, TypeError):
            if garbage is not None:
                return garbage
            return None

    return read


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (reading(), PASS, "passed"),
        ("cleo", FAIL, "not-a-function"),
        (reading(seconds=False), FAIL, "id-token"),
        (reading(by_use=False), FAIL, "access-token"),
        (reading(end=False), FAIL, "over"),
        (reading(padding=False), FAIL, "padding"),
        (reading(garbage={}), FAIL, "fails-on-garbage"),
        (lambda token, now: decoded(token.split(".")[1]), FAIL, "id-token"),
    ],
)
def test_a_reader_is_judged_token_by_token(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12c, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def deciding(
    *, owner: bool = True, staff: str = "whole", strict: bool = False, claims: str = "careful"
) -> Callable[[Any, Any], Any]:
    """A handler that decides; each option is one way to get it wrong."""

    def orders(event: Any, _context: Any) -> Any:
        whose = event["pathParameters"]["owner"]
        context = event["requestContext"]
        said = (
            (context.get("authorizer") or {}).get("claims") or {}
            if claims == "careful"
            else context["authorizer"]["claims"]
        )
        groups = said.get("cognito:groups", "")
        if staff == "fails" and groups:
            raise KeyError(groups)
        is_staff = {
            "whole": "staff" in groups.split(","),
            "part": "staff" in groups,
            "never": False,
            "name": "staff" in [*groups.split(","), said.get("cognito:username")],
        }.get(staff, False)
        is_owner = owner and said.get("cognito:username") == whose and not strict
        return {"statusCode": 200 if is_owner or is_staff else 403, "body": whose}

    return orders


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (deciding(), PASS, "passed"),
        (None, FAIL, "not-a-function"),
        (trusting, FAIL, "lets-others-read"),
        (deciding(strict=True), FAIL, "keeps-customers-out"),
        (deciding(staff="never"), FAIL, "keeps-staff-out"),
        (deciding(staff="part"), FAIL, "believes-a-part-of-a-word"),
        (deciding(staff="name"), FAIL, "takes-a-name-for-a-group"),
        (deciding(claims="careless"), FAIL, "lets-nobody-in"),
        (lambda event, _: event["claims"], Verdict.ERROR, "raised.KeyError"),
        (deciding(staff="fails"), FAIL, "fails"),
    ],
)
def test_a_backend_is_judged_by_its_callers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12c, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def guarding(
    *,
    source: str = "Authorization",
    attached: bool = True,
    deployed: bool = True,
    iam: bool = False,
    scopes: tuple[str, ...] = (),
    more: tuple[str, ...] = (),
) -> Callable[..., Any]:
    """A function that guards a method; each option is one way to get it wrong."""

    def guards(apis: Any, where: dict[str, str], pool_arn: str) -> None:
        authorizer_id = apis.create_authorizer(
            restApiId=where["restApiId"],
            name="customers",
            type="COGNITO_USER_POOLS",
            providerARNs=[pool_arn, *more],
            identitySource=f"method.request.header.{source}",
        )["id"]
        settings = {"/authorizationType": "COGNITO_USER_POOLS", "/authorizerId": authorizer_id}
        operations = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
        operations += [{"op": "add", "path": "/authorizationScopes", "value": scope} for scope in scopes]
        if iam:
            operations = [{"op": "replace", "path": "/authorizationType", "value": "AWS_IAM"}]
        if attached:
            apis.update_method(**where, patchOperations=operations)
        if deployed:
            apis.create_deployment(restApiId=where["restApiId"], stageName="dev")

    return guards


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (guarding(), PASS, "passed"),
        ([], FAIL, "not-a-function"),
        (guarding(attached=False), FAIL, "still-open"),
        (guarding(deployed=False), FAIL, "still-open"),
        (guarding(iam=True), FAIL, "another-guard"),
        (guarding(source="X-Token"), FAIL, "customers-are-out"),
        (guarding(scopes=("orders/read",)), FAIL, "customers-are-out"),
    ],
)
def test_a_pools_guard_is_judged_by_who_gets_in(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 12c, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def test_every_pool_is_too_many(lab: apiglab.Lab) -> None:
    """Lesson 12c, exercise 5: an authorizer that takes any pool of the account lets strangers in."""

    def guards_with_all(apis: Any, where: dict[str, str], pool_arn: str) -> None:
        pools = lab.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
        arns = [pool_arn.rpartition("/")[0] + "/" + pool["Id"] for pool in pools]
        guarding(more=tuple(arn for arn in arns if arn != pool_arn))(apis, where, pool_arn)

    assert outcome_of(lab, "e5", guards_with_all) == (FAIL, "strangers-get-in")


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (machine(), PASS, "passed"),
        ("machine", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "not-a-client"),
        (lambda *_: ("nobody", "secret"), FAIL, "no-token"),
        (machine(flow="code"), FAIL, "no-token"),
        (machine(scopes=("orders/read", "orders/write")), FAIL, "may-write-too"),
    ],
)
def test_a_machine_is_judged_by_its_tokens(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 12c, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
