"""What a worker writes, cut into messages."""

from apiglab.runtime.log_lines import MAX_EVENT_BYTES, LineSplitter


def frame(message: bytes, kind: int = 0xA55A0003) -> bytes:
    """A message as runtimes frame it."""
    return kind.to_bytes(4, "big") + len(message).to_bytes(4, "big") + bytes(8) + message


def split(*pieces: bytes) -> list[str]:
    """All messages in these pieces, the unfinished one too."""
    splitter = LineSplitter()
    messages = [message for piece in pieces for message in splitter.feed(piece)]
    return messages + splitter.flush()


def test_every_line_is_a_message() -> None:
    """Empty lines and carriage returns within a line are kept."""
    assert split(b"one\n\ntwo\rhalf\r\n") == ["one\n", "\n", "two\rhalf\r\n"]


def test_lines_may_arrive_in_pieces() -> None:
    """A line is complete with its newline, or when the invocation ends."""
    assert split(b"a", b"b\nc", b"", b"d") == ["ab\n", "cd"]


def test_framed_messages_keep_their_lines_together() -> None:
    """A frame is one message, whatever is before, after or in it, and however it is cut."""
    data = b"plain" + frame(b"one\ntwo\n") + frame(b"") + b"after\n" + frame("ü".encode())

    assert split(data) == ["plain", "one\ntwo\n", "", "after\n", "ü"]
    assert split(*(bytes([byte]) for byte in data)) == ["plain", "one\ntwo\n", "", "after\n", "ü"]


def test_what_is_not_utf_8_is_replaced() -> None:
    """Log messages are text."""
    assert split(b"\xff\xfe\n") == ["\ufffd\ufffd\n"]


def test_a_line_without_end_is_cut() -> None:
    """No event is larger than CloudWatch Logs takes; nothing is lost by the cut."""
    messages = split(b"x" * (2 * MAX_EVENT_BYTES + 10) + b"\n")

    assert [len(message) for message in messages] == [MAX_EVENT_BYTES, MAX_EVENT_BYTES, 11]


def test_an_unfinished_frame_is_dropped_at_the_end() -> None:
    """Half a frame says nothing."""
    assert split(frame(b"complete") + frame(b"incomplete")[:-3]) == ["complete"]
