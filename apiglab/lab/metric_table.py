"""API Gateway's metrics, read from CloudWatch into a table."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from apiglab.lab.errors import LabError

if TYPE_CHECKING:
    import pandas as pd

Clients = Callable[..., Any]
_COUNTS = ("Count", "4XXError", "5XXError")
_CACHE = ("CacheHitCount", "CacheMissCount")
_LATENCIES = ("Latency", "IntegrationLatency")
_MOST_POINTS = 1440
"""As many as GetMetricStatistics answers at once."""


class Measured(NamedTuple):
    """Whose metrics are meant."""

    api_id: str
    stage: str | None = None
    resource: str | None = None
    method: str | None = None


def read_metrics(
    clients: Clients, measured: Measured, start: datetime, end: datetime, period: int, percentiles: Sequence[str]
) -> "pd.DataFrame":
    """A row for each period that had requests, with sums of the counts and percentiles of the latencies."""
    import pandas as pd

    dimensions = _dimensions(clients, measured)
    begin, finish = _aligned(start, end, period)
    asked = {
        "Namespace": "AWS/ApiGateway",
        "Dimensions": dimensions,
        "StartTime": begin,
        "EndTime": finish,
        "Period": period,
    }
    cloudwatch = clients("cloudwatch")
    columns: dict[str, dict[datetime, float]] = {}
    for name in (*_COUNTS, *_CACHE):
        points = cloudwatch.get_metric_statistics(**asked, MetricName=name, Statistics=["Sum"])["Datapoints"]
        columns[name] = {point["Timestamp"]: point["Sum"] for point in points}
    # One request takes either kind of statistics, not both.
    for name in _LATENCIES if percentiles else ():
        found = cloudwatch.get_metric_statistics(**asked, MetricName=name, ExtendedStatistics=list(percentiles))
        for rank in percentiles:
            values = ((point["Timestamp"], point["ExtendedStatistics"].get(rank)) for point in found["Datapoints"])
            columns[f"{name} {rank}"] = {at: value for at, value in values if value is not None}
    if not columns["Count"] and measured.method is not None:
        _detailed(clients, measured)
    kept = {name: values for name, values in columns.items() if values or name not in _CACHE}
    index = pd.DatetimeIndex(sorted(columns["Count"]), tz="UTC", name="time")
    table = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in kept.items()}, index=index)
    counts = [name for name in table.columns if name in (*_COUNTS, *_CACHE)]
    table[counts] = table[counts].fillna(0)  # what CloudWatch has no value of did not happen
    return table.astype(dict.fromkeys(counts, "int64"))


def _aligned(start: datetime, end: datetime, period: int) -> tuple[datetime, datetime]:
    """From the beginning of the first period to the end of the last, so that each is told whole."""
    if period < 60 or period % 60:
        raise LabError("lab.metrics", f"a period of {period} s is none that API Gateway has", "take a multiple of 60")
    begin, finish = start.timestamp() // period * period, math.ceil(end.timestamp() / period) * period
    if (points := round((finish - begin) / period)) > _MOST_POINTS:
        raise LabError(
            "lab.metrics", f"these are {points:,} periods, and CloudWatch tells 1,440", "take a longer period"
        )
    return datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(finish, UTC)


def _dimensions(clients: Clients, measured: Measured) -> list[dict[str, str]]:
    """Metrics go by the API's name: two APIs of one name are counted together."""
    if (measured.resource is None) != (measured.method is None) or (measured.method and measured.stage is None):
        told = "a method's metrics go by its stage, its resource and its method"
        raise LabError("lab.metrics", told, 'give all three, such as "dev", resource="/pets", method="GET"')
    name = clients("apigateway").get_rest_api(restApiId=measured.api_id)["name"]
    given = (("ApiName", name), ("Stage", measured.stage), ("Resource", measured.resource), ("Method", measured.method))
    return [{"Name": dimension, "Value": value} for dimension, value in given if value is not None]


def _detailed(clients: Clients, measured: Measured) -> None:
    """Say so where a method has no metrics because they are not switched on."""
    stage = clients("apigateway").get_stage(restApiId=measured.api_id, stageName=measured.stage)
    settings = stage.get("methodSettings") or {}
    own = f"{(measured.resource or '').lstrip('/').replace('/', '~1')}/{measured.method}"
    wanted = [
        settings[key] for key in (own, f"/{own}", f"{measured.resource}/{measured.method}", "*/*") if key in settings
    ]
    if not any(each.get("metricsEnabled") for each in wanted):
        told = f"{measured.stage} counts no methods one by one"
        raise LabError("lab.metrics", told, "update_stage with /*/*/metrics/enabled true, then send a request")
