"""Configuration that is made to be slow: it costs its own requests an answer, and others no time."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import aiohttp
import pytest

from apiglab.edge.limits import Limits
from apiglab.edge.server import Server
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, IntegrationResponse, Method, Model, RequestValidator
from tests.gateway_builders import API_ID, LAMBDA_URI, Served, a_method, serve
from tests.wire import Echo

pytestmark = pytest.mark.slow

PATIENCE = 0.5
"""Seconds in which another's request is answered, on a machine that has other things to do as well."""


def _validated(schema: dict[str, Any]) -> dict[str, Any]:
    """An API with a method whose body a hostile model checks."""
    method = a_method("POST", request_validator_id="v", request_models=FrozenMap({"application/json": "Evil"}))
    return {
        "method": method,
        "models": (Model(id="m", name="Evil", schema=json.dumps(schema)),),
        "request_validators": (RequestValidator(id="v", validate_request_body=True),),
    }


def _selected(pattern: str) -> dict[str, Any]:
    """An API with many hostile patterns for what its function fails with."""
    responses = {
        str(status): IntegrationResponse(status_code=str(status), selection_pattern=f"{pattern}{status}")
        for status in range(400, 460)
    }
    integration = Integration(
        type="AWS",
        http_method="POST",
        uri=LAMBDA_URI,
        cache_namespace="root",
        integration_responses=FrozenMap(responses),
    )
    return {"method": a_method("POST", integration)}


def _doubling(turns: int) -> dict[str, Any]:
    ways = {f"d{n}": {"anyOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 2} for n in range(turns)}
    return {"$ref": "#/definitions/d0", "definitions": {**ways, f"d{turns}": {"type": "string"}}}


HOSTILE = {
    "a selection pattern": (_selected("((a|aa)+)+[cd]"), b"{}", 500),
    "a model's pattern": (_validated({"pattern": "^(a|a)*(?=b)$"}), json.dumps("a" * 5_000).encode(), 400),
    "a model's alternatives": (_validated(_doubling(30)), b"{}", 400),
    "a nested body": (_validated({"type": "object"}), b"[" * 1_000_000, 400),
}


@asynccontextmanager
async def _serving(method: Method, **api: Any) -> AsyncIterator[tuple[Served, str]]:
    error = json.dumps({"errorMessage": "a" * 60 + "b"}).encode()
    served = serve({"/": [a_method()], "/evil": [method]}, answer=error, function_error="Unhandled", **api)
    server = Server(served.plane, Echo(), Limits())
    port = await server.start("127.0.0.1", 0)
    try:
        yield served, f"http://127.0.0.1:{port}/_aws/execute-api/{API_ID}/dev"
    finally:
        await server.stop()


@pytest.mark.parametrize(("api", "body", "status"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_another_request_is_answered_meanwhile(api: dict[str, Any], body: bytes, status: int) -> None:
    """Whoever asks the slow method again and again waits for it alone. fact: models.cost, pattern.deadline"""
    async with _serving(**api) as (_, url), aiohttp.ClientSession() as session:
        statuses: list[int] = []

        async def bother() -> None:
            while True:
                async with session.post(
                    f"{url}/evil", data=body, headers={"Content-Type": "application/json"}
                ) as answer:
                    statuses.append(answer.status)

        bothering = asyncio.create_task(bother())
        waits = []
        while len(waits) < 30 or len(statuses) < 3:
            started = perf_counter()
            async with session.get(f"{url}/") as answer:
                assert answer.status == 200
            waits.append(perf_counter() - started)
            await asyncio.sleep(0.005)
        bothering.cancel()

    assert set(statuses) == {status}
    assert max(waits) < PATIENCE
