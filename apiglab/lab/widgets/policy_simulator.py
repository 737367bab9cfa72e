"""The policy simulator: a policy and a request on one side, the deciding statement on the other, as you type."""

import json
from collections.abc import Mapping
from typing import Any, Final

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, badge, element, line
from apiglab.lab.policy_simulation import PolicySimulation, simulate_policy
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.typing_panel import TypingPanel

_API: Final = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"
_POLICY: Final = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Everybody",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": f"{_API}/*/GET/*",
        },
        {
            "Sid": "NotFromHere",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": f"{_API}/*",
            "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
        },
    ],
}
_TITLE: Final = "Policy simulator"


class PolicySimulator(TypingPanel):
    """Write a policy, ask it about a request, read which statement decides. Nothing is sent or stored."""

    def __init__(
        self,
        policy: str | Mapping[str, Any] = "",
        *,
        resource: str = f"{_API}/dev/GET/pets",
        action: str = "execute-api:Invoke",
        principal: str = "",
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """``keys`` are condition keys; without a policy there is an example."""
        super().__init__(_TITLE)
        text = policy if isinstance(policy, str) and policy else json.dumps(policy or _POLICY, indent=2)
        self._policy = fields.styled(fields.area_field("Policy", text, "{}"), "apiglab-tall")
        self._action = fields.text_field("Action", action)
        self._resource = fields.text_field("Resource", resource)
        self._principal = fields.text_field("Caller's ARN", principal)
        given = {"aws:SourceIp": "198.51.100.7"} if keys is None else dict(keys)
        self._keys = fields.area_field("Condition keys (JSON)", json.dumps(given), "{}")
        asked = [self._policy, self._action, self._resource, self._principal, self._keys]
        self.answer_to(asked)
        left = fields.styled(widgets.VBox(asked), "apiglab-half")
        right = fields.styled(widgets.VBox([self._said, self._answer]), "apiglab-half")
        self.fill([fields.styled(widgets.Box([left, right]), "apiglab-halves")])
        self.guarded(self.show_or_clear)()

    @property
    def simulation(self) -> PolicySimulation:
        """What the policy in the fields says. Raises ``LabError`` where one of them cannot be read."""
        return simulate_policy(
            self._policy.value,
            self._resource.value.strip(),
            action=self._action.value.strip(),
            keys=_keys(self._keys.value),
            principal=self._principal.value.strip() or None,
        )

    def show(self) -> PolicySimulation:
        """Ask and show, at once."""
        simulation = self.simulation
        self._answer.value = element("div", simulation.to_html(), class_="apiglab")
        self.say(simulation.finding)
        return simulation

    def still(self) -> Html:
        """The request and what the policy says of it."""
        asked = line(element("code", f"{self._action.value} {self._resource.value}"))
        return element("div", asked, self._answered())

    def __repr__(self) -> str:
        try:
            told = repr(self.simulation)
        except LabError as error:
            told = f"{error.where}: {error.what}"
        return f"{_TITLE}\n{self._action.value} {self._resource.value}\n{told}"

    def _answered(self) -> Html:
        try:
            return self.simulation.to_html()
        except LabError as error:
            return line(badge("failed", "error"), f" {error.where}: {error.what}.")


def _keys(text: str) -> dict[str, str]:
    try:
        value = json.loads(text or "{}")
    except ValueError as error:
        raise LabError("Condition keys", f"this is no JSON ({error})", 'write {"aws:SourceIp": "192.0.2.1"}') from None
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise LabError("Condition keys", "this is no object of texts", 'write {"aws:SourceIp": "192.0.2.1"}')
    return value
