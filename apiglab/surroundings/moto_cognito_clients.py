"""App clients of Cognito's API: the secret that some have, and the names by which they speak of users."""

from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.utils import check_secret_hash


def names_of(pool: Any, user: Any) -> tuple[str, ...]:
    """By what a client may name a user: the name, the id, and what stands for the name in this pool."""
    aliases = pool.extended_config.get("UsernameAttributes") or ()
    return (user.username, user.id, *(user.attribute_lookup.get(alias, user.id) for alias in aliases))


def prove_secret(client: Any, shown: str | None, names: tuple[str, ...]) -> None:
    """A client with a secret proves that it knows it; one without has none to prove. fact: cognito.secret-hash"""
    if client.generate_secret and not shown:
        raise NotAuthorizedError(f"Client {client.id} is configured with secret but SECRET_HASH was not received")
    if not client.generate_secret and not shown:
        return
    known = client.generate_secret and any(check_secret_hash(client.secret, client.id, each, shown) for each in names)
    if not known:
        raise NotAuthorizedError(f"Unable to verify secret hash for client {client.id}")
