"""Where a simulated caller stands: what the network would tell of it, and the lab's one machine cannot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A place to call from; what is None is as it really is."""

    source_ip: str | None = None
    vpc_endpoint_id: str | None = None
    """The interface endpoint of a VPC through which the call comes."""
    country: str | None = None
    """Two letters, as CloudFront tells a viewer's country."""
