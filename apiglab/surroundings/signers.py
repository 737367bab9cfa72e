"""Who signs calls of APIs: the callers whom IAM and STS gave keys, with their policies, as long as nothing changes."""

from typing import Any

from apiglab.gateway.identity import Identity
from apiglab.surroundings import identity_policies
from apiglab.surroundings.identities import Identities, Secret
from apiglab.surroundings.mount import Surroundings


class Signers:
    """The gateway's view of IAM: keys are found in a worker thread, and known in the event loop from then on."""

    def __init__(self, surroundings: Surroundings, identities: Identities, root: Identity | None = None) -> None:
        self._surroundings = surroundings
        self._identities = identities
        self._root = root
        self._generation = -1
        self._known: dict[str, Identity] = {}

    def known(self, access_key_id: str) -> Identity | None:
        """Whose a key is, where IAM has not changed since it was found."""
        if self._root is not None and access_key_id == self._root.access_key_id:
            return self._root
        self._forget_if_changed()
        return self._known.get(access_key_id)

    async def find(self, access_key_id: str) -> Identity | None:
        """Whose a key is, None where it is nobody's or inactive."""
        self._forget_if_changed()
        generation = self._generation
        identity = await self._surroundings.in_worker(self.read, access_key_id)
        if identity is not None and generation == self._generation:
            self._known[access_key_id] = identity
        return identity

    def read(self, access_key_id: str) -> Identity | None:
        """Whose a key is, read from moto's IAM; not for the event loop."""
        secret = self._identities.secret_of(access_key_id)
        if secret is None:
            return None
        with self._surroundings.holding("iam"):
            return _identity(access_key_id, secret)

    def _forget_if_changed(self) -> None:
        generation = self._surroundings.generation("iam")
        if generation != self._generation:
            self._generation = generation
            self._known.clear()


def _identity(access_key_id: str, secret: Secret) -> Identity:
    from moto.iam.models import iam_backends

    backend = iam_backends[secret.account_id][secret.arn.split(":")[1]]
    session = None
    if secret.role_arn is None:
        held = identity_policies.of_user(backend, secret.arn.rpartition("/")[2])
    else:
        role_account = secret.role_arn.split(":")[4]
        held = identity_policies.of_role(iam_backends[role_account][secret.arn.split(":")[1]], secret.role_arn)
        session = _session_policy(access_key_id, secret)
    return Identity(
        access_key_id=access_key_id,
        secret_access_key=secret.secret_access_key,
        session_token=secret.session_token,
        expires_at=secret.expires_at,
        account_id=secret.account_id,
        arn=secret.arn,
        user_id=secret.user_id,
        user_name=held.name if secret.role_arn is None else None,
        role_arn=secret.role_arn,
        tags=held.tags,
        policies=held.policies,
        boundary=held.boundary,
        session=None if not session else (identity_policies.read(session, "the session's policy"),),
    )


def _session_policy(access_key_id: str, secret: Secret) -> Any:
    from moto.sts.models import sts_backends

    for backend in list(dict.values(sts_backends[secret.account_id])):
        session = backend.get_assumed_role_from_access_key(access_key_id)
        if session is not None:
            return session.policy
    return None
