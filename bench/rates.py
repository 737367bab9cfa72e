"""Requests per second, as shares of the bare server's."""

from bench.deploy import signature
from bench.figure import Figure, at_least
from bench.load import run_load
from bench.ratio import in_turns
from bench.setting import Setting

CONNECTIONS = 16
SHALLOW, DEEP = 10, 2_000
"""Messages that wait in a queue before the load adds to them."""
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


def iam_signed(setting: Setting) -> list[Figure]:
    """The same Lambda proxy behind AWS_IAM, each request's signature verified and its policies asked."""
    url = setting.account.create_lambda_api(setting.hello_function, authorization_type="AWS_IAM")
    # A signature holds for five minutes, which is longer than a leg takes.
    headers = signature(url, setting.account.create_caller("caller"))
    ratio = in_turns(setting, url, setting.hello_url, connections=CONNECTIONS, headers=headers)
    return [
        Figure(
            leg="iam",
            what=f"Lambda proxy, IAM-signed, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of unguarded",
            target=at_least(0.6),
            detail=ratio.detail,
        )
    ]


def user_pool(setting: Setting) -> list[Figure]:
    """The same Lambda proxy behind a user pool, its claims in each event."""
    url, token = setting.account.create_user_pool_api(setting.hello_function)
    ratio = in_turns(setting, url, setting.hello_url, connections=CONNECTIONS, headers={"Authorization": token})
    return [
        Figure(
            leg="cognito",
            what=f"Lambda proxy, user pool's token, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of unguarded",
            target=at_least(0.6),
            detail=ratio.detail,
        )
    ]


def http_proxy(setting: Setting) -> list[Figure]:
    """An HTTP_PROXY integration before the bare server: one request in, one request out."""
    url = setting.account.create_http_api(setting.bare_url)
    ratio = in_turns(setting, url, setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="http",
            what=f"HTTP_PROXY, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of bare",
            target=at_least(0.15),
            detail=ratio.detail,
        )
    ]


def queue(setting: Setting) -> list[Figure]:
    """A message put into SQS by an integration, without a function: into a shallow queue and into a deep one."""
    rates = {}
    for depth in (SHALLOW, DEEP):
        setting.say(f"a queue of {depth:,} messages")
        name = f"orders-{depth}"
        url = setting.account.create_queue_api(name)
        setting.account.fill_queue(name, depth)
        rates[depth] = in_turns(setting, url, setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="sqs",
            what=f"SQS through an integration, {SHALLOW} messages deep",
            value=rates[SHALLOW].of_rates,
            unit="of bare",
            target=at_least(0.07),
            detail=rates[SHALLOW].detail,
        ),
        Figure(
            leg="sqs",
            what=f"SQS through an integration, {DEEP:,} deep to {SHALLOW} deep",
            value=rates[DEEP].of_rates / rates[SHALLOW].of_rates,
            unit="times",
            target=at_least(0.5),
            detail=rates[DEEP].detail,
        ),
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
