"""What a user pool's tokens say of a user.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

_FLAGS = frozenset({"email_verified", "phone_number_verified"})
_OF_SCOPE = {
    "email": frozenset({"email", "email_verified"}),
    "phone": frozenset({"phone_number", "phone_number_verified"}),
    "profile": frozenset(
        (
            *("name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile"),
            *("picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"),
        )
    ),
}


def attributes(user: Any, client: Mapping[str, Any], scope: str | None) -> dict[str, Any]:
    """The user's attributes that the client may read, and of these what the scopes are about.

    ``scope``: None for a sign-in by Cognito's API, which has no such scopes. fact: cognito.tokens, oauth.scopes
    """
    readable = client.get("ReadAttributes")
    told = {name: value for name, value in user.attribute_lookup.items() if not readable or name in readable}
    narrowing = [_OF_SCOPE[each] for each in (scope or "").split() if each in _OF_SCOPE]
    if narrowing:
        wanted = frozenset().union(*narrowing)
        told = {name: value for name, value in told.items() if name in wanted}
    typed: dict[str, Any] = {
        name: str(value).lower() == "true" if name in _FLAGS else value for name, value in told.items()
    }
    if "identities" in typed:
        typed["identities"] = json.loads(typed["identities"])
    return {**typed, "sub": user.id}


def groups(user: Any) -> dict[str, Any]:
    """The names of the user's groups."""
    names = [group.group_name for group in _by_precedence(user)]
    return {"cognito:groups": names} if names else {}


def roles(user: Any) -> dict[str, Any]:
    """The roles of the user's groups, and the first group's as the preferred one."""
    found = [group.role_arn for group in _by_precedence(user) if group.role_arn]
    return {"cognito:roles": found, "cognito:preferred_role": found[0]} if found else {}


def _by_precedence(user: Any) -> list[Any]:
    """The user's groups, the first one that with the lowest precedence."""
    last = float("inf")
    return sorted(user.groups, key=lambda group: (_or(group.precedence, last), group.group_name))


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def half_hash(token: str) -> str:
    """``at_hash``: what ties an ID token to the access token that came with it."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
