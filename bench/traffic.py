"""What traffic management costs, and what the cache saves."""

from bench.figure import Figure, at_least
from bench.rates import CONNECTIONS
from bench.ratio import in_turns
from bench.setting import Setting

OTHER_KEYS = 10_000 - 1
"""As many keys as an account may have, with the one that is used."""


def cached(setting: Setting) -> list[Figure]:
    """The Lambda proxy with a cache before it: the function runs once."""
    url = setting.account.create_lambda_api(setting.hello_function)
    setting.account.switch_on_cache(url)
    ratio = in_turns(setting, url, setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="cached",
            what=f"cache hit, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of bare",
            target=at_least(0.40),
            detail=ratio.detail,
        )
    ]


def keyed(setting: Setting) -> list[Figure]:
    """The Lambda proxy for one of 10,000 keys: limits at every level, a quota, an access log and detailed metrics."""
    url = setting.account.create_lambda_api(setting.hello_function, api_key_required=True)
    setting.say(f"{OTHER_KEYS:,} other keys")
    key = setting.account.create_plan(url, other_keys=OTHER_KEYS)
    setting.account.switch_on_monitoring(url)
    ratio = in_turns(setting, url, setting.hello_url, connections=CONNECTIONS, headers={"x-api-key": key})
    return [
        Figure(
            leg="keyed",
            what=f"Lambda proxy, one of 10,000 keys, throttled, logged and metered, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of unguarded",
            target=at_least(0.85),
            detail=ratio.detail,
        )
    ]
