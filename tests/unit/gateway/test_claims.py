"""What a token's claims are to whoever comes after the gateway: texts."""

from typing import Any

import pytest

from apiglab.gateway.claims import told_claims


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
