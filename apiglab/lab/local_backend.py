"""The local AWS as a lab's backend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.lab import local_server
from apiglab.lab.backend import Kind, masked, path_form
from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.errors import LabError
from apiglab.lab.journey import Journey
from apiglab.lab.local_server import LocalServer
from apiglab.lab.show import say
from apiglab.lab.undeployed import Undeployed
from apiglab.model.arn import DEFAULT_ACCOUNT_ID, DEFAULT_REGION


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalBackend:
    """The user's own strict server on 127.0.0.1."""

    server: LocalServer
    region: str = DEFAULT_REGION
    account_id: str = DEFAULT_ACCOUNT_ID
    kind: Kind = "local"
    trusts_environment: bool = False

    @property
    def identity(self) -> str:
        """The server, not only its address: what it holds goes with it."""
        return f"local-{self.server.identity}"

    @property
    def endpoint_url(self) -> str:
        """The server's address."""
        return self.server.url

    def describe(self) -> tuple[str, ...]:
        """What a learner is told: the port is left out, it is another one each time."""
        return (f"local AWS · {self.region} · account {masked(self.account_id)} · costs nothing",)

    def session(self) -> Any:
        """A session with the root keys, which knows nothing of the user's own AWS configuration."""
        from apiglab.lab.session import local_session  # boto3 is imported when the first client is asked for

        return local_session(
            access_key_id=self.server.access_key_id,
            secret_access_key=self.server.secret_access_key,
            region=self.region,
            endpoint_url=self.server.url,
        )

    def tags(self, lab: str) -> Mapping[str, str]:
        """None: the ledger is enough, and the answers a learner sees stay as they are."""
        del lab
        return {}

    def before_call(self, service: str, operation: str, request: Mapping[str, Any]) -> None:
        """Nothing: here nothing costs anything."""

    def tell(self, line: str) -> None:
        """Nothing: here nothing takes long."""

    def invoke_url(self, api_id: str, stage: str, path: str) -> str:
        """The path form: ``{api}.execute-api.localhost`` resolves in browsers only."""
        return path_form(self.server.url, api_id, stage, path)

    def journey(self, request_id: str) -> Journey:
        """The journey of one request, from the server's newest thousand."""
        journeys = self.server.api.journeys(request_id=request_id)
        if not journeys:
            raise LabError("Journey", "the server keeps none of this request", "send it to a deployed API's stage")
        return journeys[0]

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """What a stage's cache holds."""
        return self.server.api.cache(api_id, stage)

    def arms(self, api_id: str, stage: str) -> Mapping[str, bool | None]:
        """Which arm of a stage served each of the server's newest thousand requests."""
        return self.server.api.arms(api_id, stage)

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """The API as it stands beside what a stage serves."""
        return self.server.api.undeployed(api_id, stage)

    def caller_headers(self, place: Mapping[str, str]) -> Mapping[str, str]:
        """A token of the server's."""
        return self.server.api.caller_headers(place)

    def clock_offset(self) -> float:
        """Seconds that the server's time is ahead."""
        return self.server.api.clock_offset()

    def advance_clock(self, seconds: float) -> float:
        """Move the server's time."""
        return self.server.api.advance_clock(seconds)

    def reset_clock(self) -> float:
        """Make the server's time real time."""
        return self.server.api.reset_clock()


def local_backend(region: str | None) -> LocalBackend:
    """The running local AWS, started where it is not running."""
    return LocalBackend(server=local_server.ensure(progress=say), region=region or DEFAULT_REGION)
