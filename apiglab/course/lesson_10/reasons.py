"""Why each option of lesson 10's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "dogs": "species is no part of the cache's key: to the cache both requests are the same",
            "cats": "it would be right if every parameter were part of the key; only those are that you name",
            "an error": "nothing is wrong for API Gateway: there is an answer in the cache, and it is young enough",
        },
        "p2": {
            "2": "only GET is cached unless a method's own settings say otherwise: each POST reached the function",
            "1": "it would hide the second order from the function; that is why POST is not cached by default",
            "0": "nothing answers a POST before the function has been asked once",
        },
        "p3": {
            "the cached answer, with a warning": "the client may not invalidate, and the default strategy tells it so",
            "a fresh answer": "that takes execute-api:InvalidateCache, and nobody knows who this client is",
            "403": "it is what the strategy FAIL_WITH_403 would answer; the default is kinder",
        },
    }
)
"""Prediction → option → why."""
