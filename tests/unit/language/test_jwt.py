"""Tokens: what a key signed counts, and nothing that only says so."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt as oracle

from apiglab.language.jwt import LONGEST, Cause, TokenError, read
from tests.tokens import (
    ISSUER,
    KID,
    a_key,
    id_claims,
    part,
    public,
    signed,
    signed_with_the_public_key,
    without_signature,
)

TRUSTED = {KID: public(a_key())}
TOKEN = signed(id_claims())


def cause_of(text: str) -> Cause:
    """Why a token does not count."""
    with pytest.raises(TokenError) as refused:
        read(text).verify(TRUSTED)
    return refused.value.cause


def test_what_a_trusted_key_signed_is_believed() -> None:
    """Its claims, as they were signed. fact: jwt.rs256"""
    token = read(TOKEN)

    assert (token.kid, token.issuer) == (KID, ISSUER)
    assert token.verify(TRUSTED) == id_claims()


def test_another_library_s_tokens_are_read() -> None:
    """joserfc's own encoder as the oracle. fact: jwt.rs256"""
    text = oracle.encode({"alg": "RS256", "kid": KID}, id_claims(), a_key())

    assert read(text).verify(TRUSTED) == id_claims()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(without_signature(id_claims()), Cause.ALGORITHM, id="none"),
        pytest.param(without_signature(id_claims(), "None"), Cause.ALGORITHM, id="none in another case"),
        pytest.param(without_signature(id_claims(), "RS256"), Cause.MALFORMED, id="signature stripped"),
        pytest.param(signed_with_the_public_key(id_claims()), Cause.ALGORITHM, id="HS256 with the public key"),
        pytest.param(signed(id_claims(), alg="RS512"), Cause.ALGORITHM, id="another algorithm"),
        pytest.param(signed(id_claims(), alg=["RS256"]), Cause.ALGORITHM, id="algorithms"),
        pytest.param(signed(id_claims(), alg=None), Cause.MALFORMED, id="no algorithm"),
        pytest.param(signed(id_claims(), kid="other="), Cause.UNKNOWN_KEY, id="unknown kid"),
        pytest.param(signed(id_claims(), kid="../../dev/null"), Cause.UNKNOWN_KEY, id="a kid that is a path"),
        pytest.param(signed(id_claims(), kid=None), Cause.MALFORMED, id="no kid"),
        pytest.param(signed(id_claims(), kid=7), Cause.MALFORMED, id="a kid that is a number"),
        pytest.param(signed(id_claims(), key=a_key("another")), Cause.SIGNATURE, id="another key"),
        pytest.param(
            signed(id_claims(), key=a_key("another"), jwk=public(a_key("another")).as_dict()),
            Cause.MALFORMED,
            id="a key of the attacker's in the header",
        ),
        pytest.param(
            signed(id_claims(), key=a_key("another"), jku="https://example.com/keys"),
            Cause.SIGNATURE,
            id="the address of the attacker's keys",
        ),
        pytest.param(signed(id_claims(), crit=["exp"]), Cause.MALFORMED, id="what has to be understood"),
        pytest.param(signed(id_claims(), b64=False, crit=["b64"]), Cause.MALFORMED, id="a payload not encoded"),
        pytest.param(signed([1, 2]), Cause.MALFORMED, id="claims that are a list"),
        pytest.param(signed(b"\xff\xfe"), Cause.MALFORMED, id="claims that are no text"),
        pytest.param(signed(b"[" * 5000), Cause.MALFORMED, id="claims without end"),
        pytest.param(part("RS256") + "." + TOKEN.partition(".")[2], Cause.MALFORMED, id="a header that is a text"),
        pytest.param("", Cause.MALFORMED, id="nothing"),
        pytest.param("..", Cause.MALFORMED, id="dots"),
        pytest.param("a.b", Cause.MALFORMED, id="two parts"),
        pytest.param(TOKEN + ".x", Cause.MALFORMED, id="four parts"),
        pytest.param(TOKEN + "\n", Cause.MALFORMED, id="a line end"),
        pytest.param(" " + TOKEN, Cause.MALFORMED, id="a space"),
        pytest.param(TOKEN + "=", Cause.MALFORMED, id="padding"),
        pytest.param(TOKEN.replace("e", "é", 1), Cause.MALFORMED, id="no ASCII"),
        pytest.param("a" * 1_048_576, Cause.MALFORMED, id="1 MB"),
        pytest.param(TOKEN + "A" * LONGEST, Cause.MALFORMED, id="too long"),
    ],
)
def test_what_nobody_signed_is_refused(text: str, cause: Cause) -> None:
    """Each attack by its name. fact: jwt.rs256"""
    assert cause_of(text) is cause


def test_a_changed_claim_is_noticed() -> None:
    """The claims of another user under the signature of one's own. fact: jwt.rs256"""
    header, _, signature = TOKEN.split(".")

    assert cause_of(f"{header}.{part(id_claims(sub='bob-2'))}.{signature}") is Cause.SIGNATURE


@settings(max_examples=300, deadline=None)
@given(where=st.integers(0, len(TOKEN) - 1), new=st.sampled_from("ABCxyz019-_."))
def test_any_changed_character_is_noticed(where: int, new: str) -> None:
    """There is one way to write a token, down to the spare bits of its last character. fact: jwt.rs256"""
    changed = TOKEN[:where] + new + TOKEN[where + 1 :]

    if changed != TOKEN:
        cause_of(changed)


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary().map(lambda each: ".".join([part(each)] * 3)))
def test_no_text_is_more_than_refused(text: str) -> None:
    """Whatever comes as a token, the answer is a TokenError."""
    cause_of(text)


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each), max_leaves=20))
def test_headers_of_any_shape_are_only_refused(header: Any) -> None:
    """A header is JSON of an attacker's."""
    encoded = base64.urlsafe_b64encode(json.dumps({"alg": header, "kid": header}).encode()).rstrip(b"=").decode()

    assert cause_of(f"{encoded}.{part({})}.{part(b'x')}") in (Cause.MALFORMED, Cause.ALGORITHM)
