"""What a worker writes, cut into log events.

Plain output is one event a line. Runtimes also frame messages of several lines, so that each becomes one event: four
bytes of type (``a55a00xx``), four of length, eight of time in microseconds, the message (the telemetry format of AWS's
own runtimes). Both may come mixed over one pipe, which keeps them in order.
"""

_FRAME = b"\xa5\x5a\x00"
_FRAME_HEAD = 16
MAX_EVENT_BYTES = 256 * 1024
"""CloudWatch Logs' limit on one event, as it was when Lambda began to cut at it."""


class LineSplitter:
    """Bytes in, complete log messages out; each ends with the newline it was written with."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The messages that ``data`` completes."""
        data = self._rest + data if self._rest else data
        if data.find(_FRAME) < 0 and len(data) < MAX_EVENT_BYTES:
            *lines, self._rest = data.split(b"\n")
            return [_text(line) + "\n" for line in lines]
        messages: list[str] = []
        at = 0
        while at < len(data):
            end = self._end(data, at)
            if end < 0:
                break
            message = data[at + _FRAME_HEAD : end] if data.startswith(_FRAME, at) else data[at:end]
            messages.append(_text(message))
            at = end
        self._rest = data[at:]
        return messages

    def flush(self) -> list[str]:
        """What was written without a newline, as a message of its own."""
        rest, self._rest = self._rest, b""
        return [_text(rest)] if rest and not rest.startswith(_FRAME) else []

    @staticmethod
    def _end(data: bytes, at: int) -> int:
        """Where the message that begins at ``at`` ends; negative where that is yet to come."""
        if data.startswith(_FRAME, at):
            length = int.from_bytes(data[at + 4 : at + 8], "big")
            end = at + _FRAME_HEAD + min(length, 16 * MAX_EVENT_BYTES)
            return end if len(data) >= end and len(data) >= at + _FRAME_HEAD else -1
        newline = data.find(b"\n", at)
        frame = data.find(_FRAME, at)
        if frame >= 0 and (newline < 0 or frame < newline):
            return frame
        if newline >= 0:
            return min(newline + 1, at + MAX_EVENT_BYTES)
        return at + MAX_EVENT_BYTES if len(data) - at >= MAX_EVENT_BYTES else -1


def _text(message: bytes) -> str:
    return message[:MAX_EVENT_BYTES].decode("utf-8", "replace")
