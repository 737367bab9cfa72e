"""Tokens of a user pool that nobody signed: for what reads them, and does not verify."""

import base64
import json
from typing import Any

NOW = 1_800_000_000.0
POOL = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Paws"
ID = {"iss": POOL, "aud": "app", "token_use": "id", "cognito:username": "cleo", "iat": NOW - 60, "exp": NOW + 3_540}
ACCESS = {"iss": POOL, "client_id": "app", "token_use": "access", "scope": "orders/read openid", "exp": NOW + 10}


def token(claims: Any, header: Any = None) -> str:
    """A token that says this."""
    parts = (json.dumps(part).encode() for part in (header or {"alg": "RS256", "kid": "one"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "c2ln"])
