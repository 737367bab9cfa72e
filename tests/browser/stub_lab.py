"""A lab without an AWS: it answers from a table, each answer with a journey. For tests of the panels alone."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from apiglab.lab.custom_domains import CustomDomains
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.journey import Journey
from apiglab.lab.pipeline import PHASES
from apiglab.lab.send import Auth, compose
from apiglab.model.http import Headers

DOCS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"


DOORS = {"/pets": "http://h/dev/pets", "/missing": "http://h/dev/missing"}
CALLERS: dict[str, dict[str, Any]] = {"nobody": {}, "ann": {"auth": "a.token"}}
"""What callers of a guarded lab may ask for, and what proves them."""


class StubLab:
    """As much of a lab as the panels use; ``/slow`` takes its time, ``/missing`` is refused, ``/down`` raises."""

    region = "us-east-1"
    backend = SimpleNamespace(kind="local", endpoint_url=None, trusts_environment=False)
    domains = CustomDomains(None, list)

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        body: str | None = None,
        auth: Auth = None,
    ) -> Exchange:
        """Answer at once, in a way that tells what was sent."""
        request = compose(method, url, headers=headers, body=body)
        if request.path.endswith("/down"):
            raise LabError(f"{method} {url}", "nothing answers at 127.0.0.1", "check the URL")
        if request.path.endswith("/broken"):
            raise RuntimeError("a bug of ours")
        if request.path.endswith("/slow"):
            time.sleep(0.3)
        refused = request.path.endswith("/missing")
        told = {"message": "Missing Authentication Token"} if refused else {
            "method": method, "headers": dict(headers), "body": body, "auth": auth, "note": "<script>alert(1)</script>",
        }  # fmt: skip
        return Exchange(
            request=request,
            status=403 if refused else 200,
            headers=Headers([("x-amzn-RequestId", "b1946ac9"), ("Content-Type", "application/json")]),
            body=json.dumps(told).encode(),
            seconds=0.0123,
            journey=a_journey(method, request.path, refused=refused),
        )


def a_journey(method: str, path: str, *, refused: bool) -> Journey:
    """A journey through every phase, or one that no resource matched."""
    ends: dict[str, Any] = {"outcome": "refused", "reason": "routing.no_match", "detail": {"path": path}}
    steps = [{"phase": PHASES[0], "docs": DOCS, "seconds": 0.0002, **ends}] if refused else [
        {"phase": phase, "docs": DOCS, "outcome": "skipped" if phase == "Cache lookup" else "passed", "seconds": 0.0004}
        for phase in PHASES
    ]  # fmt: skip
    return Journey.from_json(
        {
            "request_id": "b1946ac9", "api_id": "abc", "stage": "dev", "method": method, "path": path,
            "resource_path": path, "status": 403 if refused else 200, "seconds": 0.0031,
            "reason": "routing.no_match" if refused else None,
            "response_type": "MISSING_AUTHENTICATION_TOKEN" if refused else None, "steps": steps,
        }
    )  # fmt: skip


class GuardedLab(StubLab):
    """A lab whose journeys say that Ann's policy decided."""

    def send(self, method: str, url: str, **identity: Any) -> Exchange:
        """Answer with a journey that tells of the decision."""
        exchange = super().send(method, url, **identity)
        assert exchange.journey is not None
        detail = {"authorization_type": "AWS_IAM", "identity_policies": {"policy": "ann/may", "statement": "1"}}
        steps = tuple(
            replace(step, detail=detail) if step.phase == "Authorization" else step for step in exchange.journey.steps
        )
        return replace(exchange, journey=replace(exchange.journey, steps=steps))
