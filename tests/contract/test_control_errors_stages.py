"""The error texts recorded from AWS for deployments and stages: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import (
    Act,
    create_canary,
    create_stage_with_canary,
    delete_served_deployment,
    patch,
    update_stage,
)
from tests.control_client import Refusal, bad_request

METHOD = "/{resourcePath}/{httpMethod}"
STAGE_PATHS = (
    "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, "
    "/accessLogSettings/destinationArn, /accessLogSettings/format, "
    f"{METHOD}/metrics/enabled, {METHOD}/logging/dataTrace, {METHOD}/logging/loglevel, "
    f"{METHOD}/throttling/burstLimit{METHOD}/throttling/rateLimit{METHOD}/caching/ttlInSeconds, "
    f"{METHOD}/caching/enabled, {METHOD}/caching/dataEncrypted, "
    f"{METHOD}/caching/requireAuthorizationForCacheControl, "
    f"{METHOD}/caching/unauthorizedCacheControlHeaderStrategy, "
    "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, "
    "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, "
    "/*/*/caching/enabled, /*/*/caching/dataEncrypted, "
    "/*/*/caching/requireAuthorizationForCacheControl, "
    "/*/*/caching/unauthorizedCacheControlHeaderStrategy, "
    "/variables/{variable_name}, /tracingEnabled"
)

RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a deployment in use": (
        delete_served_deployment,
        bad_request("Active stages pointing to this deployment must be moved or deleted"),
    ),
    "a canary to no stage": (
        create_canary(),
        bad_request(
            "Invalid deployment content specified.Non null and non empty stageName must be provided "
            "for canary deployment. Provided value is null"
        ),
    ),
    "a canary to a stage without a name": (
        create_canary(stageName=""),
        bad_request(
            "Invalid deployment content specified.Non null and non empty stageName must be provided "
            "for canary deployment. Provided value is "
        ),
    ),
    "a canary to an unknown stage": (
        create_canary(stageName="non-existing"),
        bad_request(
            "Invalid deployment content specified.Stage non-existing must already be created "
            "before making a canary release deployment"
        ),
    ),
    "a stage whose canary serves nothing": (create_stage_with_canary, bad_request("Deployment id does not exist")),
    "a stage patched to an unknown deployment": (
        update_stage(*patch("replace", "/deploymentId", "deploy")),
        bad_request("Deployment id does not exist"),
    ),
    "a stage's canary patched to an unknown deployment": (
        update_stage(*patch("replace", "/canarySettings/deploymentId", "deploy")),
        bad_request("Deployment id does not exist"),
    ),
    "a canary's deployment added": (
        update_stage(*patch("add", "/canarySettings/deploymentId", "deploy")),
        bad_request("Invalid add operation with path: /canarySettings/deploymentId"),
    ),
    "a canary's overrides removed as a whole": (
        update_stage(*patch("remove", "/canarySettings/stageVariableOverrides")),
        bad_request(
            "Cannot remove method setting canarySettings/stageVariableOverrides "
            "because there is no method setting for this method "
        ),
    ),
    "a canary's unknown member removed": (
        update_stage(*patch("remove", "/canarySettings/badPath")),
        bad_request(
            "Cannot remove method setting canarySettings/badPath because there is no method setting for this method "
        ),
    ),
    "a canary replaced as a whole": (
        update_stage(*patch("replace", "/canarySettings", "test")),
        bad_request(f"Invalid method setting path: /canarySettings. Must be one of: [{STAGE_PATHS}]"),
    ),
    "a canary's unknown member replaced": (
        update_stage(*patch("replace", "/canarySettings/badPath", "x")),
        bad_request(f"Invalid method setting path: /canarySettings/badPath. Must be one of: [{STAGE_PATHS}]"),
    ),
    "a stage's tags patched": (
        update_stage(*patch("replace", "/tags/tag1", "x")),
        bad_request(f"Invalid method setting path: /tags/tag1. Must be one of: [{STAGE_PATHS}]"),
    ),
    "a stage's settings removed that are not there": (
        update_stage(*patch("remove", "/*/*")),
        bad_request("Cannot remove method setting */* because there is no method setting for this method "),
    ),
    "an access log's destination removed alone": (
        update_stage(*patch("remove", "/accessLogSettings/destinationArn")),
        bad_request(
            "Cannot remove method setting accessLogSettings/destinationArn "
            "because there is no method setting for this method "
        ),
    ),
    "an access log's unknown member added": (
        update_stage(*patch("add", "/accessLogSettings/randomValue", "x")),
        bad_request(
            "Invalid accessLogSettings path. Must be one of : "
            "[/accessLogSettings/destinationArn, /accessLogSettings/format]"
        ),
    ),
    "an access log to nowhere": (
        update_stage(*patch("replace", "/accessLogSettings/destinationArn", "")),
        bad_request("Access Log value must not be empty"),
    ),
    "a canary made by copying": (
        update_stage(*patch("copy", "/canarySettings/stageVariableOverrides", **{"from": "/variables"})),
        bad_request(
            "Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. "
            "Valid copy:path are [/deploymentId, /variables] and "
            "valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]"
        ),
    ),
    "a promotion without a canary": (
        update_stage(*patch("copy", "/variables", **{"from": "/canarySettings/stageVariableOverrides"})),
        bad_request("Promotion not available. Canary does not exist."),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected
