"""Calls of deployed APIs, told from everything else by their path or their host."""

from typing import NamedTuple

from apiglab.edge.refusals import RefusedError

PATH_FORM = "/_aws/execute-api/"
ADMIN = "/_apiglab/"
_HOST_MARK = ".execute-api."


class Invocation(NamedTuple):
    """A call of an API."""

    api_id: str
    path: str
    """Raw, from ``/{stage}`` on."""


def find_invocation(path: str, host: str) -> Invocation | None:
    """The API that this path or host names, or None where it names none.

    ``RefusedError`` names what cannot be called yet: private APIs by their hosts, and the connections of WebSockets.
    """
    if path.startswith(PATH_FORM):
        api_id, slash, rest = path[len(PATH_FORM) :].partition("/")
        path = slash + rest
    elif (end := host.find(_HOST_MARK)) > 0 and not path.startswith(ADMIN) and "." not in host[:end]:
        api_id = host[:end]
    else:
        return None
    if "-" in api_id:
        raise _not_built(f"private APIs, which is what the host {host} is for")
    if "/@connections" in path and path.split("/")[2:3] == ["@connections"]:
        raise _not_built("WebSocket APIs, and so no @connections")
    return Invocation(api_id, path or "/")


def refuse_upgrade() -> RefusedError:
    """The error for a client that wants to speak WebSocket."""
    return _not_built("WebSocket APIs")


def _not_built(what: str) -> RefusedError:
    return RefusedError(501, "NotImplementedException", f"apiglab does not have {what}, yet.", close=True)
