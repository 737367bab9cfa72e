"""Secure Remote Password: both sides come to one key, and only with the password."""

import base64
from decimal import Decimal, getcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiglab.language.srp import PRIME, Challenge, challenge, claim, shared_key
from tests.srp_client import TIMESTAMP, SrpClient

POOL = "us-east-1_Pool1"
NAME = "Pool1"


def arctangent_of_inverse(number: int) -> Decimal:
    """The arctangent of 1/number, by its series."""
    power, total, divisor, sign = Decimal(1) / number, Decimal(0), 1, 1
    while power > Decimal(10) ** -getcontext().prec:
        total += sign * power / divisor
        power, divisor, sign = power / (number * number), divisor + 2, -sign
    return total


def test_the_group_is_the_one_of_the_standard() -> None:
    """RFC 3526 makes its 3072-bit prime of the digits of pi. fact: cognito.srp"""
    getcontext().prec = 930
    pi = 4 * (4 * arctangent_of_inverse(5) - arctangent_of_inverse(239))

    assert 2**3072 - 2**3008 - 1 + 2**64 * (int(pi * 2**2942) + 1_690_314) == PRIME


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=20), st.integers(1, 2**128 - 1), st.integers(2, 2**256), st.integers(2, 2**256))
def test_a_client_with_the_password_signs_as_the_server_expects(
    password: str, salt: int, ours: int, theirs: int
) -> None:
    """Whatever the numbers, and whether their first bit is set or not. fact: cognito.srp"""
    server, client = challenge(NAME, "ann", password, salt=salt, secret=ours), SrpClient(POOL, password, theirs)
    block = base64.b64encode(b"block").decode()
    told = {"USER_ID_FOR_SRP": "ann", "SRP_B": f"{server.public:x}", "SALT": f"{salt:x}", "SECRET_BLOCK": block}

    key = shared_key(server, client.public)

    assert key is not None
    assert base64.b64encode(claim(key, NAME, "ann", b"block", TIMESTAMP)).decode() == client.signature(told)


def test_another_password_makes_another_key() -> None:
    """fact: cognito.srp"""
    client = SrpClient(POOL, "right")
    keys = {
        shared_key(challenge(NAME, "ann", password, salt=7, secret=11), client.public)
        for password in ("right", "Right")
    }

    assert len(keys) == 2


@pytest.mark.parametrize("theirs", [0, PRIME, 2 * PRIME])
def test_a_number_that_makes_the_key_known_to_all_is_refused(theirs: int) -> None:
    """RFC 5054: the server aborts where A is no number of the group. fact: cognito.srp"""
    ours: Challenge = challenge(NAME, "ann", "secret", salt=7, secret=11)

    assert shared_key(ours, theirs) is None
