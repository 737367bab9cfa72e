"""Whom a request is for: an API that was deployed, or a service, and what it is told by.

Invoke URLs are told by path or by host. Every other request is one to a service, and says which by the
scope of its signature, as it does on AWS, where hosts say the same.
"""

from typing import NamedTuple

PATH_FORM = "/_aws/execute-api/"
ADMIN = "/_apiglab/"
_HOST_MARK = ".execute-api."


class Invocation(NamedTuple):
    """A call of an API."""

    api_id: str
    path: str
    """Raw, from ``/{stage}`` on."""


def find_invocation(path: str, host: str) -> Invocation | None:
    """The API that this path or host names, or None where it names none."""
    if path.startswith(PATH_FORM):
        api_id, slash, rest = path[len(PATH_FORM) :].partition("/")
        return Invocation(api_id, slash + rest)
    end = host.find(_HOST_MARK)
    if end > 0 and "." not in host[:end] and not path.startswith(ADMIN):
        return Invocation(host[:end], path)
    return None
