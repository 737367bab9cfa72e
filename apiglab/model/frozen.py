"""An immutable mapping that can be hashed, copied, pickled and used as a dataclass default."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V]):
    """A mapping that never changes; ``with_`` and ``without`` give changed copies.

    ``types.MappingProxyType`` would do, but it cannot be copied, pickled, hashed or be a default on Python 3.11.
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._items: dict[K, V] = dict(items) if items else {}
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenMap):
            return self._items == other._items
        return self._items == other

    def __reduce__(self) -> tuple[type["FrozenMap[K, V]"], tuple[dict[K, V]]]:
        return (FrozenMap, (self._items,))

    def with_(self, key: K, value: V) -> "FrozenMap[K, V]":
        """A copy in which ``key`` is ``value``."""
        return FrozenMap({**self._items, key: value})

    def without(self, key: K) -> "FrozenMap[K, V]":
        """A copy that lacks ``key``."""
        return FrozenMap({k: v for k, v in self._items.items() if k != key})


EMPTY: FrozenMap[str, str] = FrozenMap()
"""The map of no strings to no strings: the default of most of AWS's optional maps."""
