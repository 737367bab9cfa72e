"""What integration tests share beside the servers."""

from collections.abc import Callable, Iterator

import pytest

from tests.serving import Served


@pytest.fixture
def move_clock(server: Served) -> Iterator[Callable[[float], None]]:
    """Moves the server's time forward by seconds; at the end it is real time again."""

    def move(seconds: float) -> None:
        server.ask("POST", "/_apiglab/clock", json={"advance_seconds": seconds})

    yield move
    server.ask("POST", "/_apiglab/clock", json={"reset": True})
