"""Step Functions' StartSyncExecution, which moto lacks: an execution started and looked at until it has ended.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html

Nothing of moto's is held meanwhile, so a workflow may call whatever it likes, the service that started it included.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic
from typing import Any

from apiglab.model.http import Headers, HttpRequest, Response

Answer = Callable[[HttpRequest], Awaitable[Response]]

_TARGET = "AWSStepFunctions."
_JSON = "application/x-amz-json-1.0"
# How long an Express workflow may take.
_LONGEST_SECONDS = 300
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.01, 0.25
_TOLD = (
    "executionArn",
    "stateMachineArn",
    "name",
    "startDate",
    "stopDate",
    "status",
    "error",
    "cause",
    "input",
    "inputDetails",
    "output",
    "outputDetails",
)


def is_synchronous_start(request: HttpRequest) -> bool:
    """Whether this is StartSyncExecution."""
    return request.headers.get("X-Amz-Target") == f"{_TARGET}StartSyncExecution"


async def start_and_wait(request: HttpRequest, answer: Answer) -> Response:
    """What came of an Express workflow, a failure too, as a 200. fact: surroundings.start-sync-execution"""
    parameters = _read(request.body)

    async def ask(operation: str, **members: Any) -> Response:
        headers = request.headers.with_("X-Amz-Target", _TARGET + operation)
        return await answer(replace(request, headers=headers, body=json.dumps(members).encode()))

    machine = await ask("DescribeStateMachine", stateMachineArn=parameters.get("stateMachineArn", ""))
    if machine.status != 200:
        return machine
    if _read(machine.body).get("type") != "EXPRESS":
        return _error("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
    wanted = {name: parameters[name] for name in ("stateMachineArn", "name", "input") if name in parameters}
    started = await ask("StartExecution", **wanted)
    if started.status != 200:
        return started
    return await _wait(ask, _read(started.body)["executionArn"])


async def _wait(ask: Callable[..., Awaitable[Response]], arn: str) -> Response:
    end, pause = monotonic() + _LONGEST_SECONDS, _SHORTEST_PAUSE
    while True:
        described = await ask("DescribeExecution", executionArn=arn)
        execution = _read(described.body)
        if described.status != 200:
            return described
        if execution.get("status") != "RUNNING":
            return _answer(execution)
        if monotonic() > end:
            await ask("StopExecution", executionArn=arn)
            return _answer({**execution, "status": "TIMED_OUT"})
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _answer(execution: dict[str, Any]) -> Response:
    told = {name: execution[name] for name in _TOLD if execution.get(name) is not None}
    return Response(200, Headers((("Content-Type", _JSON),)), json.dumps(told).encode())


def _error(code: str, message: str) -> Response:
    headers = Headers((("Content-Type", _JSON), ("x-amzn-ErrorType", code)))
    return Response(400, headers, json.dumps({"__type": code, "message": message}).encode())


def _read(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {}
