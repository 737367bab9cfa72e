"""Load for an API: at a constant rate (open model) or from N workers (closed), in a process of its own.

Which of the two? Real users do not wait for each other, so the open model tells what they feel; workers tell how much a
server can do for so many clients that do wait.
"""

from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import urlsplit

from apiglab.lab.custom_domains import CustomDomains
from apiglab.lab.load_plan import is_this_machine, plan_load, refusal
from apiglab.lab.load_process import LoadRun
from apiglab.lab.load_progress import progress_of
from apiglab.lab.load_result import LoadResult

LOOK_EVERY = 0.1


class LoadBackend(Protocol):
    """What a load needs to know of a lab's backend."""

    @property
    def kind(self) -> str:
        """``local`` or ``aws``."""
        ...

    @property
    def endpoint_url(self) -> str | None:
        """Where the services answer, or None for AWS's own endpoints."""
        ...

    @property
    def trusts_environment(self) -> bool:
        """Whether requests to it may go through the machine's proxy."""
        ...


class LoadLab(Protocol):
    """What a load needs of a lab."""

    @property
    def backend(self) -> LoadBackend:
        """Where the lab's requests go."""
        ...

    @property
    def domains(self) -> CustomDomains:
        """The custom domain names that are reached without DNS."""
        ...


def start(lab: LoadLab, method: str, url: str, **options: Any) -> LoadRun:
    """Start a load and go on; the handle stops it and has its result. ``options`` are those of ``plan_load``."""
    plan = replace(plan_load(method, url, **options), proxies=lab.backend.trusts_environment)
    there = lab.domains.stand_in(plan.url)
    if there is not None:
        plan = replace(plan, reached_at=there)
    _check_target(lab.backend, there or plan.url)
    return LoadRun(plan)


def run(lab: LoadLab, method: str, url: str, **options: Any) -> LoadResult:
    """Carry out a load and return what was measured; an interrupt ends it early and keeps what there is."""
    load = start(lab, method, url, **options)
    try:
        with progress_of(load) as progress:
            while not load.wait(LOOK_EVERY):
                progress.update()
    except KeyboardInterrupt:
        load.halt()
    finally:
        if load.running:
            load.halt()
    return load.result()


def _check_target(backend: LoadBackend, url: str) -> None:
    """Refuse to send a load to machines of other people."""
    own = urlsplit(backend.endpoint_url or "").netloc
    if is_this_machine(url) or backend.kind == "aws" or urlsplit(url).netloc == own:
        return
    raise refusal(
        f"{urlsplit(url).netloc} is not this machine, and a load on somebody else's is an attack",
        "send it to lab.url(api_id, stage, path), or use the lab of your own account: Lab(backend='aws')",
    )
