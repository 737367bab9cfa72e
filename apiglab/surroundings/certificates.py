"""Certificates: whether ACM has one, read from moto's store."""

import sys
from typing import Any

from apiglab.surroundings.mount import Surroundings


class Certificates:
    """The certificates that were requested from ACM or imported into it."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def exists(self, arn: str) -> bool:
        """Whether ACM has a certificate of that ARN, in the account and region that the ARN names."""
        if "moto.acm.models" not in sys.modules:
            return False
        from moto.acm.models import acm_backends

        parts = [*arn.split(":"), "", "", "", "", ""]
        region, account_id = parts[3], parts[4]
        with self._surroundings.holding("acm"):
            # dict's own look-ups: moto's make a store for whatever account or region is asked for
            regions: Any = dict.get(acm_backends, account_id) or {}
            backend = dict.get(regions, region)
            return backend is not None and arn in backend._certificates
