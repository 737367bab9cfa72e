"""Why each option of lesson 12a's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "the signature is good, so API Gateway knows that it is Ann; nothing allows her to call, yet",
            "200": "a key proves who somebody is, and not what they may do: that is what policies are for",
            "401": "IAM says 403 to all whom it refuses; 401 is what authorizers and user pools say",
        },
        "p2": {
            "403": "the query is part of what is signed: one character more, and the signature is another's",
            "200": "it would be right if only the path were signed",
            "400": "the request is well formed; it is only not the one that Ann signed",
        },
        "p3": {
            "200": "a signature proves who made the request and when, within five minutes; not that it comes once",
            "403": "it is the very same request, and its date is still young enough",
            "409": "API Gateway keeps no list of signatures that it has seen",
        },
    }
)
"""Prediction → option → why."""
