"""A service's operations and shapes as plain values: what botocore's model says, without botocore.

https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
"""

from dataclasses import dataclass, field
from typing import Literal

Location = Literal["body", "uri", "querystring", "header", "headers", "statusCode"]


@dataclass(slots=True)
class Shape:
    """One type of a service, filled once by the loader (shapes may refer to themselves) and never changed after."""

    name: str
    kind: str
    """botocore's word: structure, list, map, string, integer, long, float, double, boolean, timestamp or blob."""
    members: "dict[str, Member]" = field(default_factory=dict)
    """Of a structure: by AWS's member name."""
    element: "Shape | None" = None
    """Of a list its element, of a map its value."""
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    payload: str | None = None
    """Of a structure: the member that is the whole body."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a structure, and where on the wire it stands."""

    name: str
    wire_name: str
    location: Location
    shape: Shape
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a service: its route and what goes in and out."""

    name: str
    http_method: str
    segments: tuple[str, ...]
    """The URI template between its slashes; ``{label}`` stands for any one segment."""
    fixed_query: tuple[tuple[str, str], ...]
    """Query parameters that are part of the route: ``mode=import``."""
    status: int
    input: Shape
    output: Shape | None
