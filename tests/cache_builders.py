"""An API with a cache before a function that counts its calls, for the gateway's tests."""

import json
from typing import Any

from apiglab.model.clock import StoppedClock
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Response
from apiglab.model.rest import Integration, Method
from apiglab.model.stage import MethodSetting
from tests.gateway_builders import LAMBDA_URI, Served, a_lambda_proxy, a_method, a_stage, serve


def a_cached_stage(settings: dict[str, MethodSetting] | None = None, **members: Any) -> Any:
    """The stage ``dev`` with a cache."""
    return a_stage(cache_cluster_enabled=True, method_settings=FrozenMap(settings or {}), **members)


def a_keyed_proxy(*parameters: str, namespace: str = "pets", **mapped: str) -> Integration:
    """A Lambda proxy whose answers are told apart by these parameters."""
    return Integration(
        type="AWS_PROXY",
        http_method="POST",
        uri=LAMBDA_URI,
        cache_namespace=namespace,
        cache_key_parameters=parameters,
        request_parameters=FrozenMap({f"integration.request.{name}": source for name, source in mapped.items()}),
    )


class Cached:
    """A served API whose function counts its calls, and tells how often it was called."""

    def __init__(self, stage: Any = None, *methods: Method, path: str = "/pets", **api: Any) -> None:
        made = list(methods) or [a_method("GET", a_lambda_proxy()), a_method("POST", a_lambda_proxy())]
        self.served: Served = serve({path: made}, stage=stage or a_cached_stage(), **api)
        assert isinstance(self.served.plane.clock, StoppedClock)
        self.clock: StoppedClock = self.served.plane.clock
        self.answer(200)

    def answer(self, status: int = 200, body: str = "", **headers: str) -> None:
        """What the function answers from now on."""
        self.served.backends.answer = json.dumps({"statusCode": status, "body": body, "headers": headers}).encode()

    async def ask(self, verb: str = "GET", path: str = "/pets", **more: Any) -> Response:
        """One request."""
        return await self.served.ask(verb, path, **more)

    @property
    def asked(self) -> int:
        """How often the function was called."""
        return len(self.served.backends.calls)

    def step(self) -> dict[str, Any]:
        """What the newest journey tells of the cache."""
        steps: dict[str, dict[str, Any]] = {step["phase"]: step for step in self.served.journey()["steps"]}
        return steps["Cache lookup"]
