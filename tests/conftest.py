"""What tests of the whole share: one local AWS in this process, or one in a process of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from apiglab.stack import Stack
from tests.serving import KEYS, Served, serving
from tests.wire import LOOPS, SHORT, Edge, running_edge


@pytest.fixture
async def stack() -> AsyncIterator[Stack]:
    """A started stack in this process, on a free port; its state is gone afterwards."""
    running = Stack()
    await running.start("127.0.0.1", 0)
    try:
        yield running
        await running.reset()
    finally:
        await running.stop()


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """``apiglab serve`` in a process of its own, for a module's tests together."""
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Served]:
    """``apiglab serve --strict`` with the root keys of ``tests.serving``."""
    with serving("--strict", env=KEYS) as served:
        yield served


@pytest.fixture(params=list(LOOPS))
def edge(request: pytest.FixtureRequest) -> Iterator[Edge]:
    """The edge alone with short limits and an application that echoes, on each event loop."""
    with running_edge(request.param, SHORT) as running:
        yield running
