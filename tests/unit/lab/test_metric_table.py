"""Metrics read into a table: a row for each period that had requests, and no gap for what did not happen."""

from datetime import UTC, datetime
from typing import Any

from apiglab.lab.metric_table import Measured, read_metrics
from tests.unit.lab.fake_aws import FakeAws

FIRST, SECOND = (datetime(2026, 11, 27, 12, minute, tzinfo=UTC) for minute in (0, 1))
SUMS = {"Count": {FIRST: 5.0, SECOND: 3.0}, "4XXError": {SECOND: 2.0}}


def statistics(*, MetricName: str, **_: Any) -> dict[str, Any]:  # noqa: N803  boto3's name
    """What CloudWatch has of a metric."""
    points = SUMS.get(MetricName, {})
    return {"Datapoints": [{"Timestamp": at, "Sum": value} for at, value in points.items()]}


def test_what_cloudwatch_has_no_value_of_did_not_happen() -> None:
    """It is 0 and a whole number; metrics of a cache that nobody asked are no column."""
    aws = FakeAws(apigateway__get_rest_api={"name": "pets"}, cloudwatch__get_metric_statistics=statistics)

    table = read_metrics(aws.client, Measured("a1", "dev"), FIRST, SECOND, 60, ())

    assert table.to_dict("list") == {"Count": [5, 3], "4XXError": [0, 2], "5XXError": [0, 0]}
    assert [str(kind) for kind in table.dtypes] == ["int64"] * 3
    assert list(table.index) == [FIRST, SECOND]
