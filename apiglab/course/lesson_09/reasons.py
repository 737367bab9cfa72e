"""Why each option of lesson 09's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "a key opens nothing by itself: it has to be in a usage plan, and that has to contain this stage",
            "200": "it would be right if a key were a password; it is only a name for a client until a plan lets it in",
            "401": "API Gateway does not say Unauthorized of keys: missing, wrong and useless ones are all Forbidden",
        },
        "p2": {
            "5": "the bucket held five tokens, its burst, and the rate gave none back in so short a time",
            "12": "a burst is what passes at once, and twelve at once are more than five",
            "1": "the rate says how fast the bucket fills, not how many pass at once: that is the burst",
        },
        "p3": {
            "the second shop": "the stage's limit is the method's, whoever calls: the first shop took its only token",
            "nobody": "both plans have tokens left, but every level has to let a request through",
            "both": "one token was there, and whoever came first has it",
        },
    }
)
"""Prediction → option → why."""
