"""What changes from request to request: the only mutable things of the data plane, and their time and chance."""

from apiglab.gateway.authorizer_cache import AuthorizerCache
from apiglab.gateway.identity import Identities, NoIdentities
from apiglab.gateway.pool_keys import NoPoolKeys, PoolKeys, VerifiedTokens
from apiglab.gateway.quota import UsageCounters
from apiglab.gateway.response_cache import ResponseCaches
from apiglab.gateway.token_buckets import Limit, TokenBuckets
from apiglab.gateway.usage_plans import UsagePlans
from apiglab.gateway.vpc_endpoints import NoVpcEndpoints, VpcEndpoints
from apiglab.language.sigv4_canonical import SigningKeys
from apiglab.model.clock import Chance, Clock
from apiglab.model.rest import ThrottleSettings


class Live:
    """One data plane's live state. What a deployment freezes and what a stage sets are not here."""

    __slots__ = (
        "account_limit",
        "authorizers",
        "buckets",
        "chance",
        "clock",
        "identities",
        "pool_keys",
        "responses",
        "signing_keys",
        "tokens",
        "usage",
        "usage_plans",
        "vpc_endpoints",
    )

    def __init__(
        self,
        clock: Clock,
        chance: Chance,
        identities: Identities | None = None,
        vpc_endpoints: VpcEndpoints | None = None,
        pool_keys: PoolKeys | None = None,
        usage_plans: UsagePlans | None = None,
        account_throttle: ThrottleSettings | None = None,
    ) -> None:
        self.clock = clock
        self.chance = chance
        self.identities: Identities = identities or NoIdentities()
        """Who knows the keys that requests are signed with."""
        self.signing_keys = SigningKeys()
        self.vpc_endpoints: VpcEndpoints = vpc_endpoints or NoVpcEndpoints()
        """By which private APIs are called."""
        self.authorizers = AuthorizerCache()
        self.pool_keys: PoolKeys = pool_keys or NoPoolKeys()
        """Who knows what user pools sign with."""
        self.tokens = VerifiedTokens()
        self.usage_plans = usage_plans or UsagePlans()
        """The API keys, and what they open."""
        self.usage = UsageCounters()
        self.responses = ResponseCaches()
        self.buckets = TokenBuckets()
        account = account_throttle or ThrottleSettings()
        self.account_limit = Limit(account.rate_limit, account.burst_limit)
        """What all APIs of one account and region have together."""

    def clear(self) -> None:
        """Forget everything, as a server that was just started."""
        self.signing_keys.clear()
        self.authorizers.clear()
        self.tokens.clear()
        self.usage.clear()
        self.responses.clear()
        self.buckets.clear()
