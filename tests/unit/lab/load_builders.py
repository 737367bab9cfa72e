"""Loads that never ran, whose every number is known."""

from collections.abc import Iterable

from apiglab.lab.load_measurements import LoadLog, Measured
from apiglab.lab.load_plan import LoadPlan, plan_load
from apiglab.lab.load_result import LoadResult

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"


def a_measured(
    started: float = 0.0, latency: float = 0.001, status: int = 200, error: str | None = None, request_id: str = "r"
) -> Measured:
    """One request, answered 200 after a millisecond unless told otherwise."""
    return Measured(started, latency, status, error, request_id)


def a_result(
    measured: Iterable[Measured], *, plan: LoadPlan | None = None, stopped: bool = False, **end: object
) -> LoadResult:
    """The result of an open load, unless told otherwise, that measured just that in a second."""
    measured = list(measured)
    log = LoadLog(measured, 1_700_000_000.0, {"seconds": 1.0, "unfinished": 0, "late": 0.0, "gave_up": False, **end})
    return LoadResult(plan or plan_load("GET", URL, rate=10, requests=max(1, len(measured))), log, stopped=stopped)


def a_mixed_result() -> LoadResult:
    """A hundred requests of 1 to 100 ms: 90 answered 200, 6 answered 429, 3 answered 502, 1 timed out."""
    ends = [(200, None)] * 90 + [(429, "TooManyRequestsException")] * 6 + [(502, None)] * 3 + [(0, "timeout")]
    return a_result(
        a_measured(started=n / 100, latency=(n + 1) / 1000, status=status, error=error)
        for n, (status, error) in enumerate(ends)
    )
