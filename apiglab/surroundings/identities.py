"""Who a signed request is from: the secrets of users and of sessions, read from moto's IAM and STS.

moto's own evaluator is not used: it refuses what AWS accepts (moto.md, section 8).
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.resource_policy import allows

# AWS renews a function's credentials long before they end, and so does the lab.
_SESSION_SECONDS = 12 * 3600
_RENEWED_BEFORE_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What an access key signs with, and who it makes the caller."""

    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    """The token that temporary credentials have to send along; None where the key is a user's own."""
    expires_at: float | None = None
    """When temporary credentials end, in the lab's time; None where the key is a user's own."""
    account_id: str
    arn: str
    """The caller's ARN: ``arn:aws:iam::…:user/ann`` or ``arn:aws:sts::…:assumed-role/role/session``."""
    user_id: str
    """AWS's unique id: ``AIDA…``, or ``AROA…:session``."""
    role_arn: str | None = None
    """The role that a session is of."""


class Identities:
    """The access keys that IAM and STS gave out."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._generation = -1
        self._known: dict[str, Secret] = {}
        self._sessions: dict[tuple[str, str], tuple[str, str, str]] = {}

    def secret_of(self, access_key_id: str) -> Secret | None:
        """What a key signs with, or None where it is unknown or inactive; whether it has expired is not judged here."""
        self._forget_if_changed()
        known = self._known.get(access_key_id)
        if known is None and "moto.iam.models" in sys.modules:
            with self._surroundings.holding("sts"):
                known = next(_secrets(access_key_id), None)
            if known is not None:
                self._known[access_key_id] = known
        return known

    def for_role(self, role_arn: str, account_id: str) -> tuple[str, str, str]:
        """Access key id, secret and session token of a session of an execution role, the same one for hours."""
        kept = self._sessions.get((role_arn, account_id))
        if kept is not None and self._is_fresh(kept[0]):
            return kept
        credentials = self._sessions[role_arn, account_id] = self._assume(role_arn, account_id)
        return credentials

    def trusts(self, role_arn: str, *, principal: str, source_arn: str) -> bool:
        """Whether there is such a role and its trust policy lets a service take it on for ``source_arn``."""
        document = self.trust_policy(role_arn)
        statements = document.get("Statement") or []
        listed = [statements] if isinstance(statements, dict) else statements
        # A trust policy has no Resource: it is about its own role.
        return allows(
            [{**statement, "Resource": role_arn} for statement in listed if isinstance(statement, dict)],
            resource=role_arn,
            principal=principal,
            source_arn=source_arn,
            source_account=source_arn.split(":")[4],
            action="sts:AssumeRole",
        )

    def trust_policy(self, role_arn: str) -> dict[str, Any]:
        """The trust policy of a role, empty where there is no such role; not for the event loop."""
        if "moto.iam.models" not in sys.modules:
            return {}
        with self._surroundings.holding("iam"):
            return _trust_policy(role_arn)

    def _is_fresh(self, access_key_id: str) -> bool:
        secret = self.secret_of(access_key_id)
        if secret is None or secret.expires_at is None:
            return False
        return secret.expires_at - self._surroundings.clock.now() > _RENEWED_BEFORE_SECONDS

    def _assume(self, role_arn: str, account_id: str) -> tuple[str, str, str]:
        self._surroundings.ensure("sts")
        from moto.sts.models import sts_backends

        with self._surroundings.holding("sts"):
            session = sts_backends[account_id]["aws"].assume_role(
                region_name="us-east-1",
                role_session_name=role_arn.rpartition("/")[2],
                role_arn=role_arn,
                policy="",
                duration=_SESSION_SECONDS,
                external_id="",
            )
        return session.access_key_id, session.secret_access_key, session.session_token

    def _forget_if_changed(self) -> None:
        generation = self._surroundings.generation("iam")
        if generation != self._generation:
            self._generation = generation
            self._known.clear()


def _trust_policy(role_arn: str) -> dict[str, Any]:
    """The trust policy of a role, empty where there is no such role."""
    from moto.iam.models import iam_backends

    account_id = (role_arn.split(":") + [""] * 5)[4]
    partitions: Any = dict.get(iam_backends, account_id)
    for backend in list(dict.values(partitions or {})):
        for role in list(backend.roles.values()):
            if role.arn == role_arn:
                policy = role.assume_role_policy_document
                parsed = json.loads(policy) if isinstance(policy, str) else policy
                return parsed if isinstance(parsed, dict) else {}
    return {}


def _secrets(access_key_id: str) -> Iterator[Secret]:
    """The secret of a key, wherever it was made: at most one."""
    from moto.iam.models import iam_backends

    for account_id, partitions in list(dict.items(iam_backends)):
        for backend in list(dict.values(partitions)):
            key = backend.access_keys.get(access_key_id)
            if key is not None and key.status == "Active":
                yield from _of_session(account_id, key) if key.role_arn else _of_user(account_id, backend, key)


def _of_user(account_id: str, backend: Any, key: Any) -> Iterator[Secret]:
    user = next((user for user in backend.users.values() if user.name == key.user_name), None)
    if user is not None:
        yield Secret(secret_access_key=key.secret_access_key, account_id=account_id, arn=user.arn, user_id=user.id)


def _of_session(account_id: str, key: Any) -> Iterator[Secret]:
    from moto.sts.models import sts_backends

    for backend in list(dict.values(sts_backends[account_id])):
        session = backend.get_assumed_role_from_access_key(key.access_key_id)
        if session is not None:
            yield Secret(
                secret_access_key=key.secret_access_key,
                session_token=session.session_token,
                expires_at=session.expiration.replace(tzinfo=UTC).timestamp(),
                account_id=account_id,
                arn=session.arn,
                user_id=session.user_id,
                role_arn=session.role_arn,
            )
