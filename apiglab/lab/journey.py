"""A journey: what each phase of the gateway did with one request, and why it ended as it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.lab.html import Html, Tone, badge, details, element, line, link, page, table
from apiglab.lab.journey_messages import Messages, messages_of
from apiglab.lab.pipeline import pipeline
from apiglab.lab.statuses import status_name
from apiglab.lab.veil import veiled_text

TONES: Mapping[str, Tone] = {"passed": "ok", "refused": "refused", "failed": "failed", "skipped": "idle"}
MARKS: Mapping[str, str] = {"passed": "+", "refused": "x", "failed": "!", "skipped": "-"}
"""What stands for an outcome in plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStep:
    """One phase's part in a journey."""

    phase: str
    outcome: str
    """``passed``, ``refused``, ``failed`` or ``skipped``."""
    reason: str | None = None
    """Which of the phase's ways to end this was: ``routing.no_match``."""
    seconds: float = 0.0
    docs: str = ""
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Journey:
    """One request's way through API Gateway, phase by phase."""

    request_id: str
    api_id: str
    stage: str
    method: str
    path: str
    resource_path: str | None
    status: int
    seconds: float
    reason: str | None
    response_type: str | None
    steps: tuple[JourneyStep, ...]
    record: Mapping[str, Any]
    """The whole record as the server keeps it: with the messages, the deployment, and the lab's time."""

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Journey":
        """A journey from one entry of the server's ``/_apiglab/requests``."""
        steps = tuple(
            JourneyStep(
                phase=step["phase"],
                outcome=step["outcome"],
                reason=step.get("reason"),
                seconds=step.get("seconds") or 0.0,
                docs=step.get("docs") or "",
                detail=step.get("detail") or {},
            )
            for step in record["steps"]
        )
        return cls(
            request_id=record["request_id"],
            api_id=record["api_id"],
            stage=record["stage"],
            method=record["method"],
            path=record["path"],
            resource_path=record.get("resource_path"),
            status=record["status"],
            seconds=record["seconds"],
            reason=record.get("reason"),
            response_type=record.get("response_type"),
            steps=steps,
            record=record,
        )

    @property
    def ended_at(self) -> JourneyStep | None:
        """The phase that refused the request or failed it, or None where every phase let it pass."""
        return next((step for step in self.steps if step.outcome in ("refused", "failed")), None)

    def __repr__(self) -> str:
        width = max((len(step.phase) for step in self.steps), default=0)
        lines = [f"{MARKS.get(step.outcome, '?')} {step.phase:<{width}}  {_in_words(step)}" for step in self.steps]
        return "\n".join([f"Journey of {self.method} {self.path} → {self.status}", *lines])

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The pipeline as HTML, without the style sheet: for a place in a larger output."""
        # Where the journey ended early, its details are what a learner looks for.
        opened = "" if self.ended_at else None
        phases = element("details", element("summary", "Each phase"), self.steps_table(), open=opened)
        messages = details("What was sent and answered, before and after each mapping", self.messages.to_html())
        return element("div", self.picture(), self.summary(), phases, messages)

    @property
    def messages(self) -> Messages:
        """Headers and bodies on both sides of each mapping, as far as the request came."""
        return messages_of(self.record, self.method, self.path, self.status)

    def picture(self) -> Html:
        """The phases as an inline SVG, with the way the answer took."""
        return pipeline(f"{self.method} {self.path}", status_name(self.status), self.steps)

    def summary(self) -> Html:
        """One line: where the journey ended and why."""
        end = self.ended_at
        took = f"{self.seconds * 1000:.1f} ms in the gateway"
        if end is None:
            return line(f"Every phase let it pass, {took}.")
        reason = element("code", end.reason or self.reason or "no reason given")
        return line(badge(TONES[end.outcome], f"{end.outcome} at {end.phase}"), " ", reason, f", {took}.")

    def steps_table(self) -> Html:
        """Every phase with its outcome, the reason for it, its time and AWS's page about it."""
        rows = [
            (
                link(step.phase, step.docs) if step.docs else step.phase,
                badge(TONES.get(step.outcome, "idle"), step.outcome),
                _explained(step),
                f"{step.seconds * 1000:.2f} ms",
            )
            for step in self.steps
        ]
        return table(("Phase", "Outcome", "Why", "Time"), rows)


def _in_words(step: JourneyStep) -> str:
    return f"{step.outcome}: {step.reason}" if step.reason else step.outcome


def _explained(step: JourneyStep) -> Html:
    reason = element("code", step.reason) if step.reason else Html("")
    if not step.detail:
        return reason
    entries = (_detail(key, value) for key, value in step.detail.items() if value is not None)
    return element("div", reason, details("details", *entries))


def _detail(key: str, value: object) -> Html:
    name = element("code", key)
    if key.endswith("_seconds") and isinstance(value, int | float):
        return line(name, f": {value * 1000:.2f} ms")
    return line(name, f": {veiled_text(_plain(value))}")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_plain(item)}" for key, item in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value)) or "none"
    return str(value)
