"""HTTP messages as API Gateway sees them: header names keep their case, paths stay as the client sent them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from apiglab.model.origin import Origin
from apiglab.model.stream import Stream

Pair = tuple[str, str]


class Headers:
    """Header pairs in the order sent: repeats and letter case kept, looked up without regard to case, immutable."""

    __slots__ = ("_last", "pairs")

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.pairs: tuple[Pair, ...] = tuple(pairs)
        self._last: dict[str, str] | None = None
        """The last value of each name in lower case, made when first asked for."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The last value sent under ``name``: the one API Gateway uses where one is wanted."""
        last = self._last
        if last is None:
            last = self._last = {key.lower(): value for key, value in self.pairs}
        return last.get(name.lower(), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value sent under ``name``, in order."""
        lowered = name.lower()
        return tuple(value for key, value in self.pairs if key.lower() == lowered)

    def with_(self, name: str, value: str) -> "Headers":
        """These headers with ``value`` as the only value of ``name``."""
        return Headers((*self.without(name).pairs, (name, value)))

    def without(self, *names: str) -> "Headers":
        """These headers lacking every one of ``names``."""
        dropped = {name.lower() for name in names}
        return Headers(pair for pair in self.pairs if pair[0].lower() not in dropped)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self.pairs == other.pairs

    def __hash__(self) -> int:
        return hash(self.pairs)

    def __repr__(self) -> str:
        return f"Headers({self.pairs!r})"


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it came over the wire, its body read in full."""

    method: str
    path: str
    """The raw path: percent-encoding, empty and dot segments as sent; no query string."""
    query: str = ""
    """The raw query string, without the question mark."""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    scheme: str = "http"
    protocol: str = "HTTP/1.1"
    origin: Origin | None = None
    """Where a simulated caller stands; None for everybody else."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, headers in the order and case to send them, and the whole body or what it comes from."""

    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    stream: Stream | None = None
    """The body, where it is passed on as it comes; ``body`` is then empty."""
