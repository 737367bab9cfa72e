"""A service's lock comes with the locks of the services that it reaches, in one order."""

import threading

from apiglab.surroundings.locks import ServiceLocks

SERVICES = ("sqs", "sns", "s3", "firehose", "dynamodb", "events", "logs", "kinesis", "cloudformation", "iam")


def _is_free(locks: ServiceLocks, service: str) -> bool:
    """Whether another thread could enter ``service`` now."""
    entered = threading.Event()

    def enter() -> None:
        with locks.hold(service):
            entered.set()

    thread = threading.Thread(target=enter, daemon=True)
    thread.start()
    return entered.wait(0.2)


def test_a_request_to_one_service_holds_those_that_it_writes_into() -> None:
    """SNS delivers into SQS's queues in the same thread, so it holds SQS's lock too; IAM stays free."""
    locks = ServiceLocks(SERVICES)

    with locks.hold("sns"):
        free = {service: _is_free(locks, service) for service in ("sns", "sqs", "iam")}

    assert free == {"sns": False, "sqs": False, "iam": True}
    assert _is_free(locks, "sqs")


def test_reaching_is_transitive() -> None:
    """S3 tells SNS, and SNS tells SQS."""
    locks = ServiceLocks(SERVICES)

    with locks.hold("s3"):
        assert not _is_free(locks, "sqs")


def test_cloudformation_holds_everything() -> None:
    """CloudFormation makes resources of every service."""
    locks = ServiceLocks(SERVICES)

    with locks.hold_all():
        assert [service for service in SERVICES if _is_free(locks, service)] == []


def test_services_that_reach_each_other_do_not_wait_in_a_circle() -> None:
    """Two threads that take overlapping sets of locks, over and over, both come to their end."""
    locks = ServiceLocks(SERVICES)

    def take(services: tuple[str, ...]) -> None:
        for _ in range(300):
            for service in services:
                with locks.hold(service):
                    pass

    threads = [threading.Thread(target=take, args=(order,), daemon=True) for order in (SERVICES, SERVICES[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert [thread.is_alive() for thread in threads] == [False, False]
