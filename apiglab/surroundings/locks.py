"""One lock per service of moto, whose backends are plain Python objects: two threads in one lose or double work.

moto.md, section 9: of 640 atomic counter updates in DynamoDB 638 arrived, and a message of SQS was delivered twice.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

# A request to the first makes moto write into the backends of the others, in the same thread.
_REACHES = {
    "awslambda": ("dynamodb", "iam", "kinesis", "logs", "s3", "sqs"),
    "dynamodb": ("dynamodbstreams", "kinesis", "s3"),
    "events": ("kinesis", "logs", "sns", "sqs", "stepfunctions"),
    "firehose": ("s3",),
    "kinesis": ("firehose",),
    "logs": ("firehose", "kinesis", "s3"),
    "s3": ("events", "sns", "sqs"),
    "scheduler": ("sqs",),
    "sns": ("firehose", "sqs"),
    "sts": ("iam",),
}
# CloudFormation makes resources of every service, and the others read every service's.
_REACHES_ALL = frozenset({"cloudformation", "config", "resourcegroupstaggingapi"})


class ServiceLocks:
    """The locks of all services; a service's lock is taken together with those of the services that it reaches."""

    def __init__(self, services: Iterable[str]) -> None:
        self._locks = {service: threading.RLock() for service in sorted(services)}
        self._held_for: dict[str, tuple[str, ...]] = {}

    @contextmanager
    def hold(self, service: str) -> Iterator[None]:
        """Hold what a request to ``service`` may touch: always in one order, so that nobody waits in a circle."""
        names = self._held_for.get(service)
        if names is None:
            names = self._held_for[service] = tuple(sorted(self._reached(service)))
        with ExitStack() as held:
            for name in names:
                held.enter_context(self._locks[name])
            yield

    @contextmanager
    def hold_all(self) -> Iterator[None]:
        """Hold every service's lock: nothing of moto runs meanwhile."""
        with self.hold("cloudformation"):
            yield

    def _reached(self, service: str) -> set[str]:
        if service in _REACHES_ALL:
            return set(self._locks)
        reached: set[str] = set()
        waiting = [service]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += _REACHES.get(name, ())
        return reached & set(self._locks)
