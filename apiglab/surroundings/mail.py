"""Mail that AWS would send, put where its owner can read it: no letter leaves the lab.

Each is an event in the log group ``/apiglab/mail`` of the account and Region that it is from. It gets there when
somebody looks: writing it at once would have Cognito wait for CloudWatch Logs and all that this reaches.
fact: cognito.mail
"""

from collections import deque
from typing import NamedTuple

KEPT = 1_000
"""Letters of a pool that wait for somebody to look; the oldest go first."""


class Letter(NamedTuple):
    """One letter."""

    to: str
    subject: str
    text: str
    at: int


Letters = deque[Letter]


def no_letters() -> Letters:
    """A pool's empty tray."""
    return deque(maxlen=KEPT)
