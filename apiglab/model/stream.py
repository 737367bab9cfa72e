"""An answer's body that is passed on piece by piece, as it comes."""

from collections.abc import Awaitable, Callable

KEPT = 64 * 1024 + 1
"""Bytes of the beginning that are kept for whoever looks at the answer later."""


class StreamBrokenError(Exception):
    """A stream ended before its end."""


class Stream:
    """A body that is still coming."""

    __slots__ = ("_close", "_read", "broken", "kept", "size")

    def __init__(self, read: Callable[[], Awaitable[bytes]], close: Callable[[], None]) -> None:
        """``read`` gives the next piece, nothing at the end, and raises ``StreamBrokenError``."""
        self._read: Callable[[], Awaitable[bytes]] | None = read
        self._close: Callable[[], None] | None = close
        self.size = 0
        """Bytes that came so far."""
        self.kept = b""
        """The first of them."""
        self.broken: str | None = None
        """Why it ended before its end."""

    async def read(self) -> bytes:
        """The next piece, nothing at the end; raises ``StreamBrokenError``."""
        if self._read is None:
            return b""
        try:
            piece = await self._read()
        except StreamBrokenError as error:
            self.broken = str(error)
            self.close()
            raise
        self.size += len(piece)
        if len(self.kept) < KEPT:
            self.kept += piece[: KEPT - len(self.kept)]
        if not piece:
            self.close()
        return piece

    def close(self) -> None:
        """Read no more, and let go of whatever the body came from."""
        close, self._close, self._read = self._close, None, None
        if close is not None:
            close()
