"""The calls that an HTTP backend of the lab got: each request as it arrived, and what it was answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.lab.exchange import tone_of
from apiglab.lab.html import Tone, badge, line, page, table, text_table
from apiglab.lab.statuses import status_name
from apiglab.model.http import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendRequest:
    """A request as it reached the backend."""

    method: str
    path: str
    """Without the query string."""
    query: Mapping[str, str]
    headers: Headers
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as the JSON value it is."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class BackendCall:
    """One call of the backend, and the status it answered with."""

    request: BackendRequest
    status: int | None = None
    """None while it is being answered."""
    error: str = ""
    """What the answering function raised."""

    @property
    def asked(self) -> str:
        """The request line: ``GET /kennels``."""
        return f"{self.request.method} {self.request.path}"

    @property
    def answered(self) -> str:
        """The status with its name, and what went wrong."""
        name = "still answering" if self.status is None else status_name(self.status)
        return f"{name}: {self.error}" if self.error else name

    @property
    def tone(self) -> Tone:
        """How the answer is badged."""
        return "idle" if self.status is None else tone_of(self.status)


@dataclass(frozen=True, slots=True, repr=False)
class BackendCalls:
    """The newest calls of a backend, oldest first."""

    name: str
    count: int
    """All of them, also those that are not kept any more."""
    newest: tuple[BackendCall, ...]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[BackendCall]:
        return iter(self.newest)

    def __getitem__(self, index: int) -> BackendCall:
        return self.newest[index]

    def _summary(self) -> str:
        return f"{self.name} was called {'once' if self.count == 1 else f'{self.count:,} times'}."

    def __repr__(self) -> str:
        rows = [(call.asked, call.answered) for call in self.newest]
        parts = [text_table(("Request", "Answer"), rows)] if rows else []
        return "\n".join([*parts, self._summary()])

    def _repr_html_(self) -> str:
        rows = [(call.asked, badge(call.tone, call.answered)) for call in self.newest]
        parts = [table(("Request", "Answer"), rows)] if rows else []
        return page(*parts, line(self._summary()))
