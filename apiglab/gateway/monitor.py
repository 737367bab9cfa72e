"""What is told of every request once it is finished: to the access log, to the execution log, to the metrics.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-monitor.html
"""

import hashlib
from typing import Protocol

from apiglab.gateway.access_log import AccessLog, integration_step
from apiglab.gateway.call import Call
from apiglab.gateway.execution_log import stage_log
from apiglab.gateway.metrics import Counted, Metrics
from apiglab.model.stage import MethodSetting


class LogSink(Protocol):
    """Where log lines go; it waits for nobody."""

    def append(
        self, account_id: str, region: str, group: str, stream: str, events: list[tuple[int, str]], *, must_exist: bool
    ) -> None:
        """Append ``events`` (milliseconds since the epoch, message) to a stream of a log group.

        ``must_exist``: do not make the group where it is gone.
        """
        ...


class Monitor:
    """Sees every request to a stage."""

    def __init__(self, sink: LogSink | None = None) -> None:
        """``sink``: nothing is logged where it is left out."""
        self.metrics = Metrics()
        self._sink = sink
        self._streams: dict[tuple[str, str], str] = {}

    def note(self, call: Call, log: AccessLog | None) -> None:
        """Tell of one request, which has its answer."""
        trace = call.trace
        verb = trace.resource_method
        setting = call.settings.find(trace.resource_path or "", verb or "") if call.settings else None
        self._count(call, setting)
        if self._sink is None:
            return
        if log is not None:
            event = int(trace.started_at * 1000), log.line(call)
            self._append(self._sink, (log.account_id, log.region, log.group), call, [event], must_exist=True)
        if setting is not None and setting.logging_level in ("INFO", "ERROR"):
            self._log_execution(self._sink, call, setting)

    def clear(self) -> None:
        """Forget what was counted."""
        self.metrics.clear()
        self._streams.clear()

    def _count(self, call: Call, setting: MethodSetting | None) -> None:
        trace, deployment = call.trace, call.deployment
        if trace.response is None:
            return
        detailed = setting is not None and setting.metrics_enabled and trace.resource_method is not None
        step = integration_step(call)
        counted = Counted(
            deployment.account_id,
            deployment.region,
            deployment.rest_api.name,
            call.stage.stage_name,
            *((trace.resource_path or "", trace.resource_method or "") if detailed else ()),
        )
        self.metrics.note(
            counted,
            trace.started_at,
            status=trace.response.status,
            seconds=trace.finished - trace.started,
            integration_seconds=None if step is None else step[0],
            cache_hit=trace.cache_hit,
        )

    def _log_execution(self, sink: LogSink, call: Call, setting: MethodSetting) -> None:
        events = stage_log(call, level=setting.logging_level or "OFF", data_trace=setting.data_trace_enabled)
        if events:
            group = f"API-Gateway-Execution-Logs_{call.rest_api.id}/{call.stage.stage_name}"
            where = call.deployment.account_id, call.deployment.region, group
            self._append(sink, where, call, events, must_exist=False)

    def _append(
        self, sink: LogSink, where: tuple[str, str, str], call: Call, events: list[tuple[int, str]], *, must_exist: bool
    ) -> None:
        """Log to the stage's group, and what the canary served to the canary's group as well."""
        sink.append(*where, self._stream(call), events, must_exist=must_exist)
        if call.is_canary:
            # AWS names the group itself, so nobody else can be asked to make it.
            account_id, region, group = where
            sink.append(account_id, region, f"{group}/Canary", self._stream(call), events, must_exist=False)

    def _stream(self, call: Call) -> str:
        """One stream for each stage, named in AWS's way: 32 hexadecimal digits."""
        key = call.rest_api.id, call.stage.stage_name
        stream = self._streams.get(key)
        if stream is None:
            stream = self._streams[key] = hashlib.sha256("/".join(key).encode()).hexdigest()[:32]
        return stream
