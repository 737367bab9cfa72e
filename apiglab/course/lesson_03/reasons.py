"""Why each option of lesson 03's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "release 2": "a stage's variables are the stage's own: they count from the next request on",
            "release 1": "it would be right of a change of the API: that waits for a deployment",
            "an error": "release 2 is there, and the API may invoke it",
        },
        "p2": {
            "now release 1, now release 2": "the canary is drawn for each request, not for each client",
            "always the same": "API Gateway keeps no client with its arm; who needs that has to do it by itself",
            "release 1 only": "a canary serves its share at once: that is what it is for",
        },
        "p3": {
            "release 1": "what the canary had is gone with it; the stage serves what it served before",
            "release 2": "it would be after a promotion: that copies, and then removes",
            "both, as before": "without a canary there is one arm only",
        },
    }
)
"""Prediction → option → why."""
