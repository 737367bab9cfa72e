"""CloudWatch with API Gateway's metrics in it, and with the percentiles that moto lacks.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apiglab.gateway.metrics import NAMESPACE, Metrics

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100)")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  moto's times have no zone


class _Shown:
    """Whose metrics the process's one CloudWatch shows."""

    metrics: Metrics | None = None


def show(metrics: Metrics) -> None:
    """Show these metrics among those that CloudWatch is sent."""
    _Shown.metrics = metrics


def install() -> None:
    """Put our classes into moto's, which has just been imported."""
    from moto.cloudwatch import models, responses

    # Typed so that their attributes can be replaced.
    module: Any = models
    backend: Any = models.CloudWatchBackend
    answers: Any = responses.CloudWatchResponse
    module.Statistics = _statistics(models.Statistics, models.MetricDatum)
    backend.aws_metric_data = property(_with_ours(backend.aws_metric_data.fget, models.MetricDatumBase))
    backend.get_metric_statistics = _metric_statistics
    answers.get_metric_statistics = _with_percentiles(answers.get_metric_statistics)


def percentile(weighted: Sequence[tuple[float, int]], rank: float) -> float | None:
    """The smallest value that so many percent of all are not above; ``weighted`` are values and how often each is."""
    total = sum(count for _, count in weighted)
    reached = 0
    for value, count in sorted(weighted):
        reached += count
        if reached * 100 >= rank * total:
            return value
    return None


def _with_ours(others: Any, base: Any) -> Any:
    """API Gateway's own metrics behind those that moto knows of."""

    def aws_metric_data(self: Any) -> list[Any]:
        return [*others(self), *_data(base, self.account_id, self.region_name)]

    return aws_metric_data


def _data(base: Any, account_id: str, region: str) -> Iterator[Any]:
    for each in _Shown.metrics.data(account_id, region) if _Shown.metrics is not None else ():
        dimensions = [{"Name": name, "Value": value} for name, value in each.dimensions]
        at = datetime.fromtimestamp(each.minute, UTC).replace(tzinfo=None)
        datum = base(NAMESPACE, each.name, dimensions, at, each.unit)
        datum.weighted = [(value, count) for value, count in each.values.items() if count]
        yield datum


def _statistics(base: Any, single: Any) -> Any:
    """moto's class of statistics over values that come several times, and with percentiles."""

    class Statistics(base):  # type: ignore[misc]  # moto's own, which is read at run time
        extended_statistics: dict[str, float] | None = None

        @property
        def weighted(self) -> list[tuple[float, int]]:
            data: list[tuple[float, int]] = []
            for each in self.metric_data:
                data += [(each.value, 1)] if isinstance(each, single) else getattr(each, "weighted", ())
            return data

        @property
        def metric_single_values_list(self) -> list[float]:
            return [value for value, _ in self.weighted]

        def calc_sample_count(self) -> float:
            of_sets = sum(each.sample_count for each in self.metric_aggregated_list)
            return float(sum(count for _, count in self.weighted) + of_sets)

        def calc_sum(self) -> float:
            of_sets = sum(each.sum for each in self.metric_aggregated_list)
            return float(sum(value * count for value, count in self.weighted) + of_sets)

        def get_statistics_for_type(self, stat: str) -> Any:
            rank = _PERCENTILE.fullmatch(stat)
            if rank is None:
                return super().get_statistics_for_type(stat)
            return percentile(self.weighted, float(rank[1]))

    return Statistics


def _metric_statistics(
    self: Any,
    namespace: str,
    metric_name: str,
    start_time: datetime,
    end_time: datetime,
    period: int,
    stats: list[str],
    dimensions: list[dict[str, str]],
    unit: str | None = None,
) -> list[Any]:
    """The data of exactly these dimensions, by whole periods: moto takes those with more dimensions, too."""
    from moto.cloudwatch import models
    from moto.cloudwatch.exceptions import InvalidParameterValue

    start_time, end_time = start_time.replace(microsecond=0), end_time.replace(microsecond=0)
    if start_time >= end_time:
        raise InvalidParameterValue("The parameter StartTime must be less than the parameter EndTime.")
    wanted = sorted((each["Name"], each["Value"]) for each in dimensions)
    periods: dict[datetime, Any] = {}
    for each in _fitting(self.get_all_metrics(), namespace, metric_name, wanted, unit):
        if start_time <= each.timestamp < end_time:
            begun = _EPOCH + (each.timestamp - _EPOCH) // timedelta(seconds=period) * timedelta(seconds=period)
            statistics = periods.setdefault(begun, models.Statistics(stats, begun, each.unit))
            statistics.metric_data.append(each)
    return [periods[begun] for begun in sorted(periods)]


def _fitting(
    data: Iterable[Any], namespace: str, name: str, dimensions: list[tuple[str, str]], unit: str | None
) -> Iterator[Any]:
    for each in data:
        if (each.namespace, each.name) != (namespace, name) or unit not in (None, each.unit):
            continue
        if sorted((dimension.name, dimension.value) for dimension in each.dimensions) == dimensions:
            yield each


def _with_percentiles(original: Any) -> Any:
    def get_metric_statistics(self: Any) -> Any:
        answer = original(self)
        wanted = self._get_param("ExtendedStatistics") or []
        for each in answer.result["Datapoints"]:
            found = {stat: each.get_statistics_for_type(stat) for stat in wanted}
            each.extended_statistics = {stat: value for stat, value in found.items() if value is not None} or None
        return answer

    return get_metric_statistics
