"""What a request knows of the canary that may have served it."""

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import IntegrationResponse
from apiglab.model.stage import CanarySettings
from tests.gateway_builders import Served, a_method, a_mock, a_stage, serve

SHOWN = FrozenMap({"application/json": "$context.isCanaryRequest $context.containsKey('isCanaryRequest')"})


def _pets(percent: float | None) -> Served:
    responses = {"200": IntegrationResponse(status_code="200", response_templates=SHOWN)}
    canary = None if percent is None else CanarySettings(percent_traffic=percent, deployment_id="dep456")
    return serve({"/pets": [a_method("GET", a_mock(responses=responses))]}, stage=a_stage(canary_settings=canary))


@pytest.mark.parametrize(
    ("percent", "told", "is_canary"),
    [(100.0, b"true true", True), (0.0, b"false true", False), (None, b"$context.isCanaryRequest false", None)],
)
async def test_templates_and_the_journey_tell_the_arm(
    percent: float | None, told: bytes, is_canary: bool | None
) -> None:
    """Where the stage has a canary; elsewhere there is no such key. fact: context.canary"""
    pets = _pets(percent)

    response = await pets.ask("GET", "/pets")

    assert (response.body, pets.journey()["is_canary"]) == (told, is_canary)
