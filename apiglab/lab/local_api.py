"""What the local server tells about itself under ``/_apiglab/``: health, clock, journeys. Signed with the root keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests

from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange, SentRequest
from apiglab.lab.journey import Journey
from apiglab.lab.send import compose, deliver, new_http_session
from apiglab.lab.undeployed import Undeployed
from apiglab.model.arn import DEFAULT_REGION

TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class LocalApi:
    """The local server's own small API."""

    url: str
    access_key_id: str
    secret_access_key: str

    def answers(self) -> bool:
        """Whether a server answers there that knows these root keys."""
        try:
            return self._ask("GET", "/_apiglab/clock", timeout=2.0).ok
        except LabError:
            return False

    def clock_offset(self) -> float:
        """Seconds that the lab's time is ahead of real time."""
        return float(self._call("GET", "/_apiglab/clock")["offset"])

    def advance_clock(self, seconds: float) -> float:
        """Move the lab's time forward; the new offset."""
        return float(self._call("POST", "/_apiglab/clock", {"advance_seconds": seconds})["offset"])

    def reset_clock(self) -> float:
        """Make the lab's time real time again; the new offset."""
        return float(self._call("POST", "/_apiglab/clock", {"reset": True})["offset"])

    def caller_headers(self, place: Mapping[str, str]) -> Mapping[str, str]:
        """The header by which a request comes from ``place``: source_ip, vpc_endpoint_id, country."""
        answer = self._call("POST", "/_apiglab/callers", dict(place))
        return {answer["header"]: answer["token"]}

    def journeys(self, **filters: str) -> list[Journey]:
        """The newest journeys first, those that fit ``filters``: request_id, api_id, stage, status, limit."""
        query = f"?{urlencode(filters)}" if filters else ""
        return [Journey.from_json(record) for record in self._call("GET", f"/_apiglab/requests{query}")["requests"]]

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """What a stage's response cache holds now."""
        return CacheReading.from_json(self._call("GET", f"/_apiglab/cache?{_stage(api_id, stage)}"))

    def arms(self, api_id: str, stage: str) -> Mapping[str, bool | None]:
        """Whether a stage's canary served each of its newest requests, by request id."""
        arms: Mapping[str, bool | None] = self._call("GET", f"/_apiglab/arms?{_stage(api_id, stage)}")["arms"]
        return arms

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """What a deployment to a stage would alter."""
        return Undeployed.from_json(self._call("GET", f"/_apiglab/undeployed?{_stage(api_id, stage)}"))

    def _call(self, method: str, path: str, value: Any = None) -> Any:
        answer = self._ask(method, path, value)
        if not answer.ok:
            raise LabError(
                f"Local AWS {path}",
                f"{answer.status_line}: {answer.text[:200]}",
                "make the lab anew: lab = apiglab.Lab(…)",
            )
        return answer.json()

    def _ask(self, method: str, path: str, value: Any = None, *, timeout: float = TIMEOUT) -> Exchange:
        with _direct_session() as session:
            return deliver(session, self._signed(compose(method, self.url + path, json=value)), timeout=timeout)

    def _signed(self, request: SentRequest) -> SentRequest:
        from apiglab.lab.signing import keys, sign  # botocore is imported when the first call is signed, not with us

        credentials = keys(self.access_key_id, self.secret_access_key)
        return sign(request, credentials, region=DEFAULT_REGION, service="apiglab")


def _stage(api_id: str, stage: str) -> str:
    return urlencode({"api_id": api_id, "stage": stage})


def _direct_session() -> requests.Session:
    session = new_http_session()
    session.trust_env = False  # a proxy of the machine's cannot reach 127.0.0.1 here
    return session
