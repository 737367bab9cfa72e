"""A load on a stage with a canary: share and error rate of each arm live, and the ways out of it."""

from collections.abc import Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError

from apiglab.lab import load
from apiglab.lab.backend import api_and_stage
from apiglab.lab.canary_arms import ArmSplit
from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, element, line
from apiglab.lab.load_live import LiveLoad, finished_load
from apiglab.lab.load_process import LoadRun
from apiglab.lab.load_result import LoadResult
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.load_panel import LoadPanel

SHARE = "/canarySettings/percentTraffic"
PROMOTION = (
    {"op": "replace", "path": SHARE, "value": "0.0"},
    {"op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables"},
    {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
)
"""The canary becomes the stage: fact: control.canary-defaults"""
ROLLBACK = ({"op": "remove", "path": "/canarySettings"},)


class ArmsBackend(load.LoadBackend, Protocol):
    """A backend that may know the arm of each request."""

    def arms(self, api_id: str, stage: str) -> Mapping[str, bool | None]:
        """Whether the canary served each request, by id. Raises ``LabError`` where nobody tells."""
        ...


class ReleasingLab(load.LoadLab, Protocol):
    """What the panel needs of a lab."""

    @property
    def backend(self) -> ArmsBackend:
        """Where the lab's requests go."""
        ...

    def client(self, service: str) -> Any:
        """A plain boto3 client."""
        ...


class CanaryLab(LoadPanel):
    """Send a load to a stage that has a canary, compare both arms, then promote the canary or roll it back.

    ``result`` is the newest load's, ``split`` its requests by arm. Arms are the local AWS's to tell; on an account the
    panel shows the load alone.
    """

    def __init__(
        self,
        lab: ReleasingLab,
        url: str = "",
        *,
        rate: float = 20.0,
        seconds: int = 10,
        percent: float = 10.0,
        **more: Any,
    ) -> None:
        super().__init__(lab, url, rate=rate, seconds=seconds, title="Canary lab", **more)
        self._backend, self._apis = lab.backend, lab.client("apigateway")
        self.split = ArmSplit()
        self._percent = fields.number_field("Canary's share in per cent", percent, 0.0, 100.0)
        buttons = (
            fields.action("Apply", "Send this share to the canary", self._beside(self.apply)),
            fields.action(
                "Promote", "Make the canary's deployment and variables the stage's", self._beside(self.promote)
            ),
            fields.action("Roll back", "Remove the canary: the stage serves everything", self._beside(self.roll_back)),
        )
        self.fill([fields.row(self._percent, *buttons), *self.widget.children[1:]])

    def apply(self) -> None:
        """Give the canary the share that the field says; it holds for a load that runs already."""
        share = f"{self._percent.value:g}"
        self._patch([{"op": "replace", "path": SHARE, "value": share}], f"{share} % go to the canary.")

    def promote(self) -> None:
        """Make the canary's deployment and variables the stage's, as AWS's console does: by copying."""
        self._patch(list(PROMOTION), "the stage serves what the canary served; the canary gets nothing.")

    def roll_back(self) -> None:
        """Remove the canary; the stage serves what it served before."""
        self._patch(list(ROLLBACK), "the canary is gone, the stage serves everything.")

    def follow(self, run: LoadRun) -> None:
        """Begin with no arms, and look once more when it is over."""
        self.split = ArmSplit()
        super().follow(run)
        self._watch(run)

    def look(self, run: LoadRun, live: LiveLoad) -> Html:
        """Share and errors of each arm over the load's rates."""
        self._watch(run)
        return self._pictures(live)

    def finished(self, result: LoadResult) -> Html:
        """The same, to the end."""
        return element("div", self._pictures(finished_load(result)), self.split.to_html() if self.split.seen else "")

    def still(self) -> Html:
        """The newest load; before the first one, the load that is ready to start."""
        if self.result is not None:
            return element("div", self.finished(self.result), line(self.result.alt_text))
        return line("Canary lab: ", element("code", self._target()), " · run this notebook to start it.")

    def __repr__(self) -> str:
        if self.result is None:
            return f"Canary lab: {self._target()}\nrun this notebook to start it"
        return f"Canary lab: {self._target()}\n{self.split if self.split.seen else self.result.alt_text}"

    def _watch(self, run: LoadRun) -> None:
        try:
            arms = self._backend.arms(*api_and_stage(self.draft["url"]))
        except LabError:
            return  # an account tells nobody, and a custom domain name names no stage
        self.split.take(run.measured, arms)

    def _pictures(self, live: LiveLoad) -> Html:
        arms = self.split.picture(live.span) if self.split.seen else line("Only the local AWS tells who served what.")
        return element("div", arms, live.rates())

    def _beside(self, action: Any) -> Any:
        return self.beside(action, lambda: (self._url.value, self._percent.value))

    def _patch(self, operations: list[dict[str, str]], told: str) -> None:
        api_id, stage = api_and_stage(self.draft["url"])
        try:
            self._apis.update_stage(restApiId=api_id, stageName=stage, patchOperations=operations)
        except ClientError as error:
            self.say(error.response["Error"]["Message"], "refused", "refused")
            return
        self.say(f"update_stage: {told}", "ok", "applied")
