"""VPC links at request time: from a link to one of the targets behind its load balancer. fact: vpc-links.targets

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from apiglab.model.backend import BackendError, BackendRequest
from apiglab.model.clock import Chance
from apiglab.surroundings.load_balancers import LoadBalancers
from apiglab.surroundings.mount import Surroundings

_PORTS = {"http": 80, "https": 443}


class VpcLinks:
    """The ways to private networks, as requests take them."""

    def __init__(self, surroundings: Surroundings, links: Mapping[str, str], chance: Chance) -> None:
        """``links``: from the id of each link to its load balancer's ARN, as it is at any time."""
        self._surroundings = surroundings
        self._balancers = LoadBalancers(surroundings)
        self._links = links
        self._chance = chance
        self._known: dict[tuple[str, int], tuple[int, tuple[tuple[str, int], ...]]] = {}

    async def addressed(self, request: BackendRequest, link_id: str) -> BackendRequest:
        """``request`` with the address of a target, a random one of those registered; raises ``BackendError``."""
        balancer = self._links.get(link_id)
        if balancer is None:
            raise BackendError("no_link", f"Invalid Vpc Link identifier specified: {link_id}")
        url = urlsplit(request.url)
        port = url.port or _PORTS[url.scheme]
        targets = await self._targets(balancer, port)
        if not targets:
            raise BackendError("no_target", f"nothing is registered behind port {port} of {balancer}")
        return replace(request, address=self._chance.choice(targets))

    async def _targets(self, balancer: str, port: int) -> tuple[tuple[str, int], ...]:
        generation = self._surroundings.generation("elb")
        known = self._known.get((balancer, port))
        if known is None or known[0] != generation:
            found = await self._surroundings.in_worker(self._balancers.targets, balancer, port)
            known = self._known[balancer, port] = generation, found
        return known[1]
