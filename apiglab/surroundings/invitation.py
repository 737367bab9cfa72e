"""Invitations: how a user whom an admin made comes to know the first password.

https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html
"""

import secrets
from collections.abc import Mapping
from typing import Any

from apiglab.surroundings.mail import Letter

_SUBJECT = "Your temporary password"
_OF_EACH_KIND = "aA1!"


def temporary_password(pool: Mapping[str, Any]) -> str:
    """A password that every policy takes, as long as the pool's wants it. fact: cognito.invitation"""
    policy = (pool.get("Policies") or {}).get("PasswordPolicy") or {}
    length = max(12, int(policy.get("MinimumLength") or 0))
    return secrets.token_urlsafe(length)[: length - len(_OF_EACH_KIND)] + _OF_EACH_KIND


def send(pool: Any, user: Any, now: int) -> None:
    """Mail the name and the temporary password to a user who has a mailbox or a telephone. fact: cognito.mail"""
    to = user.attribute_lookup.get("email") or user.attribute_lookup.get("phone_number")
    if to:
        text = f"Your username is {user.username} and temporary password is {user.password}"
        pool.letters.append(Letter(to, _SUBJECT, text, now))
