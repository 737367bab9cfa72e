"""What the services around Lambda want to have invoked, handed over so that no lock of theirs waits for learner code.

moto invokes a function, and calls a URL, in the middle of the request that caused it, holding what that request
holds. Here events go to the server's event loop and calls to a thread of their own, and the request goes on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from apiglab.model.function import Invocation

log = logging.getLogger(__name__)

# SNS waits this long for an answer.
# https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
_HTTP_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaEvent:
    """An asynchronous invocation that a service asks for."""

    function: str
    """The function's ARN, with a version or alias where the service names one."""
    account_id: str
    region: str
    payload: bytes
    source: str
    """The service's principal: ``sns.amazonaws.com``."""
    source_arn: str | None = None
    """What the function's resource policy has to let in; None where Lambda itself reads the source."""


Invoke = Callable[[LambdaEvent], Awaitable[Invocation]]
"""An invocation whose outcome is waited for; raises ``LambdaError`` where it is refused."""

Credentials = Callable[[str, str], tuple[str, str, str]]
"""Access key id, secret access key and session token of a session of a role, for a role's ARN and an account."""


@dataclass(slots=True)
class Callback:
    """Where the tasks of state machines call, and who gives them credentials."""

    endpoint: str | None = None
    credentials: Credentials | None = None


class Outbox:
    """Where moto's objects put what is to be done outside of their locks."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_event: Callable[[LambdaEvent], None] | None = None
        self._http: ThreadPoolExecutor | None = None

    def open(self, on_event: Callable[[LambdaEvent], None]) -> None:
        """Hand every event to ``on_event``, in the event loop that this is called in."""
        self._loop = asyncio.get_running_loop()
        self._on_event = on_event

    def close(self) -> None:
        """Drop what comes from now on, and what has not been sent."""
        self._loop = self._on_event = None
        if self._http is not None:
            self._http.shutdown(wait=False, cancel_futures=True)
            self._http = None

    def invoke(self, event: LambdaEvent) -> None:
        """Have a function invoked, from any thread, and return at once."""
        if self._loop is None or self._on_event is None:
            log.warning("nothing runs functions here: an event of %s for %s is dropped", event.source, event.function)
        else:
            self._loop.call_soon_threadsafe(self._on_event, event)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Have ``body`` posted to ``url``, from any thread, and return at once."""
        if self._http is None:
            self._http = ThreadPoolExecutor(2, thread_name_prefix="surroundings-http")
        self._http.submit(_post, url, dict(headers), body)


def _post(url: str, headers: dict[str, str], body: bytes) -> None:
    import requests

    try:
        requests.post(url, data=body, headers=headers, timeout=_HTTP_SECONDS)
    except requests.RequestException as error:
        log.warning("could not deliver to %s: %s", url, error)
