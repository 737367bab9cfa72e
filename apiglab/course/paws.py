"""The running story: Paws & Co, an animal shelter with a handful of pets."""

from typing import Any, Final

PETS: Final[list[dict[str, Any]]] = [
    {"id": 1, "name": "Mona", "species": "cat"},
    {"id": 2, "name": "Otto", "species": "dog"},
    {"id": 3, "name": "Pip", "species": "rabbit"},
    {"id": 4, "name": "Luna", "species": "cat"},
]
"""Small enough to hold in the head."""
