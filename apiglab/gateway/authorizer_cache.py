"""What Lambda authorizers said, kept for their time to live.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html

How AWS does this
-----------------
An answer is kept by the values of the identity sources, for each stage and authorizer, and its policy is asked anew for
each method that is called: one that names a single method keeps its caller out of all the others until it expires.
fact: authorizers.cache
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.language.policy import Policy

KEPT = 10_000
"""Answers that are kept for each stage; the least recently used goes first."""

Key = tuple[str, ...]
"""The authorizer's id, and the values of its identity sources."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authorizer said of one identity."""

    policy: Policy
    context: Mapping[str, Any]
    """``principalId`` and the authorizer's own values, which are strings."""
    usage_identifier_key: str | None
    payload: bytes
    """As it was answered."""


class AuthorizerCache:
    """The answers of every stage's authorizers."""

    def __init__(self) -> None:
        self._stages: dict[tuple[str, str], OrderedDict[Key, tuple[float, Answer]]] = {}

    def find(self, api_id: str, stage: str, key: Key, now: float) -> Answer | None:
        """The answer that is kept, unless its time is over."""
        kept = self._stages.get((api_id, stage))
        found = kept.get(key) if kept is not None else None
        if kept is None or found is None:
            return None
        if found[0] <= now:
            del kept[key]
            return None
        kept.move_to_end(key)
        return found[1]

    def keep(self, api_id: str, stage: str, key: Key, answer: Answer, until: float) -> None:
        """Keep an answer until ``until``, in the lab's time."""
        kept = self._stages.setdefault((api_id, stage), OrderedDict())
        kept[key] = until, answer
        kept.move_to_end(key)
        if len(kept) > KEPT:
            kept.popitem(last=False)

    def flush(self, api_id: str, stage: str) -> None:
        """Forget what is kept for one stage."""
        self._stages.pop((api_id, stage), None)

    def clear(self) -> None:
        """Forget everything."""
        self._stages.clear()
