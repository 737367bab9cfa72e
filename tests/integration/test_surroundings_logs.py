"""Functions' lines are taken at once and are there when somebody reads."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.model.function import Function
from apiglab.surroundings import logs
from apiglab.surroundings.logs import LogGroups
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, in_process

FUNCTION = Function(
    function_name="pets",
    function_arn="arn:aws:lambda:us-east-1:123456789012:function:pets",
    account_id="123456789012",
    region="us-east-1",
    handler="app.handler",
    role="arn:aws:iam::123456789012:role/runs",
    code=b"",
    code_sha_256="",
    log_group="/aws/lambda/pets",
    revision_id="1",
)


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def milliseconds() -> int:
    """Now."""
    return int(time.time() * 1000)


async def _write(groups: LogGroups, stream: str, lines: list[tuple[int, str]]) -> None:
    """Write in the event loop, as the runtime does."""
    groups.write(FUNCTION, stream, lines)


def read(aws: InProcess, stream: str) -> list[str]:
    """The messages of a stream, oldest first."""
    answer = aws.client("logs").get_log_events(
        logGroupName="/aws/lambda/pets", logStreamName=stream, startFromHead=True
    )
    return [event["message"] for event in answer["events"]]


def test_what_was_written_is_there_for_the_next_reader(aws: InProcess) -> None:
    """Reading needs no waiting; the group and the stream are made when first written to."""
    groups, now = LogGroups(aws.surroundings), milliseconds()
    aws.run(_write(groups, "one", [(now, "START"), (now + 1, "END")]))
    aws.run(_write(groups, "one", [(now + 2, "REPORT")]))

    assert read(aws, "one") == ["START", "END", "REPORT"]
    assert [group["logGroupName"] for group in aws.client("logs").describe_log_groups()["logGroups"]] == [
        "/aws/lambda/pets"
    ]


def test_what_was_written_is_kept_without_a_reader(aws: InProcess) -> None:
    """A moment later the lines are in CloudWatch Logs, where subscribers get them."""
    groups = LogGroups(aws.surroundings)
    aws.run(_write(groups, "one", [(milliseconds(), "line")]))
    end = time.monotonic() + 10
    while groups._waiting or groups._flushes or groups._timer:
        assert time.monotonic() < end
        time.sleep(0.005)
    from moto.logs.models import logs_backends

    kept: Any = logs_backends["123456789012"]["us-east-1"].groups["/aws/lambda/pets"].streams["one"].events

    assert [event.message for event in kept] == ["line"]


def test_lines_are_in_the_order_of_their_time(aws: InProcess) -> None:
    """CloudWatch Logs refuses events out of order, so they are put in order."""
    groups, now = LogGroups(aws.surroundings), milliseconds()
    aws.run(_write(groups, "one", [(now + 5, "second"), (now, "first")]))

    assert read(aws, "one") == ["first", "second"]


def test_stamps_follow_the_lab_s_clock(aws: InProcess) -> None:
    """Lines of tomorrow are taken once the lab's clock says it is tomorrow."""
    aws.surroundings.clock.advance(86_400)
    groups, tomorrow = LogGroups(aws.surroundings), int(aws.surroundings.clock.now() * 1000)
    aws.run(_write(groups, "one", [(tomorrow, "tomorrow")]))
    answer = aws.client("logs").get_log_events(logGroupName="/aws/lambda/pets", logStreamName="one")

    assert [(event["timestamp"], event["message"]) for event in answer["events"]] == [(tomorrow, "tomorrow")]
    assert answer["events"][0]["ingestionTime"] == pytest.approx(tomorrow, abs=30_000)


def test_a_flood_costs_bounded_memory(aws: InProcess, monkeypatch: Any, caplog: Any) -> None:
    """What waits is bounded, and what is lost is said."""
    monkeypatch.setattr(logs, "_WAITING_BYTES", 1000)
    groups, now = LogGroups(aws.surroundings), milliseconds()

    async def flood() -> None:
        for number in range(100):
            groups.write(FUNCTION, "one", [(now, f"{number:04d}" * 10)])

    aws.run(flood())
    kept = read(aws, "one")

    assert len(kept) == 1000 // (40 + 26)
    assert kept[0] == "0000" * 10
    assert f"{100 - len(kept)} lines of logs came faster than they can be kept, and are lost" in caplog.text


def test_a_group_keeps_its_newest_lines(aws: InProcess, monkeypatch: Any) -> None:
    """A load test does not fill the memory: the oldest go first. fact: surroundings.newest-log-events"""
    monkeypatch.setattr(logs, "_KEPT_EVENTS", 40)
    groups, now = LogGroups(aws.surroundings), milliseconds()
    aws.run(_write(groups, "old", [(now + i, f"old {i}") for i in range(30)]))
    aws.run(_write(groups, "new", [(now + 100 + i, f"new {i}") for i in range(30)]))

    assert read(aws, "old") == [f"old {i}" for i in range(20, 30)]
    assert read(aws, "new") == [f"new {i}" for i in range(30)]


def test_a_subscriber_that_is_gone_stops_nobody_s_logs(aws: InProcess, caplog: Any) -> None:
    """moto fails at a subscriber that does not exist; the lines are kept and the rest is written."""
    client = aws.client("logs")
    groups, now = LogGroups(aws.surroundings), milliseconds()
    aws.run(_write(groups, "one", [(now, "first")]))
    read(aws, "one")
    from moto.logs.models import SubscriptionFilter, logs_backends

    group: Any = logs_backends["123456789012"]["us-east-1"].groups["/aws/lambda/pets"]
    gone = "arn:aws:lambda:us-east-1:123456789012:function:gone"
    group.subscription_filters["all"] = SubscriptionFilter("all", "/aws/lambda/pets", "", gone, "")
    aws.run(_write(groups, "one", [(now + 1, "second")]))
    aws.run(_write(groups, "two", [(now + 1, "third")]))

    assert (read(aws, "one"), read(aws, "two")) == (["first", "second"], ["third"])
    assert "could not write to one of /aws/lambda/pets" in caplog.text
    assert client.describe_log_groups()["logGroups"]


def test_a_reset_takes_waiting_lines_along(aws: InProcess) -> None:
    """Lines that were written before a reset do not appear after it."""
    groups = LogGroups(aws.surroundings)
    aws.run(_write(groups, "one", [(milliseconds(), "before")]))
    aws.run(aws.surroundings.reset())

    assert aws.client("logs").describe_log_groups()["logGroups"] == []


def test_stopping_writes_what_waits() -> None:
    """The last lines of a server are written before its workers go."""

    async def write_and_stop() -> int:
        surroundings = Surroundings(Clock())
        await surroundings.start()
        groups = LogGroups(surroundings)
        groups.write(FUNCTION, "one", [(milliseconds(), "last")])
        await surroundings.stop()
        return len(groups._waiting)

    assert asyncio.run(write_and_stop()) == 0
