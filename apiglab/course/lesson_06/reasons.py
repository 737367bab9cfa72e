"""Why each option of lesson 06's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "from here there is no way to it: a private API answers through VPC endpoints only",
            "200": "it would be with any other endpoint type",
            "404": "API Gateway does not say that there is such an API at all; but its word for that is 403",
        },
        "p2": {
            "200": "a policy is part of a deployment, like a method; this one is not deployed yet",
            "403": "that comes with the deployment",
            "401": "a policy that does not let somebody in is 403, here and everywhere",
        },
        "p3": {
            "200": "a header is what the client says of itself, and curl says what it likes",
            "403": "it would be, if somebody else wrote that header than the client",
            "401": "nobody asks who you are here, and nobody says 401",
        },
    }
)
"""Prediction → option → why."""
