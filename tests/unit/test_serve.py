"""What keeps a server from starting is told in one line."""

import errno
from typing import Any

import pytest

from apiglab import serve


class Broken:
    """A stack that cannot start."""

    def __init__(self, error: OSError) -> None:
        self.error = error
        self.stopped = False

    async def start(self, host: str, port: int) -> str:
        """Fail."""
        raise self.error

    async def stop(self) -> None:
        """Remember it."""
        self.stopped = True


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            OSError(errno.EADDRINUSE, "in use"),
            "port 4566 of 127.0.0.1 is taken: stop what listens there, or take a free one with --port 0",
        ),
        (
            OSError(errno.EACCES, "denied"),
            "port 4566 of 127.0.0.1 is not for everybody: take one above 1023",
        ),
        (OSError(errno.EADDRNOTAVAIL, "none"), "--host 127.0.0.1 is no address of this machine"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/tmp/x"),
            "cannot start: No space left on device (/tmp/x); TMPDIR names the directory for temporary files",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "/tmp/x"),
            "cannot start: Permission denied (/tmp/x); TMPDIR names the directory for temporary files",
        ),
    ],
)
def test_each_reason_has_a_line_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, line: str
) -> None:
    """A full disk is no traceback, and what had started is stopped."""
    stack = Broken(error)
    monkeypatch.setattr(serve, "Stack", lambda **_: stack)
    monkeypatch.setattr(serve.gc, "freeze", lambda: None)
    monkeypatch.setattr(serve, "_stop_on_signals", lambda stopped: None)

    code = serve.serve(host="127.0.0.1", port=4566, strict=False)

    assert (code, stack.stopped, *capsys.readouterr()) == (1, True, "", f"apiglab: {line}\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_loopback_addresses_need_no_strict_mode(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """What only this machine can reach may take any credentials. fact: edge.strict-host"""
    roots: list[Any] = []
    monkeypatch.setattr(serve, "Stack", lambda root, **_: roots.append(root))
    monkeypatch.setattr(serve, "_run", lambda main: main.close())

    assert (serve.serve(host=host, port=0, strict=False), roots) == (0, [None])
