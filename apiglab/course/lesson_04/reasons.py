"""Why each option of lesson 04's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "403": "nothing is mapped to that path, and the domain name has no other answer",
            "404": "API Gateway says 403 where it knows no such thing: an outsider learns nothing from it",
            "200": "it would be with a mapping without a base path",
        },
        "p2": {
            "v3": "of the base paths that fit, the longest takes it",
            "v2": "the mapping without a base path takes what no other one fits",
            "403": "it would be without any mapping that fits",
        },
        "p3": {
            "v2": "nobody asks the rules yet: the domain's routing mode is still that of its mappings",
            "v3": "it will, once the domain asks its rules",
            "403": "the mapping without a base path takes it, as before",
        },
    }
)
"""Prediction → option → why."""
