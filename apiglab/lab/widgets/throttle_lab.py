"""A load against a limit: the bucket's level live, what was let through or refused, and the limit to change."""

from typing import Any, Protocol

from botocore.exceptions import ClientError

from apiglab.lab import load
from apiglab.lab.bucket_levels import BucketLevels
from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, element, line
from apiglab.lab.journey import Journey
from apiglab.lab.load_live import LiveLoad, finished_load
from apiglab.lab.load_measurements import in_order
from apiglab.lab.load_process import LoadRun
from apiglab.lab.load_result import LoadResult
from apiglab.lab.load_text import counts_text
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.load_panel import LoadPanel

MOST_TOKENS_A_SECOND, MOST_BURST = 10_000.0, 5_000
"""The account's own limit: a plan cannot let through more."""


class JourneyBackend(load.LoadBackend, Protocol):
    """A backend that may know the way of a request."""

    def journey(self, request_id: str) -> Journey:
        """The journey of one request. Raises ``LabError`` where there is none to tell."""
        ...


class ThrottledLab(load.LoadLab, Protocol):
    """What the panel needs of a lab."""

    @property
    def backend(self) -> JourneyBackend:
        """Where the lab's requests go."""
        ...

    def client(self, service: str) -> Any:
        """A plain boto3 client."""
        ...


class ThrottleLab(LoadPanel):
    """Send a load with a key, see its bucket empty and fill, and change the plan's limit in the middle of it.

    ``result`` is the newest load's, ``levels`` what its buckets held. Buckets are the local AWS's to tell; on an
    account the panel shows what was let through and what was refused.
    """

    def __init__(
        self,
        lab: ThrottledLab,
        url: str = "",
        *,
        plan_id: str | None = None,
        key: str | None = None,
        rate: float = 10.0,
        seconds: int = 10,
        **more: Any,
    ) -> None:
        headers = [*more.pop("headers", ()), *((("x-api-key", key),) if key is not None else ())]
        super().__init__(lab, url, rate=rate, seconds=seconds, headers=headers, title="Throttle lab", **more)
        self._backend, self._apis = lab.backend, lab.client("apigateway")
        self._plan_id = plan_id
        self._journeys = True
        self.levels = BucketLevels()
        if plan_id is not None:
            self._offer_limit(plan_id)

    def apply(self) -> None:
        """Give the usage plan the limit that the fields say; it holds for a load that runs already."""
        if self._plan_id is None:
            raise LabError("Throttle lab", "no usage plan was named", "lab.throttle_lab(url, plan_id=…)")
        self.in_background(self._change)

    def follow(self, run: LoadRun) -> None:
        """Begin with no readings."""
        self.levels, self._journeys = BucketLevels(), True
        super().follow(run)

    def look(self, run: LoadRun, live: LiveLoad) -> Html:
        """The buckets' levels, and what was let through and refused, over the same time."""
        newest = run.measured[-1]
        if self._journeys and newest.request_id is not None:
            try:
                self.levels.take(newest.started, self._backend.journey(newest.request_id))
            except LabError:
                # On an account nobody tells; here a journey may have made room for newer ones already.
                self._journeys = self._backend.kind == "local"
        return self._pictures(live)

    def finished(self, result: LoadResult) -> Html:
        """The same, to the end."""
        return self._pictures(finished_load(result))

    def still(self) -> Html:
        """The newest load; before the first one, the load that is ready to start."""
        if self.result is not None:
            return element("div", self.finished(self.result), line(self._told(self.result)))
        return line("Throttle lab: ", element("code", self._target()), " · run this notebook to start it.")

    def __repr__(self) -> str:
        told = self._told(self.result) if self.result is not None else "run this notebook to start it"
        return f"Throttle lab: {self._target()}\n{told}"

    def _pictures(self, live: LiveLoad) -> Html:
        buckets = (self.levels.picture(live.span),) if self.levels.seen else ()
        return element("div", *buckets, live.rates())

    def _told(self, result: LoadResult) -> str:
        refused, sent = result.status_counts.get(429, 0), sum(result.status_counts.values())
        return f"{refused:,} of {sent:,} refused with 429; in all: {counts_text(in_order(result.status_counts))}."

    def _offer_limit(self, plan_id: str) -> None:
        """Put the plan's limit above the load, to be changed."""
        limit = self._apis.get_usage_plan(usagePlanId=plan_id).get("throttle", {})
        tokens, burst = float(limit.get("rateLimit", MOST_TOKENS_A_SECOND)), int(limit.get("burstLimit", MOST_BURST))
        self._tokens = fields.number_field("Tokens per second", tokens, 0.0, MOST_TOKENS_A_SECOND)
        self._burst = fields.number_field("Burst", burst, 0, MOST_BURST)
        self._apply = fields.action("Apply", "Give the usage plan this limit", self.guarded(self.apply))
        self.fill([fields.row(self._tokens, self._burst, self._apply), *self.widget.children[1:]])

    def _change(self) -> None:
        self.settle(lambda: (self._tokens.value, self._burst.value))
        wanted = {"rateLimit": str(self._tokens.value), "burstLimit": str(self._burst.value)}
        operations = [{"op": "replace", "path": f"/throttle/{name}", "value": value} for name, value in wanted.items()]
        try:
            self._apis.update_usage_plan(usagePlanId=self._plan_id, patchOperations=operations)
        except ClientError as error:
            self.say(error.response["Error"]["Message"], "refused", "refused")
            return
        self.say(f"update_usage_plan: {wanted['rateLimit']} a second, {wanted['burstLimit']} at once.", "ok", "applied")
