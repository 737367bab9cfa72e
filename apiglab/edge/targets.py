"""Calls of deployed APIs, told from everything else by their path or their host."""

from collections.abc import Mapping
from typing import NamedTuple

from apiglab.edge.refusals import RefusedError
from apiglab.model.origin import Origin

PATH_FORM = "/_aws/execute-api/"
ADMIN = "/_apiglab/"
_HOST_MARK = ".execute-api."
_API_HEADER = "x-apigw-api-id"
_VPC_ENDPOINT = "vpce-"


class Invocation(NamedTuple):
    """A call of an API."""

    api_id: str
    path: str
    """Raw, from ``/{stage}`` on."""
    vpc_endpoint_id: str | None = None
    """The VPC endpoint that the host is the name of: it leads there from within the VPC only."""


def find_invocation(path: str, host: str, headers: Mapping[str, str]) -> Invocation | None:
    """The API that this path or host names, or None where it names none.

    ``RefusedError`` names what cannot be called yet, the connections of WebSockets, and a host that needs a header.
    """
    if path.startswith(PATH_FORM):
        label, slash, rest = path[len(PATH_FORM) :].partition("/")
        path = slash + rest
    elif (end := host.find(_HOST_MARK)) > 0 and not path.startswith(ADMIN) and "." not in host[:end]:
        label = host[:end]
    else:
        return None
    api_id, vpc_endpoint_id = (label, None) if "-" not in label else _private(label, headers)
    if "/@connections" in path and path.split("/")[2:3] == ["@connections"]:
        raise _not_built("WebSocket APIs, and so no @connections")
    return Invocation(api_id, path or "/", vpc_endpoint_id)


def _private(label: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """The API and the endpoint that a private API's host names: ``{api}-vpce-…``, or ``vpce-…-{suffix}`` and a header.

    fact: private.hosts
    """
    if not label.startswith(_VPC_ENDPOINT):
        api_id, _, vpc_endpoint_id = label.partition("-")
        return api_id, vpc_endpoint_id
    api_id = headers.get(_API_HEADER, "")
    if not api_id:
        raise RefusedError(403, "ForbiddenException", "Forbidden")
    return api_id, "-".join(label.split("-")[:2])


def check_vpc_endpoint(called: Invocation, origin: Origin | None) -> None:
    """Refuse whoever uses the name of a VPC endpoint and does not come through it. fact: private.hosts"""
    if called.vpc_endpoint_id is None or (origin and origin.vpc_endpoint_id == called.vpc_endpoint_id):
        return
    raise RefusedError(403, "ForbiddenException", "Forbidden")


def refuse_upgrade() -> RefusedError:
    """The error for a client that wants to speak WebSocket."""
    return _not_built("WebSocket APIs")


def _not_built(what: str) -> RefusedError:
    return RefusedError(501, "NotImplementedException", f"apiglab does not have {what}, yet.", close=True)
