"""The public keys of Cognito's user pools, for the gateway."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey


class UserPoolKeys:
    """The gateway's view of Cognito: one look into moto's dictionaries, which waits for no lock."""

    def keys_of(self, user_pool_arn: str) -> "Mapping[str, RSAKey] | None":
        """The keys by which a pool has signed so far; None where there is no such pool."""
        models: Any = sys.modules.get("moto.cognitoidp.models")
        if models is None:
            return None
        _, _, _, region, account_id, name = user_pool_arn.split(":", 5)
        # dict's own, since moto's makes a backend for every account that it is asked for.
        regions = dict.get(models.cognitoidp_backends, account_id)
        backend: Any = None if regions is None else dict.get(regions, region)
        pool: Any = None if backend is None else backend.user_pools.get(name.removeprefix("userpool/"))
        keys: Mapping[str, RSAKey] | None = None if pool is None else pool.public_keys
        return keys
