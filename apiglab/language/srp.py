"""The Secure Remote Password protocol, in Cognito's form: a password is proved without being sent.

https://datatracker.ietf.org/doc/html/rfc5054
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html

Cognito's form is that of its own JavaScript library: the 3072-bit group of RFC 3526, SHA-256, numbers as bytes of
two's complement, and the key from HKDF with a label of its own. fact: cognito.srp
"""

import hashlib
import hmac
from dataclasses import dataclass

PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
GENERATOR = 2
_LABEL = b"Caldera Derived Key"
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Challenge:
    """The server's half of one proof."""

    salt: int
    public: int
    """What the client is sent as ``SRP_B``."""
    secret: int
    verifier: int


def challenge(pool_name: str, user_id: str, password: str, *, salt: int, secret: int) -> Challenge:
    """The server's half for a user; ``pool_name`` is the pool's id behind its Region, ``secret`` is random."""
    inner = hashlib.sha256(f"{pool_name}{user_id}:{password}".encode()).digest()
    verifier = pow(GENERATOR, _hashed(_bytes(salt) + inner), PRIME)
    multiplier = _hashed(_bytes(PRIME) + _bytes(GENERATOR))
    return Challenge(salt, (multiplier * verifier + pow(GENERATOR, secret, PRIME)) % PRIME, secret, verifier)


def shared_key(ours: Challenge, theirs: int) -> bytes | None:
    """The key that both sides have where the client knows the password; None where ``SRP_A`` is none."""
    mixed = _hashed(_bytes(theirs) + _bytes(ours.public))
    if theirs % PRIME == 0 or mixed == 0:  # anybody would know the key
        return None
    common = pow(theirs * pow(ours.verifier, mixed, PRIME), ours.secret, PRIME)
    return derived_key(common, mixed)


def derived_key(common: int, mixed: int) -> bytes:
    """HKDF's first block, as far as it is used."""
    extracted = hmac.new(_bytes(mixed), _bytes(common), hashlib.sha256).digest()
    return hmac.new(extracted, _LABEL + b"\x01", hashlib.sha256).digest()[:_KEY_BYTES]


def claim(key: bytes, pool_name: str, user_id: str, block: bytes, timestamp: str) -> bytes:
    """What the client signs with the key: ``PASSWORD_CLAIM_SIGNATURE``."""
    message = pool_name.encode() + user_id.encode() + block + timestamp.encode()
    return hmac.new(key, message, hashlib.sha256).digest()


def _hashed(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest())


def _bytes(number: int) -> bytes:
    """A number as Java's and JavaScript's BigInteger writes it: with a zero before it where its first bit is set."""
    return number.to_bytes(number.bit_length() // 8 + 1)
