"""Events to try a handler with are those that API Gateway sends."""

from apiglab.course.event import proxy_event

ORDER = [
    "resource",
    "path",
    "httpMethod",
    "headers",
    "multiValueHeaders",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "pathParameters",
    "stageVariables",
    "requestContext",
    "body",
    "isBase64Encoded",
]
"""The members of AWS's event, format 1.0, in its order."""


def test_an_event_has_the_members_of_aws_s() -> None:
    """Nothing is missing and nothing is made up."""
    event = proxy_event("GET", "/pets/2", resource="/pets/{petId}", path_parameters={"petId": "2"}, query={"full": "1"})

    assert list(event) == ORDER
    assert event["resource"] == event["requestContext"]["resourcePath"] == "/pets/{petId}"
    assert event["multiValueQueryStringParameters"] == {"full": ["1"]}


def test_what_a_request_does_not_have_is_none() -> None:
    """AWS sends null, not an empty object: the handlers have to cope with it."""
    event = proxy_event("GET", "/pets")

    absent = {name for name, value in event.items() if value is None}
    assert absent == {
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    }
