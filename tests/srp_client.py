"""A client of Cognito's SRP, written from AWS's own JavaScript library: hexadecimal texts all the way."""

import base64
import hashlib
import hmac
from typing import Any

from apiglab.language.srp import PRIME

TIMESTAMP = "Tue Nov 14 22:13:20 UTC 2023"


def padded(number: int | str) -> str:
    """A number in hexadecimal digits, with zeros before it as JavaScript's library puts them."""
    digits = f"{number:x}" if isinstance(number, int) else number
    if len(digits) % 2:
        return "0" + digits
    return "00" + digits if digits[0] in "89ABCDEFabcdef" else digits


def hash_of(digits: str) -> str:
    """The SHA-256 of what hexadecimal digits stand for."""
    return hashlib.sha256(bytes.fromhex(digits)).hexdigest()


class SrpClient:
    """One user's half of the proof."""

    def __init__(self, pool_id: str, password: str, secret: int = 0xA5A5 << 100) -> None:
        self.pool_name = pool_id.partition("_")[2]
        self.password = password
        self.secret = secret
        self.public = pow(2, secret, PRIME)

    def signature(self, told: dict[str, Any], timestamp: str = TIMESTAMP) -> str:
        """What proves the password to who sent this challenge."""
        user_id, server = told["USER_ID_FOR_SRP"], int(told["SRP_B"], 16)
        inner = hashlib.sha256(f"{self.pool_name}{user_id}:{self.password}".encode()).hexdigest()
        x = int(hash_of(padded(told["SALT"]) + inner), 16)
        k = int(hash_of(padded(PRIME) + padded(2)), 16)
        u = int(hash_of(padded(self.public) + padded(server)), 16)
        common = pow(server - k * pow(2, x, PRIME), self.secret + u * x, PRIME)
        extracted = hmac.new(bytes.fromhex(padded(u)), bytes.fromhex(padded(common)), hashlib.sha256).digest()
        key = hmac.new(extracted, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
        block = base64.b64decode(told["SECRET_BLOCK"])
        message = self.pool_name.encode() + user_id.encode() + block + timestamp.encode()
        return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()

    def answer(self, told: dict[str, Any], **changed: str) -> dict[str, str]:
        """The whole answer to a challenge."""
        return {
            "USERNAME": told["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": told["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": self.signature(told),
            "TIMESTAMP": TIMESTAMP,
            **changed,
        }
