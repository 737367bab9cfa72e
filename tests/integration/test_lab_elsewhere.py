"""A lab whose requests come from elsewhere, signed as somebody else, and through a distribution of its own."""

import json
from collections.abc import Iterator

import pytest

from apiglab import CacheRule, Lab
from apiglab.lab.errors import LabError
from tests.integration.lab_server import a_user

pytestmark = pytest.mark.slow
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab on the local backend, with a server of its own."""
    with a_user(tmp_path_factory.mktemp("lab")):
        made = Lab()
        yield made
        made.cleanup()


def an_api(lab: Lab, authorization_type: str, *statements: dict[str, object]) -> str:
    """A deployed API whose root tells its caller and where it comes from; its URL."""
    gateway = lab.client("apigateway")
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    api = gateway.create_rest_api(name="elsewhere", **({"policy": policy} if statements else {}))
    at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType=authorization_type)
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    tells = "$context.identity.userArn $context.identity.sourceIp $input.params('CloudFront-Viewer-Country')"
    gateway.put_integration_response(**at, statusCode="200", responseTemplates={"application/json": tells})
    gateway.create_deployment(restApiId=api["id"], stageName="dev")
    return lab.url(api["id"], "dev")


def test_requests_come_from_another_address_and_country(lab: Lab) -> None:
    """The exchange shows no trace of how that was done. fact: callers.simulated"""
    near = {**EVERYBODY, "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}
    url = an_api(lab, "NONE", near)
    caller = lab.caller(source_ip="198.51.100.7", country="DE")

    refused, allowed = lab.send("GET", url), lab.send("GET", url, caller=caller)

    assert (refused.status, allowed.status, allowed.text) == (403, 200, " 198.51.100.7 DE")
    assert "X-Apiglab-Caller" not in allowed.request.headers
    assert allowed.headers.get("X-Cache") == "Miss from cloudfront"
    assert "authorization.resource_policy.not_allowed" in repr(lab.explain(refused))


def test_requests_are_signed_as_who_they_are_of(lab: Lab) -> None:
    """The lab's own keys, a user's, and nobody's. fact: iam.context"""
    url = an_api(lab, "AWS_IAM")
    iam = lab.client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
    before = lab.send("GET", url, auth=key)
    iam.put_user_policy(
        UserName="ann", PolicyName="calls", PolicyDocument=json.dumps({"Statement": [allow], "Version": "2012-10-17"})
    )

    assert (before.status, lab.send("GET", url).status) == (403, 403)
    assert lab.send("GET", url, auth=key).text.startswith("arn:aws:iam::123456789012:user/ann ")
    assert lab.send("GET", url, auth="iam").text.startswith("arn:aws:iam::123456789012:root ")


def test_a_distribution_stands_before_an_api(lab: Lab) -> None:
    """It keeps answers by the lab's time, and ends with the lab."""
    front = lab.distribution("front", an_api(lab, "NONE"), CacheRule(ttl=60))

    first, again = lab.send("GET", f"{front.url}/"), lab.send("GET", f"{front.url}/")
    lab.clock.advance(minutes=2)
    later = lab.send("GET", f"{front.url}/")
    lab.clock.reset()

    assert [each.headers.get("X-Cache") for each in (first, again, later)] == [
        "Miss from cloudfront",
        "Hit from cloudfront",
        "Miss from cloudfront",
    ]
    assert (front.hits, front.misses, front.invalidate()) == (1, 2, 1)
    lab.cleanup()
    with pytest.raises(LabError, match="nothing answers"):
        lab.send("GET", f"{front.url}/")
