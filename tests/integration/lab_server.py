"""A user of the lab with a folder, a server and an AWS configuration of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from apiglab.lab import local_server


@contextmanager
def a_user(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """Nothing of the machine's real user is read or written; the server that was started is stopped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APIGLAB_STATE_DIR", str(folder))
        for name in ("APIGLAB_BACKEND", "APIGLAB_ENDPOINT_URL", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
            patch.delenv(name, raising=False)
        try:
            yield patch
        finally:
            local_server.stop()
