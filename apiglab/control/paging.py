"""Pages of a collection: ``limit`` records from where ``position`` points. fact: control.paging

How AWS does this
-----------------
A page holds 25 records unless ``limit`` says otherwise, 500 at most; ``position`` is opaque and is left out of the
last page. Ours is the last record's key, so that a record created or deleted between two pages shifts nothing.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from apiglab.control.errors import bad_limit, bad_position

DEFAULT_LIMIT = 25
MAXIMUM_LIMIT = 500

_MARK = "after "
"""What every position of ours begins with, so that a made-up one is told apart."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a collection, as AWS lists it."""

    items: tuple[T, ...]
    position: str | None = None


def page(records: Iterable[T], key: Callable[[T], str], position: str | None, limit: int | None) -> Page[T]:
    """The page of ``records`` after ``position``, in the order of ``key``."""
    size = DEFAULT_LIMIT if limit is None else min(limit, MAXIMUM_LIMIT)
    if size < 1:
        raise bad_limit()
    ordered = sorted(records, key=key)
    if position is not None:
        after = _decoded(position)
        ordered = [record for record in ordered if key(record) > after]
    items = tuple(ordered[:size])
    return Page(items, _encoded(key(items[-1])) if len(ordered) > size else None)


def by_creation(created_date: float, record_id: str) -> str:
    """A key that lists the oldest first."""
    return f"{created_date:020.6f}/{record_id}"


def _encoded(key: str) -> str:
    return b64encode(f"{_MARK}{key}".encode(), altchars=b"-_").decode()


def _decoded(position: str) -> str:
    try:
        text = b64decode(position.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise bad_position() from error
    if not text.startswith(_MARK):
        raise bad_position()
    return text.removeprefix(_MARK)
