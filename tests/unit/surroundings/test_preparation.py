"""What moto would take or make up is caught before it."""

import json
import random
from typing import Any

import pytest

from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.preparation import Caller, prepare
from apiglab.surroundings.service_errors import ServiceError

START = Headers([("X-Amz-Target", "AWSStepFunctions.StartExecution")])
FORM = Headers([("Content-Type", "application/x-www-form-urlencoded")])
ROLE = "arn:aws:iam::123456789012:role/runs"


class NoMoto:
    """moto with one role and one caller."""

    def model(self, backend: str) -> Any:
        """No model is asked for here."""
        raise AssertionError(backend)

    def role_exists(self, role_arn: str) -> bool:
        """Whether it is the one role."""
        return role_arn == ROLE

    def caller_arn(self, access_key_id: str, account_id: str) -> str:
        """Whoever signs is the same."""
        return f"arn:aws:iam::{account_id}:user/{access_key_id}"


def prepared(backend: str, request: HttpRequest) -> HttpRequest:
    """``request`` as moto would see it."""
    return prepare(NoMoto(), backend, request, Caller("ann", "123456789012"), random.Random(7))


def a_start(body: bytes) -> HttpRequest:
    """StartExecution with this body."""
    return HttpRequest("POST", "/", headers=START, body=body)


def test_an_execution_without_a_name_is_given_one() -> None:
    """The rest of the request stays as it is."""
    body = json.loads(prepared("stepfunctions", a_start(b'{"input": "1"}')).body)

    assert (body["input"], len(body["name"])) == ("1", 36)


@pytest.mark.parametrize("body", [b'{"name": "mine"}', b"no json", b"[]"])
def test_any_other_execution_is_left_alone(body: bytes) -> None:
    """A name is kept; what is no request is moto's to refuse."""
    request = a_start(body)

    assert prepared("stepfunctions", request) == request


def test_a_role_that_exists_may_be_assumed() -> None:
    """The request reaches moto unchanged."""
    request = HttpRequest("POST", "/", headers=FORM, body=f"Action=AssumeRole&RoleArn={ROLE}".encode())

    assert prepared("sts", request) == request


def test_a_role_that_does_not_is_denied_to_whoever_asks() -> None:
    """AWS says who may not do what on which role."""
    request = HttpRequest("POST", "/", headers=FORM, body=f"Action=AssumeRole&RoleArn={ROLE}2".encode())

    with pytest.raises(ServiceError) as raised:
        prepared("sts", request)

    assert (raised.value.code, raised.value.status) == ("AccessDenied", 403)
    assert raised.value.message == (
        f"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole on resource: {ROLE}2"
    )
