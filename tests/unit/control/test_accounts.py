"""The account's own settings."""

from typing import Any

from tests.control_client import Plane, bad_request, bare, client_of, refusal

ROLE = "arn:aws:iam::123456789012:role/logs"
DEFAULTS = {
    "throttleSettings": {"burstLimit": 5000, "rateLimit": 10_000.0},
    "features": ["UsagePlans"],
    "apiKeyVersion": "4",
}


def _patch(client: Any, op: str, path: str, value: str = "") -> dict[str, Any]:
    return bare(client.update_account(patchOperations=[{"op": op, "path": path, "value": value}]))


def test_an_account_has_aws_s_limits(client: Any) -> None:
    """10,000 requests a second and 5,000 at once; no role for logs."""
    assert bare(client.get_account()) == DEFAULTS


def test_the_role_for_logs_is_set_and_taken_away(client: Any) -> None:
    """By replace, by an empty value or by remove."""
    assert _patch(client, "replace", "/cloudwatchRoleArn", ROLE) == {"cloudwatchRoleArn": ROLE, **DEFAULTS}
    assert _patch(client, "replace", "/cloudwatchRoleArn") == DEFAULTS
    _patch(client, "replace", "/cloudwatchRoleArn", ROLE)
    assert _patch(client, "remove", "/cloudwatchRoleArn") == DEFAULTS


def test_features_are_added_and_removed(client: Any) -> None:
    """Usage plans can be left and joined."""
    assert "features" not in _patch(client, "remove", "/features", "UsagePlans")
    assert _patch(client, "add", "/features", "UsagePlans") == DEFAULTS


def test_a_role_is_an_arn(client: Any) -> None:
    """Anything else is refused."""
    operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": "me"}

    assert refusal(client.update_account, patchOperations=[operation]) == bad_request(
        "Invalid ARN specified in the request"
    )


def test_every_region_has_settings_of_its_own(control_plane: Plane) -> None:
    """As on AWS, the role is set region by region."""
    _patch(control_plane.client, "replace", "/cloudwatchRoleArn", ROLE)

    assert bare(client_of(control_plane.control, region="eu-central-1").get_account()) == DEFAULTS
