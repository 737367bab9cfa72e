"""What the next deployment would change."""

from dataclasses import replace
from typing import Any

import pytest

from apiglab.control.undeployed import Change, undeployed
from apiglab.model.authorizer import Authorizer
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import GatewayResponse, IntegrationResponse, Method, Model, RestApiSnapshot
from tests.gateway_builders import a_lambda_proxy, a_method, a_mock, an_api

PROXY = a_lambda_proxy()
GATE = Authorizer(id="a1", name="gate", type="TOKEN", authorizer_result_ttl_in_seconds=300)
PET = Model(id="m1", name="Pet", schema="{}")


def _differs(old: Method, new: Method, **standing: Any) -> list[Change]:
    return undeployed(an_api({"/pets": [old]}), replace(an_api({"/pets": [new]}), **standing))


def _with_responses(**members: Any) -> Method:
    return a_method("GET", a_mock(responses={"200": IntegrationResponse(status_code="200", **members)}))


def test_an_api_that_was_just_deployed_has_none() -> None:
    """Nothing changed, nothing is told. fact: undeployed.what-counts"""
    assert _differs(a_method(), a_method()) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            a_method("GET", PROXY),
            a_method("GET", replace(PROXY, timeout_in_millis=5000)),
            ("integration timeout", "29000", "5000"),
        ),
        (a_method(), a_method(api_key_required=True), ("api key required", "false", "true")),
        (replace(a_method(), method_integration=None), a_method(), ("integration", None, "")),
        (
            _with_responses(),
            _with_responses(response_templates=FrozenMap({"application/json": "{}"})),
            ("integration response 200 template application/json", None, "{}"),
        ),
        (
            a_method(request_models=FrozenMap({"application/json": "Pet"})),
            a_method(),
            ("request model application/json", "Pet", None),
        ),
    ],
)
def test_each_member_of_a_method_that_differs_is_told(
    old: Method, new: Method, expected: tuple[str, str | None, str | None]
) -> None:
    """By the names that AWS's console has, with both values."""
    assert _differs(old, new) == [Change("GET /pets", *expected)]


def test_what_comes_and_what_goes_is_told_whole() -> None:
    """A resource, a method: not member by member."""
    served = an_api({"/pets": [a_method("GET"), a_method("POST")]})
    standing = an_api({"/pets": [a_method("GET")], "/cats": [a_method("GET")]})

    assert undeployed(served, standing) == [
        Change("/cats", "", None, ""),
        Change("GET /cats", "", None, ""),
        Change("POST /pets", "", "", None),
    ]


def test_a_method_names_its_authorizer() -> None:
    """Its id alone would tell nobody anything."""
    guarded = a_method(authorization_type="CUSTOM", authorizer_id="a1")

    assert _differs(a_method(), guarded, authorizers=(GATE,)) == [
        Change("GET /pets", "authorization type", "NONE", "CUSTOM"),
        Change("GET /pets", "authorizer", None, "gate (a1)"),
        Change("authorizer gate", "", None, ""),
    ]


def test_what_hangs_below_the_api_is_compared_too() -> None:
    """Authorizers, models, gateway responses, the API's own settings; a description alters no answer."""
    response = GatewayResponse(response_type="THROTTLED", status_code="429")
    served = replace(an_api({}), authorizers=(GATE,), models=(PET,), gateway_responses=(response,))
    standing: RestApiSnapshot = replace(
        served,
        rest_api=replace(served.rest_api, policy="{}", description="new words"),
        authorizers=(replace(GATE, authorizer_result_ttl_in_seconds=0),),
        models=(replace(PET, schema='{"type": "object"}', description="new words"),),
        gateway_responses=(replace(response, status_code="503"),),
    )

    assert undeployed(served, standing) == [
        Change("the API", "policy", None, "{}"),
        Change("authorizer gate", "authorizer result ttl in seconds", "300", "0"),
        Change("model Pet", "schema", "{}", '{"type": "object"}'),
        Change("gateway response THROTTLED", "status code", "429", "503"),
    ]
