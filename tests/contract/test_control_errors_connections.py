"""The error texts recorded from AWS for VPC links: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import Act
from tests.control_client import Refusal, bad_request, not_found, refusal

RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a VPC link without a name": (
        lambda client: refusal(client.create_vpc_link, name="", targetArns=["arn:aws:elasticloadbalancing:x"]),
        bad_request("Name cannot be empty"),
    ),
    "a VPC link to no ARN": (
        lambda client: refusal(client.create_vpc_link, name="pets", targetArns=["invalid-arn"]),
        bad_request("Invalid ARN. ARN is not well formed invalid-arn"),
    ),
    "a VPC link that is not there": (
        lambda client: refusal(client.get_vpc_link, vpcLinkId="fake"),
        not_found("Invalid Vpc Link identifier specified"),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected
