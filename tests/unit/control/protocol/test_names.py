"""AWS's names in snake_case."""

import pytest

from apiglab.control.protocol.names import lower_first, snake_case


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("name", "name"),
        ("restApiId", "rest_api_id"),
        ("timeoutInMillis", "timeout_in_millis"),
        ("providerARNs", "provider_arns"),
        ("webAclArn", "web_acl_arn"),
        ("from", "from_"),
    ],
)
def test_camel_case_becomes_snake_case_and_nothing_else(name: str, ours: str) -> None:
    """Words are parted at capitals, runs of capitals stay together, and Python's keywords get an underscore."""
    assert snake_case(name) == ours


def test_an_operation_s_name_begins_small_in_validation_errors() -> None:
    """``PutIntegration`` is ``putIntegrationInput``'s stem."""
    assert lower_first("PutIntegration") == "putIntegration"
