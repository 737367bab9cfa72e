"""A pool whose function has a say in the tokens, with a real function."""

import io
import zipfile

import pytest
import requests

from tests.integration.aws_api import trust
from tests.integration.user_pool import CALLBACK, PASSWORD, Pool, Visitor, a_pool, refusal, returned, said
from tests.serving import Served

pytestmark = pytest.mark.slow

CODE = """
import os

import boto3


def handler(event, context):
    if event["userName"] == "barred":
        raise Exception("no entry")
    # The function asks the very service that waits for it.
    user = boto3.client("cognito-idp").admin_get_user(UserPoolId=event["userPoolId"], Username=event["userName"])
    event["response"] = {"claimsAndScopeOverrideDetails": {
        "idTokenGeneration": {"claimsToAddOrOverride": {"source": event["triggerSource"], "seen": user["Username"]}},
        "accessTokenGeneration": {"scopesToAdd": ["pets/write"]},
    }}
    return event
"""


@pytest.fixture(scope="module")
def function(server: Served) -> str:
    """The function's ARN; Cognito may not invoke it yet."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("trigger.py", CODE)
    iam = server.client("iam")
    role = iam.create_role(RoleName="trigger", AssumeRolePolicyDocument=trust("lambda"))["Role"]["Arn"]
    made = server.client("lambda").create_function(
        FunctionName="trigger",
        Runtime="python3.13",
        Handler="trigger.handler",
        Role=role,
        Code={"ZipFile": package.getvalue()},
    )
    found: str = made["FunctionArn"]
    return found


@pytest.fixture(scope="module")
def pool(server: Served, function: str) -> Pool:
    """A pool with the trigger."""
    config = {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": function}}
    made = a_pool(server, LambdaConfig=config)
    for name in ("ann", "barred"):
        made.user(name)
    made.hosted("triggering")
    return made


def test_a_function_needs_a_permission_for_cognito(server: Served, pool: Pool, function: str) -> None:
    """Without it there are no tokens; with it, it changes them. fact: cognito.trigger"""
    client = pool.client()["ClientId"]
    without = refusal(pool.sign_in, client, "ann")
    server.client("lambda").add_permission(
        FunctionName=function,
        StatementId="cognito",
        Action="lambda:InvokeFunction",
        Principal="cognito-idp.amazonaws.com",
        SourceArn=pool.arn,
    )

    tokens = pool.sign_in(client, "ann")

    assert without == (
        "UnexpectedLambdaException",
        "PreTokenGeneration invocation failed due to error AccessDeniedException.",
    )
    claims = said(tokens["IdToken"])[1]
    assert (claims["source"], claims["seen"]) == ("TokenGeneration_Authentication", "ann")
    assert said(tokens["AccessToken"])[1]["scope"] == "aws.cognito.signin.user.admin pets/write"


def test_a_function_is_asked_at_each_occasion(pool: Pool) -> None:
    """At a refresh and at the sign-in page too. fact: cognito.trigger"""
    client = pool.web_client("shop", "openid")["ClientId"]
    tokens = pool.sign_in(client, "ann")
    refreshed = pool.cognito.initiate_auth(
        ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]}
    )["AuthenticationResult"]
    visitor = Visitor(pool.hosted("triggering"))
    asked = {"client_id": client, "redirect_uri": CALLBACK, "response_type": "code"}
    page = visitor.go(visitor.base + "/oauth2/authorize", **asked)
    code = returned(visitor.fill(page, username="ann", password=PASSWORD))["code"]
    form = {"grant_type": "authorization_code", "client_id": client, "redirect_uri": CALLBACK, "code": code}
    hosted = requests.post(visitor.base + "/oauth2/token", data=form, timeout=30).json()

    sources = [said(token)[1]["source"] for token in (refreshed["IdToken"], hosted["id_token"])]

    assert sources == ["TokenGeneration_RefreshTokens", "TokenGeneration_HostedAuth"]
    assert said(hosted["access_token"])[1]["scope"] == "openid pets/write"


def test_a_function_that_raises_gives_no_tokens(pool: Pool) -> None:
    """In the words of either protocol. fact: cognito.trigger"""
    api = refusal(pool.sign_in, pool.client()["ClientId"], "barred")
    client = pool.web_client("shop", "openid", AllowedOAuthFlows=["implicit"])["ClientId"]
    visitor = Visitor(pool.hosted("triggering"))
    asked = {"client_id": client, "redirect_uri": CALLBACK, "response_type": "token"}
    page = visitor.go(visitor.base + "/oauth2/authorize", **asked)
    told = returned(visitor.fill(page, username="barred", password=PASSWORD), "#")

    why = "PreTokenGeneration failed with error no entry."
    assert api == ("UserLambdaValidationException", why)
    assert told == {"error": "invalid_request", "error_description": why}


@pytest.mark.parametrize("trigger", ["PreAuthentication", "PreSignUp", "PostConfirmation", "UserMigration"])
def test_a_trigger_that_would_never_run_is_refused(server: Served, function: str, trigger: str) -> None:
    """One that bars users must not be kept and forgotten. fact: cognito.trigger"""
    cognito = server.client("cognito-idp")
    code, message = refusal(cognito.create_user_pool, PoolName="x", LambdaConfig={trigger: function})

    assert (code, trigger in message) == ("NotImplementedException", True)
