"""Answers of the edge itself: always JSON, always with an error type, never a page."""

import json

from apiglab.model.http import Headers, Response


class RefusedError(Exception):
    """A request that the edge answers itself, before any application sees it."""

    def __init__(self, status: int, error_type: str, message: str, *, close: bool = False) -> None:
        super().__init__(message)
        self.response = refusal(status, error_type, message)
        self.close = close
        """Whether the connection is of no use any more."""


def refusal(status: int, error_type: str, message: str) -> Response:
    """A modelled AWS error: ``{"message": …}`` with its type in ``x-amzn-ErrorType``."""
    return json_response({"message": message}, status=status, error_type=error_type)


def json_response(value: object, *, status: int = 200, error_type: str | None = None) -> Response:
    """``value`` as a JSON answer."""
    pairs = [("Content-Type", "application/json")]
    if error_type is not None:
        pairs.append(("x-amzn-ErrorType", error_type))
    return Response(status, Headers(pairs), json.dumps(value).encode())
