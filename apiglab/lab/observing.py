"""What a lab reads of an API's logs and metrics, as tables: with boto3 alone, so that it is the same on AWS."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from apiglab.lab.backend import Backend
from apiglab.lab.clock import lab_now
from apiglab.lab.errors import LabError

if TYPE_CHECKING:
    import pandas as pd

    from apiglab.lab.exchange import Exchange

Log = Literal["access", "execution"]


class Observing:
    """The part of a lab that reads what CloudWatch was told."""

    backend: Backend

    if TYPE_CHECKING:

        def client(self, service: str, **options: Any) -> Any:
            """The lab's own."""

    def logs(
        self,
        api_id: str,
        stage: str,
        log: Log = "access",
        *,
        pattern: str = "",
        request: "Exchange | str | None" = None,
        minutes: float = 60,
    ) -> "pd.DataFrame":
        """The newest minutes of a stage's access log, or of its execution log: a row for each event.

        A log whose lines are JSON has a column for each member. ``pattern`` is a filter pattern of CloudWatch Logs;
        ``request`` is an exchange, or a request id, whose lines are wanted alone. AWS shows a line seconds later.
        """
        from apiglab.lab import log_table  # pandas is imported when a table is wanted

        read = log_table.read_execution_log if log == "execution" else log_table.read_access_log
        if log not in ("access", "execution"):
            raise LabError("lab.logs", f"there is no log {log!r}", 'take "access" or "execution"')
        request_id = request if isinstance(request, str) or request is None else _request_id(request)
        since = self._now() - timedelta(minutes=minutes)
        return read(self.client, api_id, stage, pattern=pattern, request_id=request_id, since=since)

    def metrics(
        self,
        api_id: str,
        stage: str | None = None,
        *,
        resource: str | None = None,
        method: str | None = None,
        minutes: float = 60,
        period: int = 60,
        percentiles: Sequence[str] = ("p50", "p90", "p99"),
    ) -> "pd.DataFrame":
        """What CloudWatch counted and measured of an API, a stage or a method: a row for each ``period`` of seconds.

        Counts are sums, latencies are milliseconds. A period without requests has no row. AWS tells of a minute when
        it is over, and a little later.
        """
        from apiglab.lab.metric_table import Measured, read_metrics  # pandas is imported when a table is wanted

        measured = Measured(api_id, stage, resource, method)
        now = self._now()
        return read_metrics(self.client, measured, now - timedelta(minutes=minutes), now, period, percentiles)

    def _now(self) -> datetime:
        """The time of this lab's AWS."""
        return datetime.fromtimestamp(lab_now(self.backend), UTC)


def _request_id(exchange: "Exchange") -> str:
    request_id = exchange.headers.get("x-amzn-RequestId")
    if request_id is None:
        raise LabError("lab.logs", "this answer carries no x-amzn-RequestId", "take an answer of API Gateway's")
    return request_id
