"""Access logs: one line of the stage's own form for each request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
"""

import json
from collections.abc import Callable
from typing import Any

from apiglab.gateway.call import Call
from apiglab.gateway.endpoint import EndpointResponse
from apiglab.gateway.trace import Phase
from apiglab.gateway.variables import context_variable
from apiglab.language.substitution import Substitution
from apiglab.model.stage import Stage

NOTHING = "-"
"""What a variable without a value leaves. fact: access-log.missing"""
_CONTEXT = "context."


class AccessLog:
    """One stage's access log, ready to be written."""

    __slots__ = ("_line", "account_id", "group", "region")

    def __init__(self, destination_arn: str, form: str) -> None:
        """``destination_arn``: ``arn:aws:logs:{region}:{account}:log-group:{name}``, with ``:*`` behind it or not."""
        _, _, _, self.region, self.account_id, _, name = destination_arn.split(":", 6)
        self.group = name.removesuffix(":*")
        self._line = Substitution(form)

    def line(self, call: Call) -> str:
        """The line of a finished request."""
        return self._line.render(lambda name: _value(call, name))


def access_log(stage: Stage) -> AccessLog | None:
    """The access log that a stage has, None where it has none."""
    settings = stage.access_log_settings
    if settings is None or not settings.destination_arn or not settings.format:
        return None
    return AccessLog(settings.destination_arn, settings.format)


def integration_step(call: Call) -> tuple[float, object] | None:
    """How many seconds the backend took, and what came of it; None where it was not asked."""
    before = call.trace.started
    for phase, at, result in call.trace.steps:
        if _is_integration(phase):
            return at - before, result
        before = at
    return None


def _is_integration(phase: Phase) -> bool:
    return phase.name == "Integration"


def _value(call: Call, name: str) -> str:
    if not name.startswith(_CONTEXT):
        return NOTHING
    name = name.removeprefix(_CONTEXT)
    getter = OF_ACCESS_LOGS.get(name)
    value = getter(call) if getter is not None else context_variable(call, name, call.trace.error)
    return NOTHING if value is None or value == "" else value


def _integration_latency(call: Call) -> str | None:
    step = integration_step(call)
    return None if step is None else str(round(step[0] * 1000))


def _integration_status(call: Call) -> str | None:
    """What the backend answered; of a function, what the Lambda service did."""
    step = integration_step(call)
    return str(step[1].status) if step is not None and isinstance(step[1], EndpointResponse) else None


def _function_status(call: Call) -> str | None:
    """The status in a Lambda proxy's answer; of any other backend, that which it answered."""
    step = integration_step(call)
    if step is None or not isinstance(step[1], EndpointResponse) or step[1].invocation is None:
        return _integration_status(call)
    try:
        answer: Any = json.loads(step[1].body)
    except ValueError:
        return None
    status = answer.get("statusCode") if isinstance(answer, dict) else None
    return None if status is None else str(status)


def _integration_error(call: Call) -> str | None:
    error = call.trace.error
    return error.log if error is not None and error.reason.startswith("integration") else None


def _endpoint_request_id(call: Call) -> str | None:
    step = integration_step(call)
    if step is None or not isinstance(step[1], EndpointResponse):
        return None
    invocation = step[1].invocation
    return invocation.request_id if invocation is not None else step[1].headers.get("x-amzn-RequestId")


def _length(call: Call) -> str | None:
    response = call.trace.response
    if response is None:
        return None
    return str(len(response.body) if response.stream is None else response.stream.size)


def _authorizer(member: str) -> Callable[[Call], str | None]:
    """What a Lambda authorizer took, or how it ended, as far as one was asked."""

    def value(call: Call) -> str | None:
        authorizer, error = call.caller.authorizer, call.trace.error
        refused = error is not None and error.reason.startswith("authorization.")
        if member == "latency":
            latency = None if authorizer is None else authorizer.get("integrationLatency")
            return None if latency is None else str(latency)
        if member == "error":
            return error.message or error.log if refused and error is not None else None
        if refused and error is not None:
            return str(error.status)
        return None if authorizer is None else "200"

    return value


OF_ACCESS_LOGS: dict[str, Callable[[Call], str | None]] = {
    "authorize.error": _authorizer("error"),
    "authorize.status": _authorizer("status"),
    "authorizer.error": _authorizer("error"),
    "authorizer.integrationLatency": _authorizer("latency"),
    "authorizer.latency": _authorizer("latency"),
    "authorizer.status": _authorizer("status"),
    "awsEndpointRequestId": _endpoint_request_id,
    "endpointType": lambda call: call.rest_api.endpoint_configuration.types[0],
    "integration.error": _integration_error,
    "integration.integrationStatus": _integration_status,
    "integration.latency": _integration_latency,
    "integration.requestId": _endpoint_request_id,
    "integration.status": _function_status,
    "integrationErrorMessage": _integration_error,
    "integrationLatency": _integration_latency,
    "integrationStatus": _integration_status,
    "resourceId": lambda call: call.trace.resource_id,
    "responseLatency": lambda call: str(round((call.trace.finished - call.trace.started) * 1000)),
    "responseLength": _length,
    "xrayTraceId": lambda call: call.trace_id.removeprefix("Root=") if call.stage.tracing_enabled else None,
}
"""The variables that access logs have and templates have not, by their names after ``$context.``.

fact: access-log.variables
"""
