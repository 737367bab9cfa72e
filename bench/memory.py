"""Resident memory: of a server that idles, of one that has been used, and of its workers."""

import time
from statistics import median

import psutil  # type: ignore[import-untyped]  # its stubs are a package of their own, for three calls

from bench.deploy import Account
from bench.figure import Figure, at_most
from bench.load import run_load
from bench.servers import LAB, serve
from bench.setting import Setting

MIB = 1024 * 1024
BURST_CONNECTIONS = 64
PATIENCE = 15
"""Seconds after a burst in which workers beyond the spare ones should have gone."""
SPARE_WORKERS = 8
LISTINGS = (
    ("iam", "list_roles"),
    ("sts", "get_caller_identity"),
    ("lambda", "list_functions"),
    ("sqs", "list_queues"),
    ("sns", "list_topics"),
    ("dynamodb", "list_tables"),
    ("s3", "list_buckets"),
    ("events", "list_rules"),
    ("kinesis", "list_streams"),
    ("logs", "describe_log_groups"),
    ("cloudwatch", "list_metrics"),
    ("stepfunctions", "list_state_machines"),
)
"""Twelve services, each asked once."""


def memory(setting: Setting) -> list[Figure]:
    """A server of its own: idle, with twelve services in use, and after a burst on a function."""
    with serve(LAB) as server:
        process = psutil.Process(server.pid)
        time.sleep(1)
        idle = _resident(process)
        account = Account(server.url)
        url = account.create_lambda_api(account.create_function("hello"))
        setting.say(f"{len(LISTINGS)} services")
        for service, operation in LISTINGS:
            getattr(account.client(service), operation)()
        used = _resident(process)
        setting.say(f"a burst from {BURST_CONNECTIONS} connections")
        run_load(url, connections=BURST_CONNECTIONS, seconds=setting.pace.seconds)
        workers = [_resident(worker) for worker in process.children(recursive=True)]
        after = _resident(process)
        left = _workers_left(setting, process)
    detail = f"{len(workers)} workers, {after + sum(workers):.0f} MiB in all after {BURST_CONNECTIONS} connections"
    return [
        Figure(leg="memory", what="memory, server idle", value=idle, unit="MiB", target=at_most(90)),
        Figure(
            leg="memory",
            what=f"memory, server with {len(LISTINGS)} services in use",
            value=used,
            unit="MiB",
            target=at_most(200),
        ),
        Figure(leg="memory", what="memory, server after a burst", value=after, unit="MiB", target=at_most(200)),
        Figure(
            leg="memory",
            what="memory, one worker",
            value=median(workers) if workers else 0.0,
            unit="MiB",
            target=at_most(30),
            detail=detail,
        ),
        Figure(
            leg="memory",
            what=f"memory, workers kept {PATIENCE} s after the burst",
            value=left,
            unit="workers",
            target=at_most(SPARE_WORKERS),
        ),
    ]


def _workers_left(setting: Setting, server: psutil.Process) -> int:
    """How many worker processes are there when idle ones have had time to go."""
    setting.say("waiting for idle workers to go")
    until = time.monotonic() + PATIENCE
    while (left := len(server.children(recursive=True))) > SPARE_WORKERS and time.monotonic() < until:
        time.sleep(0.5)
    return left


def _resident(process: psutil.Process) -> float:
    """A process's resident memory in MiB."""
    size: int = process.memory_info().rss
    return size / MIB
