"""Why each option of lesson 02's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "200": "{petId} takes exactly one segment, and 2/photos are two",
            "403": "to a route it does not know, API Gateway says Missing Authentication Token",
            "404": "so would most web servers. API Gateway does not tell strangers which routes exist",
            "500": "nothing broke: no integration was even chosen",
        },
        "p2": {
            "/pets/new": "it is only in the draft; dev points at a snapshot that was taken before",
            "/pets/{petId}": "in the snapshot that is what fits: new is taken for a pet's id",
            "none: 403": "it would be, without {petId} to catch it",
        },
        "p3": {
            "old answer": "the snapshot is of the API's configuration; the code stays with Lambda",
            "new answer": (
                "the integration invokes the function as it is now. Lesson 03 pins a version of it to each stage"
            ),
        },
    }
)
"""Prediction → option → why."""
