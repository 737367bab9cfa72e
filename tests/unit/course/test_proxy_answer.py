"""The course calls malformed what the gateway calls malformed: no more, no less."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiglab.course.proxy_answer import KEYS, malformed
from apiglab.gateway.integrations import lambda_answer
from apiglab.gateway.integrations.lambda_answer import MalformedAnswerError, read_answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 700) | st.floats(allow_nan=False) | st.text("aé1 -", max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("aX-", max_size=3), inner, max_size=2),
    max_leaves=4,
)
VALUES = {
    "statusCode": st.integers(90, 700) | st.sampled_from(["200", "201 Created", "", None, True, 200.0, "-1"]) | JSON,
    "body": st.text(max_size=3) | JSON,
    "headers": st.dictionaries(st.sampled_from(["X-A", "Content-Type", "é"]), st.text("ab\n", max_size=3) | JSON)
    | JSON,
    "multiValueHeaders": st.dictionaries(st.sampled_from(["X-A"]), st.lists(st.text("ab", max_size=3)) | JSON) | JSON,
    "isBase64Encoded": JSON,
    "status_code": JSON,
    "pets": JSON,
}
ANSWERS = st.fixed_dictionaries({}, optional=VALUES) | JSON


@given(ANSWERS)
def test_the_course_and_the_gateway_agree(answer: Any) -> None:
    """A diagnosis is given exactly where API Gateway would answer 502."""
    try:
        read_answer(json.dumps(answer).encode(), decode_base64=False)
        accepted = True
    except MalformedAnswerError:
        accepted = False

    assert (malformed(answer) is None) == accepted


def test_the_keys_are_the_gateway_s() -> None:
    """The lesson's table lists all keys there are."""
    assert set(KEYS) == lambda_answer.KEYS


@pytest.mark.parametrize(
    ("answer", "diagnosis"),
    [
        (None, "returned-nothing"),
        ("Hello", "not-a-proxy-response"),
        ([1, 2], "not-a-proxy-response"),
        ({"statuscode": 200}, "misspelt-key"),
        ({"status_code": 200}, "misspelt-key"),
        ({"header": {}}, "misspelt-key"),
        ({"pets": []}, "unknown-key"),
        ({"statusCode": "200 OK"}, "status-not-a-number"),
        ({"statusCode": True}, "status-not-a-number"),
        ({"statusCode": 42}, "malformed"),
        ({"body": {}}, "body-not-a-string"),
        ({"body": 7}, "body-not-a-string"),
        ({"headers": ["X-A: b"]}, "headers-not-a-dict"),
        ({"headers": {"X-A": 7}}, "header-not-a-string"),
        ({"multiValueHeaders": {"X-A": "b"}}, "malformed"),
        ({"isBase64Encoded": {1}}, "malformed"),
        ({"statusCode": 200, "headers": {"X-A": None}, "body": None}, None),
        ({}, None),
    ],
)
def test_each_malformation_has_its_name(answer: Any, diagnosis: str | None) -> None:
    """What is wrong is told by the rule that was broken."""
    found = malformed(answer)

    assert (found.id if found else None) == diagnosis
