"""Why each option of lesson 12b's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "the function knows Ben, and its policy says Deny: who you are is clear, and that you may not",
            "401": "that is for a token that is missing, or for a function that says Unauthorized",
            "500": "that is for a function that fails, or whose answer is no policy",
        },
        "p2": {
            "1": "the answer is kept by the token, for the authorizer's time to live",
            "3": "it would be with a time to live of 0, and you would pay for each",
            "2": "nothing forgets the answer between the second request and the third",
        },
        "p3": {
            "403": "the kept policy names one path only, and it is asked about another: nothing allows that",
            "200": "it would be if the function were asked again; but the token is the same, so its answer is kept",
            "401": "the token is good, and the answer is there; it only does not allow this path",
        },
    }
)
"""Prediction → option → why."""
