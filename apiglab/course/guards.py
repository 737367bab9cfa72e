"""Guards of an API, built quietly with boto3: authorizers, and methods that name them."""

from typing import Any

from apiglab.course.build import fresh_name, function_uri

_TOKEN = "method.request.header.Authorization"  # noqa: S105  where a token is, and none itself


def token_authorizer(lab: Any, api_id: str, function_arn: str) -> str:
    """An authorizer that asks a function about the token in ``Authorization``, and may; its id."""
    authorizer_id: str = lab.client("apigateway").create_authorizer(
        restApiId=api_id,
        name="tokens",
        type="TOKEN",
        authorizerUri=function_uri(lab, function_arn),
        identitySource=_TOKEN,
        authorizerResultTtlInSeconds=300,
    )["id"]
    lab.client("lambda").add_permission(
        FunctionName=function_arn,
        StatementId=fresh_name("authorizer"),
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/authorizers/{authorizer_id}",
    )
    return authorizer_id


def pool_authorizer(apis: Any, api_id: str, pool_arn: str) -> str:
    """An authorizer of a user pool, for the token in ``Authorization``; its id."""
    authorizer_id: str = apis.create_authorizer(
        restApiId=api_id,
        name="customers",
        type="COGNITO_USER_POOLS",
        providerARNs=[pool_arn],
        identitySource=_TOKEN,
    )["id"]
    return authorizer_id


def guard_method(apis: Any, where: dict[str, str], kind: str, authorizer_id: str | None = None, *scopes: str) -> None:
    """Have a method want a guard of this kind, from the next deployment on."""
    settings = {"/authorizationType": kind, "/authorizerId": authorizer_id}
    operations = [{"op": "replace", "path": path, "value": value} for path, value in settings.items() if value]
    operations += [{"op": "add", "path": "/authorizationScopes", "value": scope} for scope in scopes]
    apis.update_method(**where, patchOperations=operations)
