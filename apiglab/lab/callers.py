"""Simulated callers: requests that come from another address, through a VPC endpoint, or from another country."""

from dataclasses import dataclass, field


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
