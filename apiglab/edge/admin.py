"""``/_apiglab/*``: the server's own health, clock, journal and caches, and the way to empty it."""

import json
import math
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any, Protocol
from urllib.parse import parse_qsl

from apiglab.edge.origins import HEADER, Origins, parse_origin
from apiglab.edge.refusals import json_response, refusal
from apiglab.model.clock import Clock
from apiglab.model.http import HttpRequest, Response

SERVICES = (
    *("acm", "apigateway", "cloudformation", "cloudwatch", "cognito-identity", "cognito-idp", "dynamodb", "ec2"),
    *("events", "firehose", "iam", "kinesis", "kms", "lambda", "logs", "s3", "scheduler", "secretsmanager"),
    *("sns", "sqs", "ssm", "stepfunctions", "sts"),
)
"""What can be called, by boto3's names; most of moto's other services answer too."""

_TEXT_FILTERS = ("request_id", "api_id", "stage")
_NUMBER_FILTERS = ("status", "limit")


class Journal(Protocol):
    """The newest requests to deployed APIs."""

    def recent(
        self,
        *,
        request_id: str | None = None,
        api_id: str | None = None,
        stage: str | None = None,
        status: int | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """The journeys that fit, newest first."""
        ...

    def arms(self, api_id: str, stage: str) -> dict[str, bool | None]:
        """Whether the canary served each request, by its id."""
        ...


class Releases(Protocol):
    """What stages serve, and APIs as they stand."""

    def undeployed(self, api_id: str, stage_name: str) -> dict[str, Any]:
        """What a deployment to a stage would alter; ``LookupError`` where there is no such stage."""
        ...


class Caches(Protocol):
    """The caches of stages."""

    def describe(self, api_id: str, stage: str, now: float) -> dict[str, Any]:
        """What one stage's cache holds."""
        ...


class Admin:
    """What answers under ``/_apiglab/``."""

    def __init__(
        self,
        *,
        clock: Clock,
        journal: Journal,
        caches: Caches,
        releases: Releases,
        reset: Callable[[], Awaitable[None]],
        origins: Origins,
    ) -> None:
        self._clock = clock
        self._journal = journal
        self._caches = caches
        self._releases = releases
        self._reset = reset
        self._origins = origins
        self._started = time.monotonic()

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request under ``/_apiglab/``."""
        route = _ROUTES.get(request.path.removeprefix("/_apiglab/"))
        if route is None:
            known = ", ".join(f"/_apiglab/{name}" for name in _ROUTES)
            return refusal(404, "NotFoundException", f"There is no {request.path} here. There is: {known}.")
        methods, answer = route
        if request.method not in methods:
            allowed = " and ".join(methods)
            message = f"{request.path} takes {allowed}, not {request.method}."
            return refusal(405, "MethodNotAllowedException", message)
        try:
            return await answer(self, request)
        except ValueError as error:
            return refusal(400, "BadRequestException", str(error))

    async def health(self, request: HttpRequest) -> Response:
        """Version, uptime in seconds and the services that can be called."""
        del request
        uptime = round(time.monotonic() - self._started, 3)
        return json_response({"status": "ok", "version": version("apiglab"), "uptime": uptime, "services": SERVICES})

    async def clock(self, request: HttpRequest) -> Response:
        """The lab's time; a POST moves it forward or back to real time."""
        if request.method == "POST":
            self._move_clock(_clock_command(request.body))
        return json_response({"now": self._clock.now(), "real": self._clock.real(), "offset": self._clock.offset})

    def _move_clock(self, seconds: float | None) -> None:
        if seconds is None:
            self._clock.reset()
        else:
            self._clock.advance(seconds)

    async def requests(self, request: HttpRequest) -> Response:
        """The journeys of the newest requests to deployed APIs, filtered by the query string."""
        return json_response({"requests": self._journal.recent(**_filters(request.query))})

    async def cache(self, request: HttpRequest) -> Response:
        """What a stage's response cache holds and how often it answered; the query string names the stage."""
        return json_response(self._caches.describe(*_named_stage(request.query), self._clock.now()))

    async def arms(self, request: HttpRequest) -> Response:
        """Whether a stage's canary served each of its newest requests; the query string names the stage."""
        return json_response({"arms": self._journal.arms(*_named_stage(request.query))})

    async def undeployed(self, request: HttpRequest) -> Response:
        """What a deployment to a stage would alter; the query string names the stage."""
        try:
            return json_response(self._releases.undeployed(*_named_stage(request.query)))
        except LookupError as error:
            return refusal(404, "NotFoundException", str(error.args[0]))

    async def callers(self, request: HttpRequest) -> Response:
        """A token by which requests come from another address, a VPC endpoint or a country."""
        try:
            said = json.loads(request.body)
        except ValueError:
            raise ValueError('The body is not JSON. Send {"source_ip": "192.0.2.7"}.') from None
        if not isinstance(said, dict):
            raise ValueError('The body names no caller. Send {"source_ip": "192.0.2.7"}.')  # noqa: TRY004
        return json_response({"header": HEADER, "token": self._origins.issue(parse_origin(said))})

    async def reset(self, request: HttpRequest) -> Response:
        """Empty everything: APIs, functions, tables, queues, users, journeys."""
        del request
        await self._reset()
        return json_response({"status": "reset"})


_ROUTES: dict[str, tuple[tuple[str, ...], Callable[[Admin, HttpRequest], Awaitable[Response]]]] = {
    "health": (("GET", "HEAD"), Admin.health),
    "clock": (("GET", "POST"), Admin.clock),
    "requests": (("GET",), Admin.requests),
    "cache": (("GET",), Admin.cache),
    "arms": (("GET",), Admin.arms),
    "undeployed": (("GET",), Admin.undeployed),
    "callers": (("POST",), Admin.callers),
    "reset": (("POST",), Admin.reset),
}


def _named_stage(query: str) -> tuple[str, str]:
    """The API and the stage that a query string names."""
    named = dict(parse_qsl(query))
    if set(named) != {"api_id", "stage"}:
        raise ValueError("The query string names no stage. Send ?api_id=…&stage=….")
    return named["api_id"], named["stage"]


def _clock_command(body: bytes) -> float | None:
    """Seconds to advance by, or None to reset; ``ValueError`` where ``body`` asks for neither."""
    usage = 'Send {"advance_seconds": 3600} or {"reset": true}.'
    try:
        command = json.loads(body)
    except ValueError:
        raise ValueError(f"The body is not JSON. {usage}") from None
    if command == {"reset": True}:
        return None
    if not isinstance(command, dict) or set(command) != {"advance_seconds"}:
        raise ValueError(f"The body asks for nothing that the clock does. {usage}")
    seconds = command["advance_seconds"]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds) or seconds < 0:
        raise ValueError("advance_seconds must be a number of 0 or more: the clock only moves forward.")
    return float(seconds)


def _filters(query: str) -> dict[str, Any]:
    """The journal's filters in a query string; ``ValueError`` names the first that is not one."""
    filters: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in _TEXT_FILTERS:
            filters[name] = value
        elif name not in _NUMBER_FILTERS:
            known = ", ".join((*_TEXT_FILTERS, *_NUMBER_FILTERS))
            raise ValueError(f"There is no filter {name!r}. There is: {known}.")
        elif not value.isascii() or not value.isdigit():
            raise ValueError(f"{name} must be a whole number, not {value!r}.")
        else:
            filters[name] = int(value)
    return filters
