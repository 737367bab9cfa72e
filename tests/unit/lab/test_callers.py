"""Requests from elsewhere, and signed as somebody else."""

from types import SimpleNamespace
from typing import Any

import pytest
import requests

from apiglab.lab import lab as lab_module
from apiglab.lab.aws_backend import AwsBackend
from apiglab.lab.errors import LabError
from apiglab.lab.lab import Lab
from apiglab.lab.send import RawTargetAdapter, compose, deliver, new_http_session
from apiglab.lab.signing import signed
from tests.unit.lab.test_exchange import an_exchange
from tests.unit.lab.test_lab import FakeBackend, backend

__all__ = ["backend"]


def test_a_request_comes_from_where_its_caller_stands(backend: FakeBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token goes along and is not shown. fact: callers.simulated"""
    given: dict[str, Any] = {}
    monkeypatch.setattr(lab_module, "deliver", lambda *_, **options: given.update(options) or an_exchange())
    lab = Lab()
    caller = lab.caller(source_ip="198.51.100.7", country="DE")

    lab.send("GET", "http://127.0.0.1:1/", caller=caller)

    assert given["unseen"] == (("X-Apiglab-Caller", "{'source_ip': '198.51.100.7', 'country': 'DE'}"),)
    assert (str(caller), "Apiglab" in repr(caller)) == ("from 198.51.100.7 in DE", False)


class Echo(RawTargetAdapter):
    """Answers every request with the headers that it has."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Answer, without a network."""
        response = requests.Response()
        response.status_code, response.raw = 200, SimpleNamespace(headers={})
        response._content = repr(dict(request.headers)).encode()
        return response


def test_unseen_headers_are_sent_and_not_shown() -> None:
    """An exchange shows what a client of AWS would have sent."""
    session = new_http_session(Echo())

    exchange = deliver(session, compose("GET", "http://127.0.0.1:1/"), timeout=5, unseen=[("X-Unseen", "1")])

    assert b"'X-Unseen': '1'" in exchange.body
    assert "X-Unseen" not in exchange.request.headers


def test_on_aws_callers_are_where_they_are() -> None:
    """fact: callers.simulated"""
    aws = AwsBackend(boto=None, region="us-east-1", account_id="1")  # type: ignore[arg-type]

    with pytest.raises(LabError, match="simulated caller"):
        aws.caller_headers({"country": "DE"})


def test_credentials_that_iam_gave_out_sign() -> None:
    """As they come out of boto3; of a session with its token."""
    request = compose("GET", "http://127.0.0.1:1/dev/")
    session = {"AccessKeyId": "ASIA1", "SecretAccessKey": "s", "SessionToken": "token"}

    by_session = signed(request, session, None, "us-east-1")

    assert "Credential=ASIA1/" in (by_session.headers.get("Authorization") or "")
    assert by_session.headers.get("X-Amz-Security-Token") == "token"
    with pytest.raises(LabError, match="SecretAccessKey"):
        signed(request, {"AccessKeyId": "AKIA1"}, None, "us-east-1")
