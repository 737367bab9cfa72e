"""moto's EventBridge rule with the targets that moto lacks, and with no target that would be silently forgotten.

Imports moto's EventBridge, so it is itself imported once moto's is.
"""

import base64
import copy
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from moto.events import models
from moto.events.utils import EventTemplateParser
from moto.utilities.arns import parse_arn

from apiglab.surroundings.lambda_hook import LambdaEvent, Outbox
from apiglab.surroundings.service_errors import not_implemented

_MOTO_S = {("logs", "log-group"), ("events", None), ("events", "event-bus"), ("sqs", None)}


class LabRule(models.Rule):
    """A rule that sends to functions, topics, streams and state machines too."""

    outbox: ClassVar[Outbox] = Outbox()

    def put_targets(self, targets: list[dict[str, Any]]) -> None:
        """Add targets; one that would get nothing is refused by name."""
        for target in targets:
            arn = parse_arn(target["Arn"])
            if (arn.service, arn.resource_type) not in _MOTO_S and arn.service not in _OURS:
                raise not_implemented(f"EventBridge targets such as {target['Arn']}")
        super().put_targets(targets)

    def send_to_targets(self, original_event: Any, transform_input: bool = True) -> None:  # noqa: FBT001, FBT002 # moto's
        """Send an event to every target, if it matches the pattern."""
        # moto lets a rule that has a schedule and no pattern match every event.
        if not self.event_pattern.get_pattern() or self.state != "ENABLED":
            return
        rest = copy.copy(self)
        rest.targets = [target for target in self.targets if parse_arn(target["Arn"]).service not in _OURS]
        super(LabRule, rest).send_to_targets(original_event, transform_input)
        if self.event_pattern.matches_event(original_event):
            for target in self.targets:
                if send := _OURS.get(parse_arn(target["Arn"]).service):
                    send(self, target, json.dumps(_input(target, original_event)))


def _as_sent(event: Any) -> dict[str, Any]:
    """An event with AWS's members: its time in words, and nothing of moto's."""
    sent = {name: value for name, value in event.items() if name != "ingestion-time"}
    moment = datetime.fromtimestamp(float(event["time"]), UTC)
    return {**sent, "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _input(target: dict[str, Any], event: Any) -> Any:
    """What a target gets: its constant, a part of the event, a text made of parts, or all of the event."""
    sent = _as_sent(event)
    if "Input" in target:
        return json.loads(target["Input"])
    if "InputTransformer" in target:
        made = target["InputTransformer"]
        parsed: Any = {**sent, "ingestion-time": event["ingestion-time"]}
        return EventTemplateParser.parse(made.get("InputTemplate"), made.get("InputPathsMap", {}), parsed)
    for name in (target.get("InputPath") or "$").split(".")[1:]:
        sent = sent[name] if isinstance(sent, dict) else {}
    return sent


def _to_function(rule: LabRule, target: dict[str, Any], message: str) -> None:
    rule.outbox.invoke(
        LambdaEvent(
            function=target["Arn"],
            account_id=rule.account_id,
            region=rule.region_name,
            payload=message.encode(),
            source="events.amazonaws.com",
            source_arn=rule.arn,
        )
    )


def _to_topic(rule: LabRule, target: dict[str, Any], message: str) -> None:
    from moto.sns.models import sns_backends

    sns_backends[rule.account_id][rule.region_name].publish(message, arn=target["Arn"])


def _to_stream(rule: LabRule, target: dict[str, Any], message: str) -> None:
    from moto.kinesis.models import kinesis_backends

    stream = kinesis_backends[rule.account_id][rule.region_name].describe_stream(target["Arn"], None)
    stream.put_record(rule.name, "", base64.b64encode(message.encode()).decode())


def _to_state_machine(rule: LabRule, target: dict[str, Any], message: str) -> None:
    from moto.stepfunctions.responses import get_backend

    name = str(uuid.uuid4())
    get_backend(rule.account_id, rule.region_name).start_execution(target["Arn"], name, message)


_OURS: dict[str, Callable[[LabRule, dict[str, Any], str], None]] = {
    "lambda": _to_function,
    "sns": _to_topic,
    "kinesis": _to_stream,
    "states": _to_state_machine,
}


def install(outbox: Outbox) -> None:
    """Have moto make rules of our kind."""
    LabRule.outbox = outbox
    # Typed so that it can be replaced.
    module: Any = models
    module.Rule = LabRule
