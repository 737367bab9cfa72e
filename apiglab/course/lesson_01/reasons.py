"""Why each option of lesson 01's predictions is right or wrong: in the notebook it would be read too soon."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

because: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "p1": {
            "dict returned by hello": "Invoke carries the event to the handler and its result back, both as JSON",
            "error: it has no URL": "HTTP is API Gateway's business; a function only needs somebody to invoke it",
            "nothing: Lambda only says that it took the event": (
                "only with InvocationType='Event'; by default Invoke waits for the result"
            ),
        },
        "p2": {
            "200": "one thing is missing, and it is not part of the API",
            "403": "that is for routes API Gateway does not know, and callers it does not let in; this route it knows",
            "404": "API Gateway hardly ever says 404 by itself",
            "500": "the integration is there, but nobody permitted API Gateway to invoke the function",
        },
        "p3": {
            "200 and the pets as JSON": "many frameworks would do that; API Gateway writes no JSON for you",
            "204 and no body": "it does not drop what it cannot use: it refuses the whole answer",
            "500": "that was the missing permission: then the function never ran",
            "502": "the function ran, and what it returned is no proxy response: body must be a string",
        },
        "p4": {
            "1": "it would, if every event got an environment of its own; then every call would be cold",
            "3": (
                "the same environment answered all three. Use that for connections, never for state: the next event "
                "may meet another environment"
            ),
            "error: CALLS is not defined": "the module is imported first, as anywhere in Python",
        },
    }
)
"""Prediction → option → why."""
