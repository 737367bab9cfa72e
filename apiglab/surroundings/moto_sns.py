"""moto's SNS subscription with events as SNS sends them, handed over instead of delivered under a lock.

Imports moto's SNS, so it is itself imported once moto's is.
"""

import json
from typing import Any, ClassVar

from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.sns import models

from apiglab.surroundings.lambda_hook import LambdaEvent, Outbox

# AWS's own examples have these where a signature would stand; Lambda's events are not verified by their receivers.
# https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
_UNSIGNED = {"SignatureVersion": "1", "Signature": "EXAMPLE", "SigningCertUrl": "EXAMPLE", "UnsubscribeUrl": "EXAMPLE"}


class LabSubscription(models.Subscription):
    """A subscription whose functions and URLs are called outside of SNS."""

    outbox: ClassVar[Outbox] = Outbox()

    def publish(
        self,
        message: str,
        message_id: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        group_id: str | None = None,
        deduplication_id: str | None = None,
        message_structure: str | None = None,
    ) -> None:
        """Deliver one message, if the filter policy lets it through."""
        if self.protocol not in ("lambda", "http", "https"):
            super().publish(
                message, message_id, subject, message_attributes, group_id, deduplication_id, message_structure
            )
            return
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, message):
            return
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        if self.protocol == "lambda":
            self._invoke(message, message_id, subject, message_attributes)
        else:
            self._post(message, message_id, subject, message_attributes)

    def _invoke(self, message: str, message_id: str, subject: str | None, attributes: dict[str, Any] | None) -> None:
        notification = {
            **_UNSIGNED,
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": self.topic_arn,
            "Subject": subject,
            "Message": message,
            "Timestamp": iso_8601_datetime_with_milliseconds(),
            "MessageAttributes": attributes or {},
        }
        record = {
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.arn,
            "Sns": notification,
        }
        self.outbox.invoke(
            LambdaEvent(
                function=self.endpoint,
                account_id=self.account_id,
                region=self.endpoint.split(":")[3],
                payload=json.dumps({"Records": [record]}).encode(),
                source="sns.amazonaws.com",
                source_arn=self.topic_arn,
            )
        )

    def _post(self, message: str, message_id: str, subject: str | None, attributes: dict[str, Any] | None) -> None:
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "User-Agent": "Amazon Simple Notification Service Agent",
            "x-amz-sns-message-type": "Notification",
            "x-amz-sns-message-id": message_id,
            "x-amz-sns-topic-arn": self.topic_arn,
            "x-amz-sns-subscription-arn": self.arn,
        }
        if self.attributes.get("RawMessageDelivery") == "true":
            headers["x-amz-sns-rawdelivery"] = "true"
            body = message
        else:
            body = json.dumps(self.get_post_data(message, message_id, subject, attributes))
        self.outbox.post(self.endpoint, headers, body.encode())


def install(outbox: Outbox) -> None:
    """Have moto make subscriptions of our kind."""
    LabSubscription.outbox = outbox
    # Typed so that it can be replaced.
    module: Any = models
    module.Subscription = LabSubscription
