"""A model of what an endpoint's type costs in time: edge-optimized against regional, for callers in several places.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html

It is arithmetic over round trips, not a measurement. A new connection takes one round trip for TCP, one for TLS 1.3 and
one for the request. Edge-optimized, the first two end at a CloudFront location nearby, which keeps connections to the
Region open, so that one round trip goes the whole way.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from apiglab.lab.errors import LabError
from apiglab.lab.html import line, page, table, text_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HANDSHAKES = 2
"""Round trips before a request on a new connection: TCP's and TLS 1.3's."""

_HEAD = ("caller in", "round trip", "regional, new", "regional, kept", "edge, new", "edge, kept")


@dataclass(frozen=True, slots=True)
class PlaceLatency:
    """What a request from one place takes on its way, in milliseconds."""

    place: str
    round_trip: float
    """To the Region."""
    location: float
    """The round trip to the nearest CloudFront location."""

    @property
    def regional_new(self) -> float:
        """A first request to a regional API."""
        return (HANDSHAKES + 1) * self.round_trip

    @property
    def regional_kept(self) -> float:
        """A request on a connection that is open already."""
        return self.round_trip

    @property
    def edge_new(self) -> float:
        """A first request to an edge-optimized API."""
        return (HANDSHAKES + 1) * self.location + self.round_trip

    @property
    def edge_kept(self) -> float:
        """A request on an open connection to CloudFront."""
        return self.location + self.round_trip

    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        times = (self.round_trip, self.regional_new, self.regional_kept, self.edge_new, self.edge_kept)
        return (self.place, *(f"{milliseconds:.0f} ms" for milliseconds in times))


@dataclass(frozen=True, slots=True)
class EndpointLatency:
    """The model for an API in one Region, the nearest callers first."""

    region: str
    places: tuple[PlaceLatency, ...]
    source: str

    def __repr__(self) -> str:
        return f"{self._title}\n{text_table(_HEAD, (place.cells() for place in self.places))}\n{self._note}"

    def _repr_html_(self) -> str:
        rows = table(_HEAD, (place.cells() for place in self.places), caption=self._title)
        return page(rows, line(self._note))

    @property
    def _title(self) -> str:
        return f"A model, not a measurement: time on the way to an API in {self.region}"

    @property
    def _note(self) -> str:
        return (
            f"Round trips: {self.source}. Assumptions: {self.places[0].location:g} ms to CloudFront and to a Region in "
            "the same city, TLS 1.3, and a connection from CloudFront to the Region that is open already."
        )

    def plot(self) -> "Figure":
        """First requests, regional beside edge-optimized."""
        from matplotlib.figure import Figure  # pictures are imported when they are wanted

        figure = Figure(figsize=(7, 3.2), layout="constrained")
        axes = figure.subplots()
        middles = range(len(self.places))
        for shift, name, times in (
            (-0.2, "regional", [place.regional_new for place in self.places]),
            (0.2, "edge-optimized", [place.edge_new for place in self.places]),
        ):
            hatch = "" if name == "regional" else "//"
            axes.bar([middle + shift for middle in middles], times, width=0.4, label=name, hatch=hatch)
        axes.set_xticks(list(middles), [place.place for place in self.places], rotation=30, ha="right")
        axes.set(title=f"First request to {self.region} (a model)", ylabel="time on the way (ms)")
        axes.legend()
        return figure


def endpoint_latency(region: str) -> EndpointLatency:
    """The model for an API in ``region``."""
    figures: Mapping[str, Any] = tomllib.loads(files("apiglab.lab").joinpath("latency.toml").read_text("utf-8"))
    found = figures["round_trips"].get(region)
    if found is None:
        known = ", ".join(figures["round_trips"])
        raise LabError("lab.endpoint_latency", f"there are no figures for {region}", f"there are for {known}")
    assumed = figures["assumptions"]
    places = (
        PlaceLatency(place, assumed["nearby"] if trip == "nearby" else trip, assumed["location"])
        for place, trip in found.items()
    )
    return EndpointLatency(region, tuple(sorted(places, key=lambda place: place.round_trip)), figures["source"])
