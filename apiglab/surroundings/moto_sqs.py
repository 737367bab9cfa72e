"""SQS's SendMessage in its plain form, straight into moto's queue: what an API before a queue does all day.

moto counts every message of a queue to send one more (moto.md, section 9), and its way in costs milliseconds. Imports
moto's SQS, so it is itself imported once moto's is.
"""

from hashlib import md5
from typing import Any

from moto.moto_api._internal import mock_random
from moto.sqs.models import Message, Queue, sqs_backends


def send(account_id: str, region: str, queue_name: str, body: str) -> tuple[str, str] | None:
    """The id of the message sent and its body's MD5; None where moto has to see to it, be it to refuse it.

    To be called under SQS's lock.
    """
    queue = _queue(account_id, region, queue_name)
    if queue is None or queue.fifo_queue or queue.lambda_event_source_mappings:
        return None
    # moto's queues have their attributes set by name.
    if not 0 < len(body.encode()) <= vars(queue)["maximum_message_size"]:
        return None
    message = Message(str(mock_random.uuid4()), body)
    message.mark_sent(delay_seconds=int(vars(queue)["delay_seconds"]))
    queue.add_message(message)
    return message.id, md5(body.encode(), usedforsecurity=False).hexdigest()


def _queue(account_id: str, region: str, name: str) -> Queue | None:
    """The queue, without making moto's backend for an account or a Region that nobody used."""
    regions: Any = dict.get(sqs_backends, account_id)
    backend: Any = None if regions is None else dict.get(regions, region)
    queue: Queue | None = None if backend is None else backend.queues.get(name)
    return queue
