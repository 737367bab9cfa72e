"""USER_SRP_AUTH: a password proved to a user pool without being sent. fact: cognito.srp"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError

from apiglab.language import srp
from apiglab.surroundings.moto_cognito import now
from apiglab.surroundings.moto_cognito_clients import names_of, prove_secret

WRONG = "Incorrect username or password."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An SRP exchange that waits for the client's signature."""

    client_id: str
    username: str
    ours: srp.Challenge
    theirs: int


def begin_srp(pool: Any, client: Any, user: Any, given: dict[str, str]) -> dict[str, Any]:
    """The server's half of the proof. fact: cognito.srp"""
    try:
        theirs = int(given.get("SRP_A") or "", 16)
    except ValueError:
        raise InvalidParameterException("SRP_A must be a hexadecimal number") from None
    salt, secret = secrets.randbits(128), secrets.randbits(256)
    name = pool.id.partition("_")[2]
    ours = srp.challenge(name, user.username, user.password or secrets.token_urlsafe(32), salt=salt, secret=secret)
    if not 0 < theirs < srp.PRIME:
        raise InvalidParameterException("SRP_A is no number of the group")
    proof = Proof(client_id=client.id, username=user.username, ours=ours, theirs=theirs)
    block = pool.hosted.proofs.keep(proof, now())
    return {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SALT": f"{ours.salt:x}",
            "SRP_B": f"{ours.public:x}",
            "SECRET_BLOCK": base64.b64encode(block.encode()).decode(),
            "USERNAME": user.username,
            "USER_ID_FOR_SRP": user.username,
        },
    }


def finish_srp(pool: Any, client: Any, given: dict[str, str]) -> Any:
    """The user whose password the client's half proves: a signature that nothing else makes. fact: cognito.srp"""
    try:
        block = base64.b64decode(given.get("PASSWORD_CLAIM_SECRET_BLOCK") or "", validate=True)
        shown = base64.b64decode(given.get("PASSWORD_CLAIM_SIGNATURE") or "", validate=True)
        name = block.decode("ascii")
    except (binascii.Error, ValueError):
        raise NotAuthorizedError(WRONG) from None
    proof: Proof | None = pool.hosted.proofs.take(name, now())
    user = pool.users.get(proof.username) if proof is not None else None
    if proof is None or user is None or proof.client_id != client.id:
        raise NotAuthorizedError(WRONG)
    prove_secret(client, given.get("SECRET_HASH"), names_of(pool, user))
    key = srp.shared_key(proof.ours, proof.theirs)
    named = given.get("USERNAME") in names_of(pool, user)
    signed = (pool.id.partition("_")[2], user.username, block, given.get("TIMESTAMP") or "")
    if key is None or not named or not hmac.compare_digest(srp.claim(key, *signed), shown):
        raise NotAuthorizedError(WRONG)
    return user
