"""Load balancers: where the listener of a port leads, read from moto's ELBv2.

https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html

moto keeps the registrations and balances nothing; every registered target counts as healthy, as in its own answers.
"""

import sys
from collections.abc import Iterator
from typing import Any

from apiglab.surroundings.mount import Surroundings


class LoadBalancers:
    """The network load balancers of every account."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def targets(self, load_balancer_arn: str, port: int) -> tuple[tuple[str, int], ...]:
        """Address and port of each target behind a listener; none where nothing listens or is registered there."""
        if "moto.elbv2.models" not in sys.modules:
            return ()
        with self._surroundings.holding("elb"):  # moto's name for both kinds of load balancer
            return tuple(_targets(load_balancer_arn, port))


def _targets(load_balancer_arn: str, port: int) -> Iterator[tuple[str, int]]:
    from moto.elbv2.models import elbv2_backends

    parts = [*load_balancer_arn.split(":"), *[""] * 5]
    # dict's own look-ups: moto's make a store for whatever account or region is asked for
    regions: Any = dict.get(elbv2_backends, parts[4]) or {}
    backend: Any = dict.get(regions, parts[3])
    balancer = backend.load_balancers.get(load_balancer_arn) if backend is not None else None
    if balancer is None:
        return
    for listener in balancer.listeners.values():
        if int(listener.port or 0) == port:
            for arn in _groups(listener):
                group = backend.target_groups.get(arn)
                for target in group.targets.values() if group is not None else ():
                    yield _address(group, target["Id"]), int(target["Port"])


def _groups(listener: Any) -> Iterator[str]:
    """The target groups that a listener forwards to."""
    for action in listener.default_actions:
        data = action.data
        if data.get("TargetGroupArn"):
            yield data["TargetGroupArn"]
        else:
            for group in (data.get("ForwardConfig") or {}).get("TargetGroups", ()):
                yield group["TargetGroupArn"]


def _address(group: Any, target_id: str) -> str:
    """A target's address: its id where it is registered by address, that of the instance where by instance."""
    if group.target_type != "instance":
        return target_id
    instance = group.ec2_backend.get_instance_by_id(target_id)
    return instance.private_ip if instance is not None else target_id
