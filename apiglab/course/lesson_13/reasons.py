"""Why each option of lesson 13's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "200": "the Lambda service did its work: it ran your code, and told that the code failed",
            "500": "your code's failure is no failure of the Lambda service",
            "502": "that is what API Gateway makes of it for the client",
        },
        "p2": {
            "only of the API and the stage": "no method was found, so that there is none to count it for",
            "of the API, the stage and GET /orders": "the path leads to no method, and to GET /orders least of all",
            "nowhere": "API Gateway answered it, so it counts it; and it is a 4XXError",
        },
        "p3": {
            "the share of requests that ended so": "each request is a 1 or a 0, and the mean of these is a share",
            "how many requests ended so": "that is the sum",
            "always 1": "it would be so if only the failed requests had a value; the others have 0",
        },
    }
)
"""Prediction → option → why."""
