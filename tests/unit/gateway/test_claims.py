"""What a token's claims are to whoever comes after the gateway: texts."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.gateway.caller import Caller
from apiglab.gateway.claims import told_claims
from apiglab.gateway.variables import context_variable


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("text", "text"),
        (7, "7"),
        (1.5, "1.5"),
        (False, "false"),
        ([], ""),
        (["a", 1, {"b": "ü"}], 'a,1,{"b":"ü"}'),
        ({"formatted": "Main Street"}, '{"formatted":"Main Street"}'),
    ],
)
def test_claims_of_any_shape_become_texts(claim: Any, told: str) -> None:
    """Lists lose their brackets. fact: cognito.claims"""
    assert told_claims({"custom:it": claim, "nothing": None}) == {"custom:it": told}


@pytest.mark.parametrize(
    ("exp", "told"),
    [
        (1_680_633_579, "Tue Apr 04 18:39:39 UTC 2023"),
        (0, "Thu Jan 01 00:00:00 UTC 1970"),
        (10**18, str(10**18)),
        (-1, "-1"),
        ("soon", "soon"),
        (True, "true"),
    ],
)
def test_times_become_java_s_dates(exp: Any, told: str) -> None:
    """But auth_time does not. fact: cognito.claims"""
    assert told_claims({"exp": exp, "auth_time": 5}) == {"exp": told, "auth_time": "5"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("authorizer.claims.sub", "ann-1"),
        ("authorizer.claims.cognito:username", "ann"),
        ("authorizer.claims['cognito:username']", "ann"),
        ('authorizer.claims["cognito:groups"]', "keepers,vets"),
        ("authorizer.claims.nobody", None),
        ("authorizer.claims", None),
        ("authorizer.principalId", None),
    ],
)
def test_a_claim_is_a_variable_of_the_context(name: str, value: str | None) -> None:
    """One by one, by either way to write its name. fact: cognito.claims"""
    claims = {"sub": "ann-1", "cognito:username": "ann", "cognito:groups": "keepers,vets"}
    call: Any = SimpleNamespace(caller=Caller("COGNITO_USER_POOLS", reason="", authorizer={"claims": claims}))

    assert context_variable(call, name) == value
