"""A gateway whose callers sign: an IAM of a few lines, an API with guarded methods, and how to ask it."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from apiglab.gateway.data_plane import DataPlane
from apiglab.gateway.deployment import compile_deployment
from apiglab.gateway.identity import Identity
from apiglab.gateway.registry import Registry
from apiglab.language.policy import Policy, parse_policy
from apiglab.model.clock import Clock
from apiglab.model.http import Headers, HttpRequest, Response
from tests.gateway_builders import API_ID, FakeBackends, a_lambda_proxy, a_method, a_stage, an_api
from tests.signing import KEY, SECRET, signed

ACCOUNT, ELSEWHERE = "123456789012", "210987654321"
INVOKE = "execute-api:Invoke"
API_ARN = f"arn:aws:execute-api:us-east-1:{ACCOUNT}:{API_ID}"


def a_statement(effect: str = "Allow", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement about invoking APIs."""
    return {"Effect": effect, "Action": INVOKE, "Resource": resource, **more}


def a_policy(*statements: dict[str, Any], name: str = "ann/calls") -> Policy:
    """A policy of a user's."""
    return parse_policy({"Version": "2012-10-17", "Statement": list(statements)}, name=name)


def a_resource_policy(*statements: dict[str, Any]) -> str:
    """The document of an API's resource policy, about everybody unless a statement says otherwise."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Principal": "*", **each} for each in statements]})


def ann(*statements: dict[str, Any], **more: Any) -> Identity:
    """The user ann, with a policy of these statements."""
    account = more.pop("account_id", ACCOUNT)
    members = {
        "access_key_id": KEY,
        "secret_access_key": SECRET,
        "account_id": account,
        "arn": f"arn:aws:iam::{account}:user/ann",
        "user_id": "AIDAANN",
        "user_name": "ann",
        "policies": (a_policy(*statements),) if statements else (),
    }
    return Identity(**{**members, **more})


def a_session(*statements: dict[str, Any], **more: Any) -> Identity:
    """A session of the role reader."""
    members = {
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/s",
        "role_arn": f"arn:aws:iam::{ACCOUNT}:role/reader",
        "user_id": "AROAREADER:s",
        "user_name": None,
        "session_token": "token",
    }
    return replace(ann(*statements), **{**members, **more})


class FakeIam:
    """An IAM that knows a few callers; a key has to be found before it is known."""

    def __init__(self, *identities: Identity) -> None:
        self.identities = {identity.access_key_id: identity for identity in identities}
        self.found: dict[str, Identity] = {}

    def known(self, access_key_id: str) -> Identity | None:
        """Whoever was found before."""
        return self.found.get(access_key_id)

    async def find(self, access_key_id: str) -> Identity | None:
        """Find, and remember."""
        identity = self.identities.get(access_key_id)
        if identity is not None:
            self.found[access_key_id] = identity
        return identity


class Guarded:
    """A data plane that serves one API to callers whom an IAM knows."""

    def __init__(
        self, *identities: Identity, authorization_type: str = "AWS_IAM", clock: Clock | None = None, **api: Any
    ) -> None:
        methods = {
            path: [a_method("ANY", a_lambda_proxy(), authorization_type=authorization_type)]
            for path in ("/", "/pets", "/pets/{id}", "/{proxy+}")
        }
        self.backends = FakeBackends()
        registry = Registry()
        registry.publish(compile_deployment(an_api(methods, **api), "dep123"), a_stage())
        self.clock = clock or Clock()
        self.iam = FakeIam(*identities)
        self.plane = DataPlane(
            registry, self.backends, self.clock, random.Random(7), identities=self.iam, raise_bugs=True
        )

    async def sign(self, method: str = "GET", path: str = "/pets", **how: Any) -> Response:
        """Send a request that botocore has signed."""
        return await self.send(signed(method, f"/dev{path}", **how))

    async def send(self, request: HttpRequest) -> Response:
        """Send a request as it is."""
        return await self.plane.serve(request, api_id=API_ID, path=request.path, domain_name="127.0.0.1")

    async def get(self, path: str = "/pets", headers: Mapping[str, str] | list[tuple[str, str]] = ()) -> Response:
        """Send a request without a signature."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return await self.send(HttpRequest("GET", f"/dev{path}", "", Headers(pairs), b"", "192.0.2.7"))

    def journey(self) -> dict[str, Any]:
        """The newest request's journey."""
        newest: dict[str, Any] = self.plane.journal.recent(limit=1)[0]
        return newest

    def decision(self) -> dict[str, Any]:
        """What the newest journey says of its authorization."""
        steps: list[dict[str, Any]] = self.journey()["steps"]
        return next(step for step in steps if step["phase"] == "Authorization")

    def event(self) -> dict[str, Any]:
        """The event that the function was last given."""
        event: dict[str, Any] = json.loads(self.backends.calls[-1]["payload"])
        return event
