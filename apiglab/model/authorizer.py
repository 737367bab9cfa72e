"""Authorizers: who decides about callers in API Gateway's stead.

https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorizer:
    """A Lambda function (TOKEN, REQUEST) or user pools (COGNITO_USER_POOLS) that an API's methods may name."""

    id: str
    name: str
    type: str
    provider_arns: tuple[str, ...] | None = None
    auth_type: str | None = None
    authorizer_uri: str | None = None
    authorizer_credentials: str | None = None
    identity_source: str | None = None
    identity_validation_expression: str | None = None
    authorizer_result_ttl_in_seconds: int | None = None
