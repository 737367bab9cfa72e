"""Why each option of lesson 12d's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "the token is no signature: to IAM the request carries none, and that is a 403",
            "401": "that is how the other two say it; IAM says 403 to whoever it does not know, too",
            "200": "a token of a user pool is no credential of AWS; a guard knows its own callers only",
        },
        "p2": {
            "200": "the pool says who she is, and nobody asks further: what she may do is your backend's to decide",
            "403": "nothing in a user pool allows or denies a method; a group is only a word in the token",
            "401": "her token is good: she has signed in",
        },
        "p3": {
            "1": "one token, one answer: it is kept for five minutes",
            "20": "it would be with a time to live of 0",
            "0": "somebody has to look at a new token once",
        },
    }
)
"""Prediction → option → why."""
