"""Guards side by side: what a table says of each is read from the journeys of its requests."""

import re
from dataclasses import replace
from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange, SentRequest
from apiglab.lab.guards import compare_guards
from apiglab.lab.journey import Journey
from apiglab.model.http import Headers

FUNCTION = {"decision": "allow", "policy": "the answer of door", "statement": "1"}
USER = {"decision": "allow", "policy": "ann/may-call", "statement": "Pets"}


def decided(seconds: float, kind: str, *, outcome: str = "passed", **detail: Any) -> Exchange:
    """An exchange whose journey tells of one guard's decision."""
    step = {
        "phase": "Authorization",
        "outcome": outcome,
        "seconds": seconds,
        "reason": "authorization.cognito.expired" if outcome == "refused" else None,
        "detail": {"authorization_type": kind, **detail},
    }
    known = {"request_id": "1", "api_id": "a", "stage": "dev", "method": "GET", "path": "/", "status": 200}
    record = {**known, "seconds": 0.1, "steps": [step]}
    return Exchange(
        request=SentRequest(method="GET", url="http://h/dev", headers=Headers([]), body=b""),
        status=200,
        headers=Headers([]),
        body=b"",
        seconds=0.2,
        journey=Journey.from_json(record),
    )


def test_guards_stand_side_by_side() -> None:
    """One column for each; the first decision and the median of the others are two numbers."""
    runs = {
        "IAM": [decided(0.002, "AWS_IAM", identity_policies=USER)],
        "Lambda": [
            decided(0.09, "CUSTOM", cached=False, decided_by=FUNCTION),
            *(decided(seconds, "CUSTOM", cached=True, decided_by=FUNCTION) for seconds in (0.001, 0.003, 0.05)),
        ],
        "Cognito": [decided(seconds, "COGNITO_USER_POOLS", user_pool="p", cached=False) for seconds in (0.004, 0.001)],
    }

    compared = compare_guards(runs)

    assert [re.split(" {2,}", line) for line in repr(compared).splitlines()[:3]] == [
        ["", "IAM", "Lambda", "Cognito"],
        ["who manages identities", "AWS accounts: users, roles", "whoever gave out the token", "you, in a user pool"],
        ["who checks who it is", "API Gateway: the signature", "your function", "API Gateway: the token"],
    ]
    assert compared["Lambda"].hit_rate == 0.75
    assert compared["Lambda"].answers()[5:] == (
        "the answer of door, statement 1",
        "1 for 4 requests",
        "90.00 ms",
        "3.00 ms",
    )
    assert compared["IAM"].answers()[5:] == ("ann/may-call, statement Pets", "0 for 1 requests", "2.00 ms", "-")
    assert compared["Cognito"].answers()[5:] == ("a valid token of its pool", "0 for 2 requests", "4.00 ms", "1.00 ms")
    assert 'scope="col"' in compared._repr_html_()


def test_a_resource_policy_may_decide_for_iam() -> None:
    """Where no policy of the caller's does."""
    silent = [decided(0.002, "AWS_IAM", identity_policies={"decision": "silent"})]

    assert compare_guards({"IAM": silent})["IAM"].decided_by == "the API's resource policy"


@pytest.mark.parametrize(
    ("exchanges", "what"),
    [
        ([], "pets has no exchanges"),
        ([decided(0.1, "NONE"), decided(0.1, "AWS_IAM")], "pets has exchanges of several guards"),
        ([decided(0.1, "CUSTOM", outcome="refused")], "a request of pets was refused: authorization.cognito.expired"),
    ],
)
def test_what_cannot_be_compared_is_told(exchanges: list[Exchange], what: str) -> None:
    """Nothing, several guards under one name, and requests that were refused."""
    with pytest.raises(LabError) as refused:
        compare_guards({"pets": exchanges})

    assert refused.value.what == what


def test_without_journeys_nothing_is_compared() -> None:
    """An account of AWS tells none."""
    exchange = replace(decided(0.1, "NONE"), journey=None)

    with pytest.raises(LabError) as refused:
        compare_guards({"pets": [exchange]})

    assert refused.value.what == "a request of pets has no journey that tells of a guard"
