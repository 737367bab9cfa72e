"""Answers of the query protocol as JSON."""

import json
from typing import Any

import pytest

from apiglab.model.http import Headers, Response
from apiglab.surroundings.query_answer import as_json
from tests.unit.surroundings.test_service_request import model

METADATA = "<ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata>"


def answer(service: str, action: str, result: str, status: int = 200) -> Any:
    """The JSON of an answer with ``result`` in it."""
    inner = f"<{action}Result>{result}</{action}Result>" if result else ""
    xml = f'<{action}Response xmlns="http://example.com/doc/">{inner}{METADATA}</{action}Response>'
    response = as_json(Response(status, Headers((("Content-Type", "text/xml"),)), xml.encode()), model(service), action)
    assert (response.status, response.headers.get("Content-Type")) == (status, "application/json")
    return json.loads(response.body)


def test_members_without_a_value_are_null() -> None:
    """fact: aws-integration.query-json"""
    assert answer("sns", "Publish", "<MessageId>m1</MessageId>") == {
        "PublishResponse": {
            "PublishResult": {"MessageId": "m1", "SequenceNumber": None},
            "ResponseMetadata": {"RequestId": "r1"},
        }
    }


def test_an_answer_without_a_result() -> None:
    """fact: aws-integration.query-json"""
    assert answer("sqs", "DeleteMessage", "") == {"DeleteMessageResponse": {"ResponseMetadata": {"RequestId": "r1"}}}


@pytest.mark.parametrize(
    ("service", "action", "result", "document"),
    [
        (
            "sns",
            "ListTopics",
            "<Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b</TopicArn></member></Topics>",
            {"NextToken": None, "Topics": [{"TopicArn": "a"}, {"TopicArn": "b"}]},
        ),
        (
            "sns",
            "GetTopicAttributes",
            "<Attributes><entry><key>Owner</key><value>1</value></entry></Attributes>",
            {"Attributes": {"Owner": "1"}},
        ),
        (
            "sqs",
            "ListQueues",
            "<QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl>",
            {"NextToken": None, "QueueUrls": ["a", "b"]},
        ),
        (
            "sqs",
            "GetQueueAttributes",
            "<Attribute><Name>DelaySeconds</Name><Value>0</Value></Attribute>",
            {"Attributes": [{"Name": "DelaySeconds", "Value": "0"}]},
        ),
        ("sqs", "ReceiveMessage", "", None),
    ],
)
def test_lists_and_maps(service: str, action: str, result: str, document: Any) -> None:
    """SQS repeats elements, the others nest them. fact: aws-integration.query-json"""
    assert answer(service, action, result)[f"{action}Response"].get(f"{action}Result") == document


def test_errors() -> None:
    """fact: aws-integration.query-json"""
    xml = (
        "<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>a &amp; b</Message>"
        "<message>x</message></Error><RequestId>r1</RequestId></ErrorResponse>"
    )

    response = as_json(Response(404, Headers(), xml.encode()), model("sns"), "Publish")

    assert (response.status, json.loads(response.body)) == (
        404,
        {"Error": {"Code": "NotFound", "Message": "a & b", "Type": "Sender"}, "RequestId": "r1"},
    )


def test_what_is_no_xml_stays_as_it_is() -> None:
    """A message may hold characters that XML has no form for."""
    broken = Response(200, Headers(), b"<ReceiveMessageResponse>\x01</ReceiveMessageResponse>")

    assert as_json(broken, model("sqs"), "ReceiveMessage") is broken
