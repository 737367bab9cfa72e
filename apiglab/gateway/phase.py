"""Phases: the steps of a request's life that a learner sees, each recorded whether it passes, refuses or breaks."""

from collections.abc import Awaitable, Callable
from functools import wraps
from time import perf_counter
from typing import Concatenate, ParamSpec, TypeVar

from apiglab.gateway.call import Call
from apiglab.gateway.trace import Phase, Step

DOCS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"

P = ParamSpec("P")
R = TypeVar("R", bound=Step | None)


def phase(name: str, page: str) -> Callable[[Callable[Concatenate[Call, P], R]], Callable[Concatenate[Call, P], R]]:
    """Record what the decorated step gave under ``name``, the heading of ``page`` of AWS's developer guide."""
    this = Phase(name, DOCS + page)

    def decorate(step: Callable[Concatenate[Call, P], R]) -> Callable[Concatenate[Call, P], R]:
        @wraps(step)
        def recorded(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> R:
            try:
                result = step(call, *args, **kwargs)
            except BaseException as error:
                call.trace.steps.append((this, perf_counter(), error))
                raise
            call.trace.steps.append((this, perf_counter(), result))
            return result

        recorded.phase = this  # type: ignore[attr-defined]  # read by the test that compares our order with AWS's
        return recorded

    return decorate


def async_phase(
    name: str, page: str
) -> Callable[[Callable[Concatenate[Call, P], Awaitable[R]]], Callable[Concatenate[Call, P], Awaitable[R]]]:
    """The same as ``phase`` for the steps that wait: authorizers and integrations."""
    this = Phase(name, DOCS + page)

    def decorate(
        step: Callable[Concatenate[Call, P], Awaitable[R]],
    ) -> Callable[Concatenate[Call, P], Awaitable[R]]:
        @wraps(step)
        async def recorded(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> R:
            try:
                result = await step(call, *args, **kwargs)
            except BaseException as error:
                call.trace.steps.append((this, perf_counter(), error))
                raise
            call.trace.steps.append((this, perf_counter(), result))
            return result

        recorded.phase = this  # type: ignore[attr-defined]  # read by the test that compares our order with AWS's
        return recorded

    return decorate
