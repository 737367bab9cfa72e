"""The lines that Lambda itself writes, and what is kept of the handler's."""

from apiglab.model.clock import StoppedClock
from apiglab.runtime.log_stream import LogStream, init_report, report, timestamp
from tests.runtime_builders import make_function

NAME = "2023/11/14/[$LATEST]0123"


def stream(limit: int = 100) -> LogStream:
    """A stream that keeps so many characters of an invocation."""
    return LogStream(make_function(), NAME, StoppedClock(), limit, lambda _: None)


def messages(log: LogStream) -> list[str]:
    """What has been logged."""
    return [message for _, message in log.events]


def test_an_invocation_stands_between_start_and_report() -> None:
    """START, the handler's lines with a newline each, END, REPORT, at the lab's time."""
    log = stream()
    log.start("id-1", tail=False)
    log.output(["one\n", "two"])
    tail = log.end("id-1", "REPORT\n")

    assert messages(log) == [
        "START RequestId: id-1 Version: $LATEST\n",
        "one\n",
        "two\n",
        "END RequestId: id-1\n",
        "REPORT\n",
    ]
    assert {at for at, _ in log.events} == {1_700_000_000_000}
    assert tail == b""


def test_the_tail_is_the_last_four_kilobytes() -> None:
    """Only where it was asked for, and of this invocation alone."""
    log = stream(limit=10_000)
    log.platform("before\n")
    log.start("id-1", tail=True)
    log.output(["x" * 99 + "\n"] * 60)
    tail = log.end("id-1", "REPORT\n")

    assert len(tail) == 4096
    assert tail.endswith(b"x\nEND RequestId: id-1\nREPORT\n")


def test_output_beyond_the_limit_is_counted() -> None:
    """What is cut off is told in one line; the next invocation has the whole limit again."""
    log = stream(limit=10)
    log.start("id-1", tail=False)
    log.output(["123456\n", "123456\n", "lost\n"])
    full = log.full
    log.drop(1000)
    log.end("id-1", "REPORT\n")
    log.start("id-2", tail=False)
    log.output(["again\n"])

    assert full
    assert messages(log)[1:4] == [
        "123456\n",
        "123\n",
        "[apiglab] 1009 characters of output are not kept: an invocation may log 10.\n",
    ]
    assert messages(log)[-1] == "again\n"


def test_the_report_of_a_warm_invocation() -> None:
    """Tabs between, one at the end, billed milliseconds rounded up. fact: lambda.report-line"""
    line = report("id-1", make_function(), seconds=0.00123, memory_bytes=33_000_000)

    assert line == (
        "REPORT RequestId: id-1\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 32 MB\t\n"
    )


def test_the_report_of_a_cold_start() -> None:
    """The init phase is told, and billed. fact: lambda.init-billed"""
    line = report("id-1", make_function(), seconds=0.25006, memory_bytes=1, init_seconds=0.10077)

    assert line == (
        "REPORT RequestId: id-1\tDuration: 250.06 ms\tBilled Duration: 351 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 1 MB\tInit Duration: 100.77 ms\t\n"
    )


def test_the_report_of_a_failure_says_how() -> None:
    """A status stands at the end."""
    line = report("id-1", make_function(), seconds=3, memory_bytes=1, status="Status: timeout")

    assert line.endswith("\tMax Memory Used: 1 MB\tStatus: timeout\n")


def test_an_init_that_failed_has_a_line_of_its_own() -> None:
    """INIT_REPORT tells duration, phase and status."""
    assert init_report(9.99999, "init", "Status: timeout") == (
        "INIT_REPORT Init Duration: 9999.99 ms\tPhase: init\tStatus: timeout\n"
    )


def test_lambda_s_own_messages_begin_with_the_time() -> None:
    """UTC with milliseconds, of the lab's clock."""
    assert timestamp(StoppedClock(1_700_000_000.5)) == "2023-11-14T22:13:20.500Z"
