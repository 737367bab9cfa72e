"""The interface endpoints for execute-api that moto's EC2 has."""

import sys
from typing import Any

from apiglab.gateway.vpc_endpoints import VpcEndpoint
from apiglab.language.policy import PolicyError, deny_everything, parse_policy
from apiglab.surroundings.mount import Surroundings


class VpcEndpoints:
    """The gateway's view of EC2: an endpoint is found in a worker thread, and known until EC2 changes."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._generation = -1
        self._known: dict[str, VpcEndpoint] = {}

    def known(self, vpc_endpoint_id: str) -> VpcEndpoint | None:
        """An endpoint, where EC2 has not changed since it was found."""
        generation = self._surroundings.generation("ec2")
        if generation != self._generation:
            self._generation = generation
            self._known.clear()
        return self._known.get(vpc_endpoint_id)

    async def find(self, vpc_endpoint_id: str) -> VpcEndpoint | None:
        """An endpoint for execute-api that is there and available."""
        known = self.known(vpc_endpoint_id)
        if known is None and "moto.ec2.models" in sys.modules:
            generation = self._generation
            known = await self._surroundings.in_worker(self._read, vpc_endpoint_id)
            if known is not None and generation == self._generation:
                self._known[vpc_endpoint_id] = known
        return known

    def _read(self, vpc_endpoint_id: str) -> VpcEndpoint | None:
        from moto.ec2.models import ec2_backends

        with self._surroundings.holding("ec2"):
            for account in list(dict.values(ec2_backends)):
                for region, backend in list(dict.items(account)):
                    found = backend.vpc_end_points.get(vpc_endpoint_id)
                    if found is not None and _is_for_apis(found, region):
                        return VpcEndpoint(found.id, found.vpc_id, _policy(found))
        return None


def _is_for_apis(found: Any, region: str) -> bool:
    return bool(
        found.state == "available"
        and (found.vpc_endpoint_type or "").lower() == "interface"
        and found.service_name == f"com.amazonaws.{region}.execute-api"
    )


def _policy(found: Any) -> Any:
    name = f"the policy of {found.id}"
    try:
        return parse_policy(found.policy_document, name=name, resource_policy=True)
    except PolicyError:
        return deny_everything(name)
