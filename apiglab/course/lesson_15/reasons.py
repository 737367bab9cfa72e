"""Why each option of lesson 15's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "10": "the twenty without a key were turned away: they cost nothing",
            "30": "what is turned away for its missing key is not charged",
            "0": "what was let in is charged from the first request on, apart from a free tier",
        },
        "p2": {
            "the cache": "it costs each hour, used or not; the requests of this API cost less",
            "the requests": "a hundred thousand requests are less than half a dollar",
            "the transfer": "a gigabyte costs a few cents",
        },
        "p3": {
            "$1.00": "that is the price of the first 300 million a month; and it can do less",
            "$3.50": "that is what a REST API's request costs",
            "$1.75": "it is cheaper than half",
        },
    }
)
"""Prediction → option → why."""
