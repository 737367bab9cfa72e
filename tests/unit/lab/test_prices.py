"""What costs by the hour says so before it is made."""

from typing import Any

import pytest

from apiglab.lab.prices import Prices, cache_size


@pytest.mark.parametrize(
    ("operation", "request_", "size"),
    [
        ("CreateStage", {"cacheClusterEnabled": True, "cacheClusterSize": "6.1"}, "6.1"),
        ("CreateDeployment", {"cacheClusterEnabled": True}, "0.5"),
        ("CreateStage", {"cacheClusterEnabled": False, "cacheClusterSize": "6.1"}, None),
        ("CreateStage", {}, None),
        (
            "UpdateStage",
            {"patchOperations": [{"op": "replace", "path": "/cacheClusterEnabled", "value": "true"}]},
            "0.5",
        ),
        ("UpdateStage", {"patchOperations": [{"op": "replace", "path": "/cacheClusterSize", "value": "118"}]}, "118"),
        (
            "UpdateStage",
            {"patchOperations": [{"op": "replace", "path": "/cacheClusterEnabled", "value": "false"}]},
            None,
        ),
        ("CreateRestApi", {"cacheClusterEnabled": True}, None),
    ],
)
def test_a_cache_is_seen_in_each_call_that_switches_one_on(
    operation: str, request_: dict[str, Any], size: str | None
) -> None:
    """Creating a stage, deploying to a new one, or patching one."""
    assert cache_size(operation, request_) == size


def test_a_price_is_told_by_the_hour_and_the_month_with_its_date() -> None:
    """A figure without a date is wrong one day and nobody knows which."""
    table = {"date": "2026-11-23", "region": "us-east-1", "cache": {"0.5": 0.02}, "hourly": {}}
    prices = Prices()
    prices.__dict__["table"] = table

    assert prices.told_before("apigateway", "CreateStage", {"cacheClusterEnabled": True}) == (
        "Price: a response cache of 0.5 GB costs about $0.02 an hour, $14.60 a month, used or not "
        "(in us-east-1, list price of 2026-11-23)."
    )


def test_a_size_that_is_not_in_the_table_is_still_said_to_cost() -> None:
    """An unknown price is no price of nothing."""
    line = Prices().told_before("apigateway", "CreateStage", {"cacheClusterEnabled": True, "cacheClusterSize": "999"})

    assert line is not None
    assert "costs by the hour" in line


def test_what_costs_nothing_by_the_hour_says_nothing() -> None:
    """Requests, functions and tables on demand are paid by use."""
    prices = Prices()

    assert [
        prices.told_before(*call, {}) for call in (("lambda", "CreateFunction"), ("apigateway", "CreateRestApi"))
    ] == [
        None,
        None,
    ]


def test_only_the_kind_that_costs_is_priced() -> None:
    """A gateway endpoint is free, an interface endpoint is not."""
    told = [
        Prices().told_before("ec2", "CreateVpcEndpoint", {"VpcEndpointType": kind}) for kind in ("Gateway", "Interface")
    ]

    assert [line is not None and "$7.30 a month" in line for line in told] == [False, True]


def test_the_table_has_every_cache_size_that_aws_sells() -> None:
    """botocore's model has the list."""
    from botocore.session import get_session

    model = get_session().get_service_model("apigateway")

    assert set(Prices().table["cache"]) == set(model.shape_for("CacheClusterSize").enum)
