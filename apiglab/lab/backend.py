"""The two backends of a lab, behind one protocol: the local AWS, or an account (or anything that speaks like one)."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.errors import LabError
from apiglab.lab.journey import Journey
from apiglab.lab.undeployed import Undeployed

Kind = Literal["local", "aws"]
_PATH_FORM = "/_aws/execute-api/"


class Backend(Protocol):
    """Where a lab's clients and requests go."""

    @property
    def kind(self) -> Kind:
        """``local`` or ``aws``."""
        ...

    @property
    def region(self) -> str:
        """The AWS Region of every client."""
        ...

    @property
    def account_id(self) -> str:
        """The account that everything is made in."""
        ...

    @property
    def identity(self) -> str:
        """What tells this AWS from any other: what was made in one is not looked for in another."""
        ...

    @property
    def endpoint_url(self) -> str | None:
        """The endpoint of every service, or None for AWS's own."""
        ...

    @property
    def trusts_environment(self) -> bool:
        """Whether requests to it may go through the machine's proxy."""
        ...

    def describe(self) -> tuple[str, ...]:
        """The lines that a lab shows when it is made."""
        ...

    def session(self) -> Any:
        """A boto3 session: credentials, region and endpoint set."""
        ...

    def tags(self, lab: str) -> Mapping[str, str]:
        """The tags of what ``lab`` makes; none where a ledger is enough."""
        ...

    def before_call(self, service: str, operation: str, request: Mapping[str, Any]) -> None:
        """What is to be said before a client's call is made."""
        ...

    def tell(self, line: str) -> None:
        """Tell how something long is going."""
        ...

    def invoke_url(self, api_id: str, stage: str, path: str) -> str:
        """The URL of ``path`` in an API's stage."""
        ...

    def journey(self, request_id: str) -> Journey:
        """The journey of one request. Raises ``LabError`` where there is none to tell."""
        ...

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """What a stage's cache holds. Raises ``LabError`` on AWS, which tells nobody."""
        ...

    def arms(self, api_id: str, stage: str) -> Mapping[str, bool | None]:
        """Whether a stage's canary served each of its newest requests, by id. Raises ``LabError`` on AWS."""
        ...

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """What a deployment to a stage would alter. Raises ``LabError`` on AWS, which tells nobody."""
        ...

    def caller_headers(self, place: Mapping[str, str]) -> Mapping[str, str]:
        """The header by which a request comes from ``place``. Raises ``LabError`` on AWS."""
        ...

    def clock_offset(self) -> float:
        """Seconds that this AWS's time is ahead of real time."""
        ...

    def advance_clock(self, seconds: float) -> float:
        """Move this AWS's time forward; the new offset. Raises ``LabError`` on AWS."""
        ...

    def reset_clock(self) -> float:
        """Make this AWS's time real time again; the new offset."""
        ...


def masked(account_id: str) -> str:
    """An account's number with only its last four digits, as it may stand in a notebook."""
    return "*" * 8 + account_id[-4:]


def path_form(endpoint_url: str, api_id: str, stage: str, path: str) -> str:
    """The invoke URL that needs no DNS name of the API's own."""
    return f"{endpoint_url.rstrip('/')}{_PATH_FORM}{api_id}/{stage}{rooted(path)}"


def api_and_stage(url: str) -> tuple[str, str]:
    """The API and the stage that an invoke URL names, in either form."""
    parts = urlsplit(url)
    host, rest = parts.hostname or "", parts.path
    api_id, _, domain = host.partition(".execute-api.")
    if rest.startswith(_PATH_FORM):
        api_id, _, rest = rest.removeprefix(_PATH_FORM).partition("/")
    elif not domain:
        raise LabError(url or "An empty URL", "this names no API and no stage", "take lab.url(api_id, stage, path)")
    stage = rest.lstrip("/").partition("/")[0]
    return api_id, stage


def rooted(path: str) -> str:
    """``path`` with the slash that a path begins with."""
    return path if path.startswith("/") else f"/{path}"
