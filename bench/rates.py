"""Requests per second, as shares of the bare server's."""

from bench.figure import Figure, at_least
from bench.load import run_load
from bench.ratio import in_turns
from bench.setting import Setting

CONNECTIONS = 16
SLOW_CONNECTIONS = 64
SLOW_IDEAL = SLOW_CONNECTIONS / 0.1


def mock(setting: Setting) -> list[Figure]:
    """A MOCK integration: all of the gateway and nothing behind it."""
    ratio = in_turns(setting, setting.account.create_mock_api(), setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="mock",
            what=f"MOCK integration, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of bare",
            target=at_least(0.50),
            detail=ratio.detail,
        )
    ]


def lambda_proxy(setting: Setting) -> list[Figure]:
    """A warm Lambda proxy: the gateway, the Runtime API and a worker process."""
    ratio = in_turns(setting, setting.hello_url, setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="lambda",
            what=f"Lambda proxy, warm, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of bare",
            target=at_least(0.25),
            detail=ratio.detail,
        )
    ]


def slow_handlers(setting: Setting) -> list[Figure]:
    """Handlers that wait 100 ms each: concurrency must not be lost."""
    url = setting.account.create_lambda_api(setting.account.create_function("slow"))
    setting.say(f"starting {SLOW_CONNECTIONS} workers")
    run_load(url, connections=SLOW_CONNECTIONS, seconds=max(3, setting.pace.seconds))
    setting.say(f"{SLOW_CONNECTIONS} connections, 100 ms each")
    load = run_load(url, connections=SLOW_CONNECTIONS, seconds=setting.pace.seconds + 1)
    return [
        Figure(
            leg="slow",
            what=f"handlers of 100 ms, {SLOW_CONNECTIONS} connections",
            value=load.requests_per_second / SLOW_IDEAL,
            unit="of ideal",
            target=at_least(0.95),
            detail=f"{load.requests_per_second:,.0f}/s of {SLOW_IDEAL:,.0f}/s",
        )
    ]
