"""A Lambda proxy behind a user pool, in process, and who calls it with which token."""

from collections.abc import Mapping
from typing import Any

from joserfc.jwk import RSAKey

from apiglab.model.authorizer import Authorizer
from apiglab.model.http import Response
from apiglab.model.rest import Method
from tests.gateway_builders import FakeBackends, Served, a_lambda_proxy, a_method, a_stage, an_api
from tests.tokens import KID, POOL_ARN, a_key, access_claims, id_claims, public, signed

ID, ACCESS = signed(id_claims()), signed(access_claims())
OTHER_ARN = POOL_ARN.replace("Pool1", "Pool2")


class Pools:
    """The user pools that there are, by ARN."""

    def __init__(self) -> None:
        self.pools: dict[str, dict[str, RSAKey]] = {POOL_ARN: {KID: public(a_key())}}

    def keys_of(self, user_pool_arn: str) -> Mapping[str, RSAKey] | None:
        """One pool's keys."""
        return self.pools.get(user_pool_arn)


def an_authorizer(**members: Any) -> Authorizer:
    """An authorizer of the one pool."""
    whole: dict[str, Any] = {
        "id": "auth01",
        "name": "keepers",
        "type": "COGNITO_USER_POOLS",
        "provider_arns": (POOL_ARN,),
        "identity_source": "method.request.header.Authorization",
    }
    return Authorizer(**{**whole, **members})


def guarded(*, scopes: tuple[str, ...] = (), authorizer: Authorizer | None = None, **api: Any) -> tuple[Served, Pools]:
    """A Lambda proxy behind a user pool, and the pools."""
    method: Method = a_method(
        "GET",
        a_lambda_proxy(),
        authorization_type="COGNITO_USER_POOLS",
        authorizer_id="auth01",
        authorization_scopes=scopes or None,
    )
    variables = api.pop("variables", None)
    snapshot = an_api({"/pets": [method]}, authorizers=(authorizer or an_authorizer(),), **api)
    served, pools = Served(snapshot, FakeBackends(), a_stage(variables=variables)), Pools()
    served.plane.live.pool_keys = pools
    return served, pools


async def ask(pets: Served, token: str | None, header: str = "Authorization") -> Response:
    """A call with a token."""
    return await pets.ask("GET", "/pets", headers={} if token is None else {header: token})


def reason(pets: Served) -> str | None:
    """Why the newest request was refused."""
    found: str | None = pets.journey()["reason"]
    return found


def authorization(pets: Served) -> dict[str, Any]:
    """What the newest journey tells of its authorization."""
    steps = {step["phase"]: step for step in pets.journey()["steps"]}
    told: dict[str, Any] = steps["Authorization"]["detail"]
    return told
