"""The fixed facts of one control-plane request: whose it is, where, and what the operation may reach."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.control.store import RegionStore, Store
from apiglab.gateway.data_plane import Authorized
from apiglab.gateway.errors import GatewayError
from apiglab.gateway.quota import UsageCounters
from apiglab.gateway.registry import Registry, Served
from apiglab.gateway.trace import Trace
from apiglab.model.clock import Chance, Clock
from apiglab.model.http import HttpRequest, Response

TestInvoke = Callable[[Served, HttpRequest], Awaitable[tuple[Response, Trace]]]
"""Has the data plane answer a request to an API that need not be deployed: the answer, and the request's trace."""

TestAuthorize = Callable[[Served, HttpRequest], Awaitable[tuple[Authorized | GatewayError, Trace]]]
"""Has the data plane ask the authorizer of an API that need not be deployed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request's surroundings, handed to every operation."""

    account_id: str
    region: str
    store: Store
    registry: Registry
    invoke: TestInvoke
    clock: Clock
    chance: Chance
    authorize: TestAuthorize
    flush_authorizers: Callable[[str, str], None]
    """Forgets what authorizers said on one API's stage."""
    flush_responses: Callable[[str, str], None]
    """Forgets what one stage's cache holds."""
    usage: UsageCounters
    """What API keys have used of their quotas."""
    has_certificate: Callable[[str], bool]
    """Whether ACM has a certificate of that ARN."""

    @property
    def here(self) -> RegionStore:
        """What the caller's account has in this region."""
        return self.store.region(self.account_id, self.region)

    def new_id(self, length: int) -> str:
        """A fresh identifier, lower-case letters and digits as AWS makes them."""
        return "".join(self.chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


Output = object
"""What an operation returns: a record, or a mapping by AWS's member names; None where it answers without a body.

An operation that has to wait returns an awaitable of that.
"""

Operations = Mapping[str, Any]
"""Functions by operation name; each takes a Call and, by keyword, the members of its input in snake_case."""
