"""A bell that worker threads ring and coroutines wait for: something may have happened, look again."""

import asyncio


class Bell:
    """Wakes whoever waits for it in the event loop that it was made in."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._waiting = 0

    def ring(self) -> None:
        """Wake everybody who waits now; from any thread, and for nothing where nobody does."""
        if self._waiting and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def wait(self, seconds: float) -> None:
        """Wait until the bell is rung, or for ``seconds``."""
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1
