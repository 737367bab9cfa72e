"""Callers elsewhere: requests from other addresses, endpoints and countries, and what lies between them and an API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from apiglab.lab.backend import Backend
from apiglab.lab.clock import lab_now

if TYPE_CHECKING:
    from apiglab.lab.distribution import CacheRule
    from apiglab.lab.distribution_front import DistributionFront
    from apiglab.lab.endpoint_latency import EndpointLatency


@dataclass(frozen=True, slots=True)
class SimulatedCaller:
    """A place to send from: ``lab.send(…, caller=…)``."""

    source_ip: str | None
    vpce: str | None
    country: str | None
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """The server's token, which it takes off before API Gateway sees the request; other clients may send it too."""

    def __str__(self) -> str:
        said = (("from", self.source_ip), ("through", self.vpce), ("in", self.country))
        return " ".join(f"{word} {place}" for word, place in said if place)


class Elsewhere:
    """What a lab knows of the world around an API."""

    backend: Backend
    _http_backends: Any

    def caller(
        self, *, source_ip: str | None = None, vpce: str | None = None, country: str | None = None
    ) -> SimulatedCaller:
        """Another place to send from: an address, a VPC endpoint, a country of two letters; local only."""
        place: Mapping[str, str | None] = {"source_ip": source_ip, "vpc_endpoint_id": vpce, "country": country}
        headers = self.backend.caller_headers({name: said for name, said in place.items() if said is not None})
        return SimulatedCaller(source_ip, vpce, country, tuple(headers.items()))

    def endpoint_latency(self, region: str | None = None) -> "EndpointLatency":
        """A model of the time on the way to an API, edge-optimized against regional; ``plot()`` draws it."""
        from apiglab.lab.endpoint_latency import endpoint_latency  # figures are read when they are wanted

        return endpoint_latency(region or self.backend.region)

    def distribution(self, name: str, origin: str, *rules: "CacheRule") -> "DistributionFront":
        """Start a small caching front that stands for a CloudFront distribution before ``origin``, a stage's URL.

        ``rules`` are ``CacheRule``s, of which the first that fits a path counts. Its time is the lab's.
        """
        from apiglab.lab.distribution_front import DistributionFront  # when the first is wanted

        return DistributionFront(self._http_backends, name, origin, rules, now=partial(lab_now, self.backend))
