"""A local Lambda with an idle worker and a busy one that forked: prints their ids and waits to be killed.

usage: python -m tests.integration.runtime_server [portable]

With ``portable`` its workers notice its end as they do on macOS and Windows.
"""

import asyncio
import sys

from apiglab.runtime import process
from tests.runtime_builders import RecordedLogs, comes_true, make_function, running

IDLE = "import os\ndef handler(event, context):\n    return os.getpid()\n"
BUSY = r"""
import os
def handler(event, context):
    os.fork()
    os.write(1, b"%d\n" % os.getpid())
    while True:
        pass
"""


async def main() -> None:
    """Start the workers and say who they are."""
    async with running(log_seconds=0.01) as service:
        idle = await service.invoke(make_function(IDLE), b"{}")
        busy = make_function(BUSY, function_name="busy", timeout=60)
        task = asyncio.create_task(service.invoke(busy, b"{}"))
        logs = service.log_sink
        assert isinstance(logs, RecordedLogs)
        await comes_true(lambda: sum(line.strip().isdigit() for line in logs.messages) == 2)
        pids = [line.strip() for line in logs.messages if line.strip().isdigit()]
        print(idle.payload.decode(), *pids, flush=True)  # noqa: T201 - the test reads it
        await task


if __name__ == "__main__":
    process.LIFE_ON_STDIN = process.LIFE_ON_STDIN or "portable" in sys.argv
    asyncio.run(main())
