"""A stage to be changed: its variables and settings, the deployment that it serves, and what waits for the next."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import ipywidgets as widgets
from botocore.exceptions import ClientError

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, element, line
from apiglab.lab.stage_reading import StageReading, read_stage
from apiglab.lab.undeployed import Undeployed
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.panel import Panel

SETTINGS = (
    ("Requests per second, all methods", "/*/*/throttling/rateLimit"),
    ("Burst, all methods", "/*/*/throttling/burstLimit"),
    ("Metrics, all methods", "/*/*/metrics/enabled"),
    ("Log level, all methods", "/*/*/logging/loglevel"),
    ("Caching, all methods", "/*/*/caching/enabled"),
    ("Cache seconds, all methods", "/*/*/caching/ttlInSeconds"),
    ("Cache cluster", "/cacheClusterEnabled"),
    ("Cache cluster size", "/cacheClusterSize"),
    ("Tracing", "/tracingEnabled"),
    ("Description", "/description"),
)
"""What can be set here, by the paths of UpdateStage."""


class EditingLab(Protocol):
    """What the editor needs of a lab."""

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """What a deployment would alter. Raises ``LabError`` where nobody tells."""
        ...

    def client(self, service: str) -> Any:
        """A plain boto3 client."""
        ...


class StageEditor(Panel):
    """Change a stage, deploy to it, and go back to an earlier deployment; ``reading`` is the newest look at it."""

    def __init__(self, lab: EditingLab, api_id: str, stage: str) -> None:
        super().__init__(f"Stage editor: {stage}")
        self._lab, self._place = lab, {"restApiId": api_id, "stageName": stage}
        self.reading: StageReading = read_stage(lab, api_id, stage)
        self._shown = widgets.HTML()
        variables = "\n".join(f"{name} = {value}" for name, value in sorted(self.reading.variables.items()))
        self._variables = fields.area_field("Stage variables", variables, "colour = blue")
        self._setting = fields.choice_field("Setting", SETTINGS)
        self._value = fields.text_field("Value", "")
        self._deployment = fields.choice_field("Deployment", [])
        self._show()
        rows = (
            (self._variables, ("Save", "Make these the stage's variables", self.save)),
            (self._setting, self._value, ("Set", "Give the setting this value", self.set)),
            (
                self._deployment,
                ("Serve", "Have the stage serve this deployment", self.serve),
                ("Deploy", "Freeze the API as it is now and serve it", self.deploy),
                ("Refresh", "Look at the stage again", self.refresh),
            ),
        )
        self.fill([*(fields.row(*map(self._control, row)) for row in rows), self._said, self._shown])

    def refresh(self) -> None:
        """Look at the stage again."""
        self._look()
        self.say(self.reading.told(), "note", "seen")

    def save(self) -> None:
        """Make the stage's variables those that are written, by a patch for each that differs."""
        self.reading = read_stage(self._lab, *self._place.values())
        operations = variable_patches(self.reading.variables, read_variables(self._variables.value))
        if not operations:
            self.say("The stage has these variables already.", "note")
            return
        self._patch(operations, "the variables apply from the next request on.")

    def set(self) -> None:
        """Give the chosen setting the value that is written."""
        path, value = self._setting.value, self._value.value.strip()
        self._patch([{"op": "replace", "path": path, "value": value}], f"{path} is {value}.")

    def serve(self) -> None:
        """Point the stage to the chosen deployment: how one rolls back."""
        operations = [{"op": "replace", "path": "/deploymentId", "value": self._deployment.value}]
        self._patch(operations, "")

    def deploy(self) -> None:
        """Freeze the API as it is now, and serve it from this stage."""
        self._call("create_deployment", {}, "")

    def still(self) -> Html:
        """The newest look."""
        return element("div", line(self.reading.told()), self.reading.to_html())

    def __repr__(self) -> str:
        told = [self.reading.told(), *(f"  {change}" for change in getattr(self.reading.undeployed, "changes", ()))]
        return "\n".join(["Stage editor", *told])

    def _control(self, control: Any) -> Any:
        """A control as it is, or a button of a label, an explanation and an action, which runs beside the kernel."""
        if not isinstance(control, tuple):
            return control
        label, told, action = control
        return fields.action(label, told, self._beside(action), primary=label == "Deploy")

    def _beside(self, action: Callable[[], None]) -> Callable[..., Any]:
        return self.beside(action, lambda: (self._variables.value, self._value.value))

    def _patch(self, operations: list[dict[str, str]], told: str) -> None:
        self._call("update_stage", {"patchOperations": operations}, told)

    def _call(self, name: str, arguments: Mapping[str, Any], told: str) -> None:
        """Call an operation for this stage, and look what it came to."""
        try:
            getattr(self._lab.client("apigateway"), name)(**self._place, **arguments)
        except ClientError as error:
            self.say(error.response["Error"]["Message"], "refused", "refused")
            return
        self._look()
        self.say(f"{name}: {told or self.reading.told()}", "ok", "applied")

    def _look(self) -> None:
        self.reading = read_stage(self._lab, *self._place.values())
        self._show()

    def _show(self) -> None:
        deployments = self.reading.deployments
        self._deployment.options = [(self.reading.place_of(each["id"]), each["id"]) for each in deployments]
        self._deployment.value = self.reading.stage["deploymentId"]
        self._shown.value = element("div", self.reading.to_html(), class_="apiglab")


def read_variables(text: str) -> dict[str, str]:
    """Variables as they are written, one ``name = value`` on each line."""
    variables = {}
    for number, written in enumerate(text.splitlines(), 1):
        name, equals, value = written.partition("=")
        if not written.strip():
            continue
        if not equals or not name.strip():
            where = f"Stage variables, line {number}"
            raise LabError(where, f"{written.strip()!r} is no variable", "write name = value")
        variables[name.strip()] = value.strip()
    return variables


def variable_patches(now: Mapping[str, str], wanted: Mapping[str, str]) -> list[dict[str, str]]:
    """The patches that turn variables as they are into those that are wanted."""
    gone = [{"op": "remove", "path": f"/variables/{name}"} for name in now if name not in wanted]
    differ = {name: value for name, value in wanted.items() if now.get(name) != value}
    return [*gone, *({"op": "replace", "path": f"/variables/{name}", "value": value} for name, value in differ.items())]
