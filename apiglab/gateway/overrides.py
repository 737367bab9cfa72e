"""What a template changes by ``$context.requestOverride`` and ``$context.responseOverride``.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
"""

from typing import Any

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.java import to_string
from apiglab.model.http import Pair


class Once(dict[str, Any]):
    """A map of overrides: each may be set once. fact: overrides.once"""

    def set_property(self, name: Any, value: Any) -> None:
        """Set one override; raises ``VtlError`` where it was set before."""
        if name in self:
            raise VtlError(f"{name} is overridden twice")
        self[to_string(name)] = value


class Overrides:
    """Every override of one call; the templates of its request and of its response share it."""

    __slots__ = ("request", "response")

    def __init__(self) -> None:
        self.request: dict[str, Any] = {"header": Once(), "path": Once(), "querystring": Once()}
        self.response: dict[str, Any] = Once(header=Once())

    @property
    def status(self) -> int | None:
        """The status that the client is to see instead. fact: overrides.status"""
        status = self.response.get("status")
        if isinstance(status, str) and status.isascii() and status.isdigit():
            status = int(status)
        return status if isinstance(status, int) and 100 <= status <= 599 else None

    @property
    def response_headers(self) -> list[Pair]:
        """The headers that the client is to see, a list's items each on its own."""
        headers: list[Pair] = []
        for name, value in self.response["header"].items():
            values = value if isinstance(value, list) else [value]
            headers += [(name, to_string(item)) for item in values]
        return headers
