"""Nobody gets in by writing a request otherwise: paths, verbs, headers and signatures that were tampered with."""

import json
from dataclasses import replace
from typing import Any

import pytest

from apiglab.model.http import Headers, HttpRequest
from tests.gateway_builders import API_ID
from tests.iam_builders import ACCOUNT, API_ARN, Guarded, a_resource_policy, a_statement, ann
from tests.signing import signed

ALLOW = a_statement()


def refusal(response: Any) -> tuple[int, str | None, Any]:
    """Status, error type and body."""
    return response.status, response.headers.get("x-amzn-ErrorType"), json.loads(response.body)


@pytest.mark.parametrize(
    "path",
    [
        "/pets//secret",
        "/pets/./secret",
        "/pets/x/../secret",
        "/pets/%73ecret",
        "/pets%2Fsecret",
        "/pets/%2573ecret",
        "/pets/x/%2e%2e/secret",
        "/pets/secret/",
        "/pets/secret;a=b",
        "/pets\\secret",
        "//pets/secret",
    ],
)
async def test_a_path_written_otherwise_does_not_get_around_a_deny(path: str) -> None:
    """Whatever a backend may read a path as has to be allowed. fact: iam.path-forms"""
    secret = {"effect": "Deny", "resource": f"{API_ARN}/dev/GET/pets/secret"}
    signer = Guarded(ann(ALLOW, a_statement(**secret)))
    anonymous = Guarded(authorization_type="NONE", policy=a_resource_policy(ALLOW, a_statement(**secret)))

    assert (await signer.sign(path=path)).status == 403
    assert (await anonymous.get(path)).status == 403
    assert (await anonymous.get("/pets/cats")).status == 200
    assert len(anonymous.backends.calls) == 1
    assert signer.backends.calls == []


@pytest.mark.parametrize("path", ["/pets/", "/pets//", "/open/../pets", "/%70ets", "/open/%2e%2e/pets"])
async def test_a_path_written_otherwise_does_not_borrow_an_allow(path: str) -> None:
    """What is allowed is allowed by each reading. fact: iam.path-forms"""
    gateway = Guarded(ann(a_statement(resource=f"{API_ARN}/dev/GET/open/*")))

    assert (await gateway.sign(path=path)).status == 403


async def test_a_verb_in_a_header_does_not_hide_the_verb() -> None:
    """Both verbs have to be allowed where they differ. fact: iam.path-forms"""
    gateway = Guarded(ann(a_statement(resource=f"{API_ARN}/dev/GET/*")))

    assert (await gateway.sign("DELETE", headers={"X-HTTP-Method-Override": "GET"})).status == 403
    assert (await gateway.sign("GET", headers={"X-HTTP-Method-Override": "DELETE"})).status == 403
    assert (await gateway.sign("GET")).status == 200


async def test_letters_of_another_case_are_another_path() -> None:
    """A policy's resource is compared by case, as paths are."""
    gateway = Guarded(ann(a_statement(resource=f"{API_ARN}/dev/GET/pets")))

    assert (await gateway.sign(path="/PETS")).status == 403


async def test_two_authorization_headers_are_no_signature() -> None:
    """Neither of them counts. fact: iam.one-authorization"""
    gateway = Guarded(ann(ALLOW))
    request = signed("GET", "/dev/pets")
    twice = replace(request, headers=Headers((*request.headers, ("authorization", "Bearer x"))))
    again = replace(
        request, headers=Headers((*request.headers, ("AUTHORIZATION", request.headers.get("Authorization") or "")))
    )

    assert refusal(await gateway.send(twice))[1] == "IncompleteSignatureException"
    assert refusal(await gateway.send(again))[1] == "IncompleteSignatureException"
    assert gateway.backends.calls == []


async def test_a_signature_that_was_taken_off_is_missed() -> None:
    """Without the header the rest proves nothing. fact: iam.signature-refusals"""
    gateway = Guarded(ann(ALLOW))
    request = signed("GET", "/dev/pets")
    stripped = replace(request, headers=request.headers.without("Authorization"))

    assert refusal(await gateway.send(stripped))[1] == "MissingAuthenticationTokenException"


async def test_an_oversized_authorization_header_is_refused_unread() -> None:
    """The limit of all headers comes first. fact: limits.headers"""
    gateway = Guarded(ann(ALLOW))

    response = await gateway.get(headers={"Authorization": "AWS4-HMAC-SHA256 " + "a=b," * 3000})

    assert (response.status, gateway.journey()["reason"]) == (431, "request.headers_too_large")


async def test_identity_headers_of_the_client_make_nobody() -> None:
    """Headers that look like the gateway's own are data, not proof."""
    gateway = Guarded(ann(ALLOW))
    forged = {
        "x-amzn-apigateway-api-id": API_ID,
        "x-amzn-principal-arn": f"arn:aws:iam::{ACCOUNT}:user/ann",
        "x-amzn-caller-identity": "AIDAANN",
        "X-Amz-Security-Token": "token",
        "X-Forwarded-For": "10.0.0.1",
    }

    assert (await gateway.get(headers=forged)).status == 403
    opened = Guarded(authorization_type="NONE")
    await opened.get(headers=forged)
    identity = opened.event()["requestContext"]["identity"]
    assert (identity["userArn"], identity["caller"], identity["sourceIp"]) == (None, None, "192.0.2.7")


async def test_a_changed_body_is_refused() -> None:
    """The signature covers it."""
    gateway = Guarded(ann(ALLOW))
    request = signed("POST", "/dev/pets", body=b'{"amount": 1}')

    assert (await gateway.send(replace(request, body=b'{"amount": 2}'))).status == 403
    assert (await gateway.send(request)).status == 200


async def test_a_signature_of_one_api_s_path_is_none_of_another_s() -> None:
    """The path is signed too."""
    gateway = Guarded(ann(ALLOW))
    request = signed("GET", "/dev/pets")

    assert (await gateway.send(replace(request, path="/dev/other"))).status == 403


async def test_an_open_method_takes_a_signature_for_what_it_is() -> None:
    """Nobody checks it, nobody passes it on. fact: iam.signature-stays"""
    gateway = Guarded(authorization_type="NONE")

    assert (await gateway.sign()).status == 200
    assert "Authorization" not in gateway.event()["headers"]
    await gateway.send(HttpRequest("GET", "/dev/pets", "", Headers([("Authorization", "Bearer x")])))
    assert gateway.event()["headers"]["Authorization"] == "Bearer x"
