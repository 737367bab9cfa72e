"""What a lab's clients create is tagged and written down, and the learner's calls stay as they are."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.exceptions import ClientError

from apiglab.lab.ledger import Entry, Ledger
from apiglab.lab.recorder import Recorder

SCOPE = SimpleNamespace(region="us-east-1", account_id="111122223333")
TAGS = {"apiglab:lab": "01", "apiglab:owner": "ann"}


class Wire:
    """A boto3 session whose requests are answered here; its ledger stands in a test's own folder."""

    def __init__(self, folder: Path, tags: dict[str, str] | None = None) -> None:
        self.ledger = Ledger("01", "aws", folder)
        self.session = boto3.Session("x", "y", region_name="us-east-1")
        self.answers: list[tuple[int, str]] = []
        self.bodies: list[str] = []
        self.said: list[tuple[str, str]] = []
        Recorder(self.ledger, SCOPE, tags=tags, before_call=self._say).watch(self.session)
        self.session.events.register("before-send.*.*", self._answer)

    def _say(self, service: str, operation: str, request: dict[str, Any]) -> None:
        self.said.append((service, operation))

    def _answer(self, request: AWSRequest, **_: Any) -> AWSResponse:
        self.bodies.append((request.body or b"").decode())
        status, text = self.answers.pop(0)
        return AWSResponse(request.url, status, {"Content-Type": "application/json"}, _Raw(text))


class _Raw:
    """The body as botocore reads it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def stream(self, **_: Any) -> list[bytes]:
        """The body, in one piece."""
        return [self._text.encode()]


@pytest.fixture
def wire(tmp_path: Path) -> Wire:
    """A session of the aws backend: it tags."""
    return Wire(tmp_path, TAGS)


def test_a_creation_is_tagged_and_written_down(wire: Wire) -> None:
    """By the id in the answer and the name people know it by."""
    wire.answers = [(201, '{"id": "a1b2", "name": "pets"}')]

    wire.session.client("apigateway").create_rest_api(name="pets", tags={"apiglab:owner": "me", "team": "blue"})

    assert json.loads(wire.bodies[0])["tags"] == {"apiglab:lab": "01", "apiglab:owner": "me", "team": "blue"}
    assert wire.ledger.entries() == [Entry(kind="apigateway.CreateRestApi", key={"restApiId": "a1b2"}, label="pets")]
    assert wire.said == [("apigateway", "CreateRestApi")]


def test_tags_that_are_lists_are_lists(wire: Wire) -> None:
    """Each service has its own form: here Key and Value."""
    wire.answers = [(200, "{}")]

    wire.session.client("dynamodb").create_table(
        TableName="pets",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        Tags=[{"Key": "apiglab:lab", "Value": "mine"}],
    )

    assert json.loads(wire.bodies[0])["Tags"] == [
        {"Key": "apiglab:lab", "Value": "mine"},
        {"Key": "apiglab:owner", "Value": "ann"},
    ]


def test_without_tags_a_call_goes_out_as_it_was_written(tmp_path: Path) -> None:
    """On the local backend the ledger is enough, and the answer shows what the learner asked for."""
    wire = Wire(tmp_path)
    wire.answers = [(201, '{"id": "a1b2", "name": "pets"}')]

    wire.session.client("apigateway").create_rest_api(name="pets")

    assert json.loads(wire.bodies[0]) == {"name": "pets"}
    assert len(wire.ledger.entries()) == 1


def test_what_was_refused_or_is_a_part_is_not_written_down(wire: Wire) -> None:
    """A resource goes with its API; a name that was taken is somebody else's."""
    client = wire.session.client("apigateway")
    wire.answers = [(409, '{"message": "taken"}'), (201, '{"id": "r"}')]

    with pytest.raises(ClientError, match="taken"):
        client.create_domain_name(domainName="pets.example")
    client.create_resource(restApiId="a1b2", parentId="p", pathPart="pets")

    assert wire.ledger.entries() == []


@pytest.mark.parametrize(("status", "found", "mine"), [(200, '{"QueueUrl": "http://q/jobs"}', 0), (400, "{}", 1)])
def test_a_queue_that_was_there_before_is_not_the_lab_s(wire: Wire, status: int, found: str, mine: int) -> None:
    """CreateQueue gives an existing queue back; removing that one would be somebody's loss."""
    missing = '{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "The specified queue does not exist."}'
    wire.answers = [(status, found if status == 200 else missing), (200, '{"QueueUrl": "http://q/jobs"}')]

    wire.session.client("sqs").create_queue(QueueName="jobs")

    assert (len(wire.ledger.entries()), "apiglab:lab" in wire.bodies[1]) == (mine, bool(mine))


def test_what_the_lab_cannot_remove_is_written_down_all_the_same(wire: Wire) -> None:
    """Then its owner hears of it, and of what it is."""
    wire.answers = [(200, '{"repository": {}}')]

    wire.session.client("ecr").create_repository(repositoryName="pets")

    assert wire.ledger.entries() == [Entry(kind="ecr.CreateRepository", label="Repository")]


def test_another_region_is_remembered(wire: Wire) -> None:
    """A client may be made for another Region than the lab's."""
    wire.answers = [(201, '{"id": "a1b2", "name": "pets"}')]

    wire.session.client("apigateway", region_name="eu-west-1").create_rest_api(name="pets")

    assert [entry.region for entry in wire.ledger.entries()] == ["eu-west-1"]
