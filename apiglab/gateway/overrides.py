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

    __slots__ = ("_request", "_response")

    def __init__(self) -> None:
        # Made when a template first asks for them: most calls override nothing.
        self._request: dict[str, Once] | None = None
        self._response: Once | None = None

    @property
    def request(self) -> dict[str, Once]:
        """``$context.requestOverride``: the maps header, path and querystring."""
        if self._request is None:
            self._request = {"header": Once(), "path": Once(), "querystring": Once()}
        return self._request

    @property
    def response(self) -> Once:
        """``$context.responseOverride``: status, and the map header."""
        if self._response is None:
            self._response = Once(header=Once())
        return self._response

    @property
    def status(self) -> int | None:
        """The status that the client is to see instead. fact: overrides.status"""
        if self._response is None:
            return None
        status = self._response.get("status")
        if isinstance(status, str) and status.isascii() and status.isdigit():
            status = int(status)
        return status if isinstance(status, int) and 100 <= status <= 599 else None

    @property
    def response_headers(self) -> list[Pair]:
        """The headers that the client is to see, a list's items each on its own."""
        if self._response is None:
            return []
        headers: list[Pair] = []
        for name, value in self._response["header"].items():
            values = value if isinstance(value, list) else [value]
            headers += [(name, to_string(item)) for item in values]
        return headers
