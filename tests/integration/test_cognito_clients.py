"""App clients, domains and resource servers: what AWS refuses of them is refused here."""

from typing import Any

import pytest

from tests.integration.user_pool import CALLBACK, Pool, a_pool, refusal
from tests.serving import Served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool."""
    return a_pool(server)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"AccessTokenValidity": 25}, "InvalidParameterException"),
        ({"IdTokenValidity": 4, "TokenValidityUnits": {"IdToken": "minutes"}}, "InvalidParameterException"),
        ({"RefreshTokenValidity": 3651}, "InvalidParameterException"),
        (
            {"RefreshTokenValidity": 1, "AccessTokenValidity": 2, "TokenValidityUnits": {"RefreshToken": "hours"}},
            "InvalidParameterException",
        ),
        ({"AllowedOAuthScopes": ["pets/nothing"]}, "ScopeDoesNotExistException"),
        ({"AllowedOAuthScopes": ["everything"]}, "ScopeDoesNotExistException"),
        ({"AllowedOAuthFlowsUserPoolClient": True}, "InvalidOAuthFlowException"),
        ({"AllowedOAuthFlows": ["code", "client_credentials"], "GenerateSecret": True}, "InvalidOAuthFlowException"),
        ({"AllowedOAuthFlows": ["client_credentials"]}, "InvalidOAuthFlowException"),
        ({"CallbackURLs": ["http://shop.example/"]}, "InvalidParameterException"),
        ({"CallbackURLs": [CALLBACK + "#here"]}, "InvalidParameterException"),
        ({"CallbackURLs": ["/callback"]}, "InvalidParameterException"),
        ({"CallbackURLs": ["https://shop.example/\r\nX: y"]}, "InvalidParameterException"),
        ({"LogoutURLs": ["http://[bad/"]}, "InvalidParameterException"),
    ],
)
def test_a_client_that_cannot_be_is_refused(pool: Pool, settings: dict[str, Any], code: str) -> None:
    """When it is made, and when it is changed. fact: cognito.client-checks, cognito.validity"""
    made = pool.client(GenerateSecret=False)
    changes = {name: value for name, value in settings.items() if name != "GenerateSecret"}
    update = {"UserPoolId": pool.id, "ClientId": made["ClientId"], **changes}

    assert refusal(pool.client, **settings)[0] == code
    assert refusal(pool.cognito.update_user_pool_client, **update)[0] == code


def test_a_domain_is_one_pool_s(server: Served, pool: Pool) -> None:
    """And a pool has one. fact: cognito.domains"""
    other = a_pool(server)
    pool.hosted("once-only")
    create = pool.cognito.create_user_pool_domain

    assert refusal(create, UserPoolId=other.id, Domain="once-only")[0] == "InvalidParameterException"
    assert refusal(create, UserPoolId=pool.id, Domain="another")[0] == "InvalidParameterException"
    assert refusal(create, UserPoolId=other.id, Domain="my-cognito")[0] == "InvalidParameterException"
    custom = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1"}
    assert refusal(create, UserPoolId=other.id, Domain="a.example", CustomDomainConfig=custom)[0] == (
        "NotImplementedException"
    )


def test_a_pool_is_not_deleted_while_something_speaks_against_it(server: Served) -> None:
    """Neither while it is protected nor while it has a domain, and it is kept as it was. fact: cognito.deletion"""
    kept = a_pool(server, DeletionProtection="ACTIVE")
    kept.hosted("kept-a-while")

    protected = refusal(kept.cognito.delete_user_pool, UserPoolId=kept.id)
    kept.cognito.update_user_pool(UserPoolId=kept.id, DeletionProtection="INACTIVE")
    with_domain = refusal(kept.cognito.delete_user_pool, UserPoolId=kept.id)
    domain = kept.cognito.describe_user_pool(UserPoolId=kept.id)["UserPool"]["Domain"]
    kept.cognito.delete_user_pool_domain(UserPoolId=kept.id, Domain=domain)
    kept.cognito.delete_user_pool(UserPoolId=kept.id)

    assert {protected[0], with_domain[0]} == {"InvalidParameterException"}
    assert protected[1] == (
        "The user pool cannot be deleted because deletion protection is activated. "
        "Deletion protection must be inactivated first."
    )
    assert with_domain[1] == ("User pool cannot be deleted. It has a domain configured that should be deleted first.")
    assert refusal(kept.cognito.describe_user_pool, UserPoolId=kept.id)[0] == "ResourceNotFoundException"


def test_a_resource_server_is_changed_and_deleted(pool: Pool) -> None:
    """And its scopes with it, for clients to come. fact: oauth.scopes"""
    cognito, server = pool.cognito, {"UserPoolId": pool.id, "Identifier": "owners"}
    read, write = ({"ScopeName": name, "ScopeDescription": name} for name in ("read", "write"))
    cognito.create_resource_server(Name="Owners", Scopes=[read], **server)
    changed = cognito.update_resource_server(Name="Keepers", Scopes=[write], **server)["ResourceServer"]
    before = refusal(pool.client, AllowedOAuthScopes=["owners/read"])[0]
    pool.client(AllowedOAuthScopes=["owners/write"])
    cognito.delete_resource_server(**server)

    assert changed == {**server, "Name": "Keepers", "Scopes": [write]}
    assert before == "ScopeDoesNotExistException"
    assert refusal(pool.client, AllowedOAuthScopes=["owners/write"])[0] == "ScopeDoesNotExistException"
    assert refusal(cognito.delete_resource_server, **server)[0] == "ResourceNotFoundException"
