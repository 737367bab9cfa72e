"""Tags of REST APIs and stages."""

from typing import Any

import pytest

from tests.control_client import Plane, Refusal, a_stage, bad_request, not_found, refusal


def _arns(client: Any) -> dict[str, str]:
    stage = a_stage(client)
    api = f"arn:aws:apigateway:us-east-1::/restapis/{stage['restApiId']}"
    return {"api": api, "stage": f"{api}/stages/dev"}


@pytest.mark.parametrize("kind", ["api", "stage"])
def test_tags_come_and_go(kind: str, client: Any) -> None:
    """Added to what is there, replaced by key, taken away by key."""
    arn = _arns(client)[kind]

    client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "1"})
    client.tag_resource(resourceArn=arn, tags={"b": "2", "c": "2"})
    client.untag_resource(resourceArn=arn, tagKeys=["a", "nope"])

    assert client.get_tags(resourceArn=arn)["tags"] == {"b": "2", "c": "2"}


def test_tags_show_in_what_they_are_on(control_plane: Plane) -> None:
    """And a tagged stage goes on being served."""
    client = control_plane.client
    arns = _arns(client)
    api_id = arns["api"].rpartition("/")[2]

    client.tag_resource(resourceArn=arns["api"], tags={"on": "api"})
    client.tag_resource(resourceArn=arns["stage"], tags={"on": "stage"})

    assert client.get_rest_api(restApiId=api_id)["tags"] == {"on": "api"}
    assert client.get_stage(restApiId=api_id, stageName="dev")["tags"] == {"on": "stage"}
    assert control_plane.registry.find(api_id, "dev") is not None


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("nonsense", bad_request("Invalid ARN specified in the request")),
        ("arn:aws:apigateway:eu-central-1::/restapis/x", bad_request("Invalid ARN specified in the request")),
        (
            "arn:aws:apigateway:us-east-1::/restapis/abcde0",
            not_found("Invalid API identifier specified 123456789012:abcde0"),
        ),
        ("arn:aws:apigateway:us-east-1::/portals/x", bad_request("apiglab does not have tags of portals yet.")),
    ],
)
def test_what_cannot_be_tagged_is_refused(arn: str, expected: Refusal, client: Any) -> None:
    """No ARN, one of another region, of nothing, or of what is not built."""
    assert refusal(client.tag_resource, resourceArn=arn, tags={"a": "b"}) == expected


@pytest.mark.parametrize("tag", [{"": "x"}, {"aws:x": "y"}, {"k" * 129: "x"}, {"k": "v" * 257}, {"k": None}])
def test_a_tag_that_cannot_be_is_refused(tag: dict[str, str], client: Any) -> None:
    """On creation as later; keys of AWS's own cannot be given. fact: control.chosen-texts"""
    expected = bad_request(f"Invalid tag specified: {next(iter(tag))}")

    assert refusal(client.tag_resource, resourceArn=_arns(client)["api"], tags=tag) == expected
    assert refusal(client.create_rest_api, name="pets", tags=tag) == expected


def test_a_resource_has_at_most_fifty_tags(client: Any) -> None:
    """Counted with those it has. fact: control.chosen-texts"""
    arn = _arns(client)["api"]
    client.tag_resource(resourceArn=arn, tags={str(number): "x" for number in range(50)})

    assert refusal(client.tag_resource, resourceArn=arn, tags={"one": "more"}) == bad_request(
        "Number of tags exceeds the maximum allowed: 50"
    )
