"""Why each option of lesson 05's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "500 and the program's own words": "a proxy hands on what comes: status, headers and body",
            "500 Internal server error": "those are API Gateway's words where it has no answer; here it had one",
            "502 Bad Gateway": "that is for a function whose answer is malformed; an HTTP answer cannot be",
        },
        "p2": {
            "200": "the backend says 200, after ten seconds; by then nobody listens any more",
            "500": "that comes where the backend cannot be called at all",
            "504": "API Gateway waits for timeoutInMillis and no longer",
        },
        "p3": {
            "202, and the order is queued": "SQS reads a form only if Content-Type says that it is one",
            "202, and the order is lost": (
                "SQS said 404; the only response has no pattern, so it takes everything, and makes 202 of it"
            ),
            "404 from SQS": "that is what SQS said. What the client gets is what your integration response makes of it",
            "500": "API Gateway had an answer from its backend, and a response that takes it: nothing failed, for it",
        },
    }
)
"""Prediction → option → why."""
