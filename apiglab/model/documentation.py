"""What is written about an API: parts, each about one place of it, and versions of them all.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api.html
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentationPartLocation:
    """The place of an API that a part is about."""

    type: str
    path: str | None = None
    method: str | None = None
    status_code: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentationPart:
    """What is written about one place."""

    id: str
    location: DocumentationPartLocation
    properties: str
    """JSON text, as it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentationVersion:
    """All parts as they were at one moment, under a name."""

    version: str
    created_date: float
    description: str | None = None
    parts: tuple[DocumentationPart, ...] = ()
