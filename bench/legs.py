"""The legs of the bench, in the order they run."""

from collections.abc import Callable

from bench.figure import Figure
from bench.latency import cold_start, one_connection
from bench.memory import memory
from bench.peer import serverless_offline
from bench.rates import http_proxy, iam_signed, lambda_proxy, mock, queue, slow_handlers, user_pool
from bench.router import router
from bench.setting import Setting
from bench.starting import import_apiglab, serve_ready
from bench.templates import templates
from bench.traffic import cached, keyed

Leg = Callable[[Setting], list[Figure]]

LEGS: dict[str, Leg] = {
    "mock": mock,
    "lambda": lambda_proxy,
    "iam": iam_signed,
    "cognito": user_pool,
    "http": http_proxy,
    "sqs": queue,
    "cached": cached,
    "keyed": keyed,
    "single": one_connection,
    "cold": cold_start,
    "serve": serve_ready,
    "import": import_apiglab,
    "slow": slow_handlers,
    "memory": memory,
    "router": router,
    "templates": templates,
    "peer": serverless_offline,
}
