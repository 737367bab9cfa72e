"""The interface endpoints of VPCs: by which private APIs are called, and what their policies let through.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
"""

from dataclasses import dataclass
from typing import Protocol

from apiglab.language.policy import Policy


@dataclass(frozen=True, slots=True)
class VpcEndpoint:
    """An endpoint for execute-api."""

    id: str
    vpc_id: str
    policy: Policy


class VpcEndpoints(Protocol):
    """Who knows the endpoints."""

    def known(self, vpc_endpoint_id: str) -> VpcEndpoint | None:
        """An endpoint as far as it is at hand; None where it has to be found."""
        ...

    async def find(self, vpc_endpoint_id: str) -> VpcEndpoint | None:
        """An endpoint for execute-api, None where there is none of that id."""
        ...


class NoVpcEndpoints:
    """An EC2 without endpoints."""

    def known(self, _vpc_endpoint_id: str) -> VpcEndpoint | None:
        """None."""
        return None

    async def find(self, _vpc_endpoint_id: str) -> VpcEndpoint | None:
        """None."""
        return None
