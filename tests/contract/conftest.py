"""One control plane for all tests here, emptied before each: reading botocore's model takes a tenth of a second."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.control_client import Plane, plane


@pytest.fixture(scope="session")
def _shared_plane() -> Plane:
    return plane()


@pytest.fixture
def control_plane(_shared_plane: Plane) -> Iterator[Plane]:
    """An empty control plane."""
    _shared_plane.control.reset()
    _shared_plane.clock.reset()
    yield _shared_plane
    _shared_plane.control.reset()


@pytest.fixture
def client(control_plane: Plane) -> Any:
    """A boto3 client of an empty control plane."""
    return control_plane.client
