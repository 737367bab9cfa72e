"""Routing must not cost more in a large API than in a small one."""

import time
from statistics import median

from apiglab.gateway.router import Router
from bench.figure import Figure, at_most
from bench.ratio import in_turns
from bench.setting import Setting

SMALL = 10
LARGE = 300
CONNECTIONS = 16
LOOKUPS = 30_000


def router(setting: Setting) -> list[Figure]:
    """Both the look-up alone, which shows a slope at once, and a whole request, which is what a user pays."""
    setting.say("look-ups")
    turns = [(_seconds_per_lookup(LARGE), _seconds_per_lookup(SMALL)) for _ in range(setting.pace.samples)]
    small_us = median(small for _, small in turns) * 1e6
    return [
        Figure(
            leg="router",
            what=f"router, {LARGE} resources to {SMALL}, the look-up alone",
            value=median(large / small for large, small in turns),
            unit="times",
            target=at_most(1.2),
            detail=f"{small_us:.2f} µs at {SMALL} resources",
        ),
        _whole_request(setting),
    ]


def _whole_request(setting: Setting) -> Figure:
    small = setting.account.create_mock_api(SMALL)
    setting.say(f"creating {LARGE} resources")
    large = setting.account.create_mock_api(LARGE)
    ratio = in_turns(setting, large, small, connections=CONNECTIONS)
    return Figure(
        leg="router",
        what=f"router, {LARGE} resources to {SMALL}, a whole request",
        value=1 / ratio.of_rates,
        unit="times",
        target=at_most(1.2),
        detail=ratio.detail,
    )


def _seconds_per_lookup(resources: int) -> float:
    """The mean time of finding every resource of an API, static names and variables in turn."""
    shapes = ("/group-{}", "/group-{}/{{id}}", "/group-{}/{{id}}/items")
    paths = [shapes[number % 3].format(number // 3) for number in range(resources)]
    compiled = Router({path: {"GET": path} for path in paths})
    asked = [path.replace("{id}", "17") for path in paths] * (LOOKUPS // resources)
    started = time.perf_counter()
    for path in asked:
        compiled.find(path, "GET")
    return (time.perf_counter() - started) / len(asked)
