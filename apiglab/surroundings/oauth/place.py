"""Which user pool's authorization server a request is for.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
"""

import re
from typing import NamedTuple

from apiglab.model.http import HttpRequest

_HOST = re.compile(r"(?P<domain>[a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com(?::\d+)?", re.IGNORECASE)
_PATH = re.compile(r"(?P<base>/_aws/cognito/(?P<domain>[a-z0-9-]+))(?P<path>/.*)?")


class Place(NamedTuple):
    """Which authorization server a request is for, and what of it."""

    domain: str
    base: str
    path: str


def find_place(request: HttpRequest) -> Place | None:
    """The domain that a host or a path names; None where neither names one. fact: oauth.hosts"""
    if found := _PATH.fullmatch(request.path):
        return Place(found["domain"], found["base"], found["path"] or "/")
    if found := _HOST.fullmatch(request.headers.get("Host") or ""):
        return Place(found["domain"].lower(), "", request.path)
    return None
