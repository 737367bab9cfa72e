"""Codes by mail: good for their time, for a few tries, and once."""

import pytest

from apiglab.surroundings.mailed_codes import TRIES, MailedCodes, NoCodeError, WrongCodeError


def outcome(codes: MailedCodes, code: str, *, now: int = 1000, purpose: str = "sign-up", name: str = "ann") -> str:
    """What comes of showing a code."""
    try:
        codes.check(purpose, name, code, now)
    except (NoCodeError, WrongCodeError) as error:
        return type(error).__name__
    return "right"


def test_a_code_is_its_user_s_and_for_its_purpose() -> None:
    """fact: cognito.codes"""
    codes = MailedCodes()
    code = codes.make("sign-up", "ann", 1000)

    assert (len(code), code.isdigit()) == (6, True)
    assert outcome(codes, code) == "right"
    assert outcome(codes, code, name="bob") == "NoCodeError"
    assert outcome(codes, code, purpose="password") == "NoCodeError"


@pytest.mark.parametrize(("purpose", "seconds"), [("sign-up", 86_400), ("password", 3600)])
def test_a_code_has_its_time(purpose: str, seconds: int) -> None:
    """fact: cognito.codes"""
    codes = MailedCodes()
    code = codes.make(purpose, "ann", 1000)

    told = [outcome(codes, code, purpose=purpose, now=1000 + after) for after in (seconds - 1, seconds)]
    assert told == ["right", "NoCodeError"]


def test_nobody_guesses_for_long() -> None:
    """After a few wrong ones the right one is none; a new one is. fact: cognito.codes"""
    codes = MailedCodes()
    code = codes.make("sign-up", "ann", 1000)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    assert [outcome(codes, wrong) for _ in range(TRIES)] == ["WrongCodeError"] * TRIES
    assert outcome(codes, code) == "NoCodeError"
    assert outcome(codes, codes.make("sign-up", "ann", 1000)) == "right"


def test_a_code_is_spent_once() -> None:
    """fact: cognito.codes"""
    codes = MailedCodes()
    code = codes.make("sign-up", "ann", 1000)
    codes.spend("sign-up", "ann")

    assert outcome(codes, code) == "NoCodeError"
