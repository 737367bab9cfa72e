"""A stage as it is: its deployments, variables and settings, and what waits for a deployment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, badge, element, line, table
from apiglab.lab.undeployed import Undeployed

_DEPLOYMENTS = ("Deployment", "Id", "Made", "Description", "Serves")
_VARIABLES, _SETTINGS = ("Variable", "Value"), ("Setting", "Value")
SHOWN = ("description", "cacheClusterEnabled", "cacheClusterSize", "cacheClusterStatus", "tracingEnabled")
"""The settings of a whole stage that are listed where they have a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReading:
    """One look at a stage."""

    stage: Mapping[str, Any]
    """What GetStage answered."""
    deployments: Sequence[Mapping[str, Any]]
    """The API's deployments, the newest first."""
    undeployed: Undeployed | None
    untold: str = ""
    """Why nobody tells what is not deployed."""

    @property
    def name(self) -> str:
        """The stage's name."""
        return str(self.stage["stageName"])

    @property
    def variables(self) -> dict[str, str]:
        """The stage's variables."""
        return dict(self.stage.get("variables", {}))

    @property
    def settings(self) -> list[tuple[str, str]]:
        """Every setting that has a value: the stage's, its canary's, and those of its methods."""
        of_stage = [(name, self.stage[name]) for name in SHOWN if name in self.stage]
        canary = [(f"canary {name}", value) for name, value in sorted(self.stage.get("canarySettings", {}).items())]
        of_methods = [
            (f"{key} {name}", value)
            for key, settings in sorted(self.stage.get("methodSettings", {}).items())
            for name, value in sorted(settings.items())
        ]
        return [(name, str(value)) for name, value in (*of_stage, *canary, *of_methods)]

    def told(self) -> str:
        """The finding in one sentence."""
        waiting = f"{self.undeployed.title}." if self.undeployed is not None else ""
        return f"{self.name} serves {self.place_of(self.stage['deploymentId'])}. {waiting}".strip()

    def place_of(self, deployment_id: str) -> str:
        """Which of the deployments it is, in words that are the same on every run: ``deployment 2 of 3``."""
        return f"deployment {self._number(deployment_id)} of {len(self.deployments)}"

    def to_html(self) -> Html:
        """Deployments, variables, settings and what waits, without the style sheet."""
        variables = sorted(self.variables.items())
        return element(
            "div",
            self.undeployed.to_html() if self.undeployed is not None else line(self.untold),
            table(_DEPLOYMENTS, map(self._row, self.deployments), caption="Deployments, the newest first"),
            table(_VARIABLES, variables, caption="Stage variables") if variables else line("No stage variables."),
            table(_SETTINGS, self.settings, caption="Settings"),
        )

    def _number(self, deployment_id: str) -> int:
        """The oldest has 1."""
        ids = [each["id"] for each in reversed(self.deployments)]
        return ids.index(deployment_id) + 1

    def _row(self, deployment: Mapping[str, Any]) -> tuple[object, ...]:
        id_ = deployment["id"]
        canary = self.stage.get("canarySettings", {})
        served = badge("ok", "the stage") if id_ == self.stage["deploymentId"] else ""
        if canary.get("deploymentId") == id_:
            served = element("span", served, " ", badge("note", f"the canary: {canary['percentTraffic']:g} %"))
        made = deployment["createdDate"].strftime("%Y-%m-%d %H:%M:%S")
        return str(self._number(id_)), element("code", id_), made, deployment.get("description", ""), served


def read_stage(lab: Any, api_id: str, stage: str) -> StageReading:
    """Look at a stage, by AWS's own operations, and by the lab's where there are none."""
    apis = lab.client("apigateway")
    try:
        found = apis.get_stage(restApiId=api_id, stageName=stage)
    except ClientError as error:
        message = error.response["Error"]["Message"]
        raise LabError(f"Stage {stage}", message, "deploy the API to it first: create_deployment") from None
    pages = apis.get_paginator("get_deployments").paginate(restApiId=api_id)
    deployments = [each for page in pages for each in page["items"]]
    deployments.sort(key=lambda each: each["createdDate"], reverse=True)
    try:
        undeployed, untold = lab.undeployed(api_id, stage), ""
    except LabError as error:
        undeployed, untold = None, f"{error.what}."
    return StageReading(stage=found, deployments=deployments, undeployed=undeployed, untold=untold)
