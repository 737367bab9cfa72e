"""What tokens say of a user, and for how long."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.surroundings import token_claims
from apiglab.surroundings.token_times import lifetime

USER = SimpleNamespace(
    id="1",
    attribute_lookup={
        "sub": "1",
        "name": "Ann",
        "email": "ann@example.com",
        "email_verified": "true",
        "phone_number": "+49",
        "phone_number_verified": "false",
        "custom:species": "cat",
    },
    groups=set(),
)


@pytest.mark.parametrize(
    ("client", "scope", "told"),
    [
        (
            {},
            None,
            list(USER.attribute_lookup),
        ),
        (
            {},
            "openid",
            list(USER.attribute_lookup),
        ),
        ({}, "openid email", ["email", "email_verified", "sub"]),
        ({}, "openid phone profile pets/read", ["name", "phone_number", "phone_number_verified", "sub"]),
        ({"ReadAttributes": ["email", "custom:species"]}, None, ["email", "custom:species", "sub"]),
        ({"ReadAttributes": ["custom:species"]}, "openid email", ["sub"]),
    ],
)
def test_scopes_and_the_client_bound_what_is_told(client: dict[str, Any], scope: str | None, told: list[str]) -> None:
    """fact: oauth.scopes, cognito.tokens"""
    assert list(token_claims.attributes(USER, client, scope)) == told


def test_what_was_verified_is_true_or_false() -> None:
    """Not a text. fact: cognito.tokens"""
    told = token_claims.attributes(USER, {}, None)

    assert (told["email_verified"], told["phone_number_verified"]) == (True, False)


def test_groups_are_in_the_order_of_their_precedence() -> None:
    """Those without one last; roles go with their groups. fact: cognito.tokens"""
    rows = [("none", None, ""), ("second", 2, "arn:second"), ("first", 0, "arn:first"), ("another", 2, "")]
    groups = [SimpleNamespace(group_name=name, precedence=number, role_arn=role) for name, number, role in rows]
    user = SimpleNamespace(groups=groups)

    assert token_claims.groups(user) == {"cognito:groups": ["first", "another", "second", "none"]}
    assert token_claims.roles(user) == {
        "cognito:roles": ["arn:first", "arn:second"],
        "cognito:preferred_role": "arn:first",
    }
    assert (token_claims.groups(USER), token_claims.roles(USER)) == ({}, {})


@pytest.mark.parametrize(
    ("client", "kind", "seconds"),
    [
        ({}, "AccessToken", 3600),
        ({}, "IdToken", 3600),
        ({}, "RefreshToken", 2_592_000),
        ({"AccessTokenValidity": 2}, "AccessToken", 7200),
        ({"RefreshTokenValidity": 2}, "RefreshToken", 172_800),
        ({"RefreshTokenValidity": 0}, "RefreshToken", 2_592_000),
        ({"IdTokenValidity": 5, "TokenValidityUnits": {"IdToken": "minutes"}}, "IdToken", 300),
        ({"IdTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}, "IdToken", 18_000),
    ],
)
def test_a_client_s_tokens_last_as_it_says(client: dict[str, Any], kind: str, seconds: int) -> None:
    """A number without a unit counts hours, or days. fact: cognito.validity"""
    assert lifetime(client, kind) == seconds
