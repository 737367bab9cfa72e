"""Why each option of lesson 07's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "0": "the validator refused all three before the integration: the function never heard of them",
            "3": "it would be, if the handler checked the bodies itself, and you would pay for each call",
            "1": "API Gateway does not stop validating after the first bad client",
        },
        "p2": {
            "200": "without a selection pattern that fits, the default answers: an error looks like a success",
            "404": "the function's words are only text until a selection pattern reads them",
            "502": "that is what a proxy integration makes of a function that fails; this one is no proxy",
        },
        "p3": {
            "415": "NEVER lets only those types through that have a template, and text/plain has none",
            "400": "the validator has no model for text/plain, so it checks nothing",
            "200": "it would be with WHEN_NO_MATCH: then the raw body reaches the function",
        },
    }
)
"""Prediction → option → why."""
