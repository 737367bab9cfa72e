"""Lesson 12b, exercise 6: check the token of a partner."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

SECRET = "shared-with-the-partner"  # noqa: S105  an exercise's
AUDIENCE = "paws"
NOW = 1_800_000_000
CLAIMS = {"sub": "shop-7", "aud": AUDIENCE, "exp": NOW + 60}


def encoded(value: bytes) -> str:
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def token(
    claims: Mapping[str, Any] = CLAIMS, *, alg: str = "HS256", secret: str = SECRET, signature: str | None = None
) -> str:
    """A signed token of these claims."""
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": alg, "typ": "JWT"}, claims)]
    signed = hmac.new(secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, encoded(signed) if signature is None else signature])


def _tampered() -> str:
    head, _, signature = token().split(".")
    return ".".join([head, encoded(json.dumps({**CLAIMS, "sub": "shop-1"}).encode()), signature])


BAD: tuple[tuple[str, str, str], ...] = (
    ("takes-another-secret", token(secret="guessed"), "The signature was made with another secret."),  # noqa: S106
    ("takes-changed-claims", _tampered(), "The claims are part of what is signed."),
    ("takes-no-signature", token(signature=""), "Without a signature a token proves nothing."),
    ("trusts-the-alg", token(alg="none", signature=""), "alg says what the sender likes: only HS256 is agreed."),
    ("takes-another-alg", token(alg="HS512"), "Only HS256 is agreed, whatever the header says."),
    ("takes-expired", token({**CLAIMS, "exp": NOW - 1}), "exp is over."),
    ("takes-the-last-second", token({**CLAIMS, "exp": NOW}), "At exp a token is over: it has to be later than now."),
    ("takes-no-expiry", token({"sub": "shop-7", "aud": AUDIENCE}), "A token without exp would be good for ever."),
    ("takes-another-audience", token({**CLAIMS, "aud": "cats"}), "The token was made for somebody else."),
    ("takes-no-audience", token({"sub": "shop-7", "exp": NOW + 60}), "The token says for nobody that it was made."),
    ("fails-on-garbage", "not a token", "What is no token is refused, and no error."),
    ("fails-on-garbage", "a.b", "A token has three parts."),
    ("fails-on-garbage", "%%%.%%%.%%%", "What is no base64 is refused, and no error."),
    ("fails-on-garbage", f"{encoded(b'[]')}.{encoded(b'[]')}.x", "The parts are JSON objects, or it is no token."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Show the learner's function good tokens and bad ones."""
    if finding := not_a_function(attempt, "claims_of"):
        return failed(finding)
    if attempt(token(), SECRET, NOW) is TODO:
        return not_attempted()
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "A good token gives its claims; thirteen bad ones give nothing.",
        "real partners sign with a private key and publish the other (RS256). A kept library should check those.",
    )


def _findings(check: Callable[..., Any]) -> Iterator[Diagnosis | None]:
    for claims in (CLAIMS, {**CLAIMS, "sub": "shop-8", "scope": "pets"}):
        answer, error = _asked(check, token(claims))
        if answer != claims:
            yield Diagnosis(
                id="refuses-a-good-token",
                expected=f"the claims {claims}",
                got=shown(answer) if error is None else f"{type(error).__name__}: {error}",
                cause="The token is signed with the secret, is for us, and has a minute left.",
                next_look="base64 without its padding: add '=' until the length is a multiple of 4",
            )
    for finding, bad, rule in BAD:
        answer, error = _asked(check, bad)
        if answer is not None or error is not None:
            yield Diagnosis(
                id=finding,
                expected="None",
                got=shown(answer) if error is None else f"{type(error).__name__}: {error}",
                cause=rule,
                next_look="first the form, then the algorithm, the signature, and only then the claims",
            )


def _asked(check: Callable[..., Any], text: str) -> tuple[Any, Exception | None]:
    try:
        return check(text, SECRET, NOW), None
    except Exception as error:  # noqa: BLE001  the learner's own, which is judged
        return None, error


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
