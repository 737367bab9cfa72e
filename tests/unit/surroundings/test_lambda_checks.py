"""What Lambda refuses of a function before it exists."""

import io
import json
import zipfile
from typing import Any

import pytest
from botocore.session import get_session

from apiglab.model.http import HttpRequest
from apiglab.surroundings.lambda_checks import check_lambda, check_package
from apiglab.surroundings.service_errors import ServiceError

MODEL = get_session().get_service_model("lambda")
GOOD = {
    "FunctionName": "pets",
    "Runtime": "python3.13",
    "Handler": "app.handler",
    "Role": "arn:aws:iam::123456789012:role/runs",
    "Code": {"ZipFile": ""},
}


def refused(path: str = "/2015-03-31/functions", method: str = "POST", body: Any = None, **changes: Any) -> str | None:
    """Code and message of the refusal of a function like ``GOOD`` with ``changes``; None where it is let through."""
    given = {**GOOD, **changes} if body is None else body
    raw = given if isinstance(given, bytes) else json.dumps({k: v for k, v in given.items() if v is not None}).encode()
    try:
        check_lambda(HttpRequest(method, path, body=raw), MODEL)
    except ServiceError as error:
        return str(error)
    return None


def test_a_good_function_passes() -> None:
    """What AWS takes is not refused."""
    assert refused() is None
    assert refused(Timeout=900, MemorySize=10240, Environment={"Variables": {"TABLE_2": "é"}}) is None
    assert refused(PackageType="Image", Runtime=None, Handler=None, Code={"ImageUri": "x"}) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"Handler": "app handler"},
            r"Value 'app handler' at 'handler' failed to satisfy constraint: {pattern} [^\s]+",
        ),
        (
            {"Handler": "x" * 129},
            f"Value '{'x' * 129}' at 'handler' failed to satisfy constraint: {{at_most}} 128",
        ),
        (
            {"Timeout": 901},
            "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
        ),
        (
            {"MemorySize": 64},
            "Value '64' at 'memorySize' failed to satisfy constraint: {at_least} 128",
        ),
        (
            {"Role": "runs"},
            r"Value 'runs' at 'role' failed to satisfy constraint: {pattern} {role}",
        ),
    ],
)
def test_a_member_has_to_keep_its_constraint(changes: dict[str, Any], message: str) -> None:
    """Lengths, ranges and patterns are those of AWS's model. fact: surroundings.lambda-validation"""
    told = message.format(
        pattern="Member must satisfy regular expression pattern:",
        at_most="Member must have length less than or equal to",
        at_least="Member must have value greater than or equal to",
        role=r"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
    )

    assert refused(**changes) == f"ValidationException: 1 validation error detected: {told}"


def test_all_faults_are_told_at_once() -> None:
    """AWS counts the errors and lists them."""
    told = refused(Timeout=0, FunctionName="no name") or ""

    assert told.startswith("ValidationException: 2 validation errors detected: Value 'no name' at 'functionName'")
    assert "; Value '0' at 'timeout' failed to satisfy constraint" in told


def test_a_runtime_has_to_be_one_of_lambda_s() -> None:
    """An unknown runtime is an invalid parameter, not a validation error."""
    told = refused(Runtime="cobol") or ""

    assert told.startswith(
        "InvalidParameterValueException: Value cobol at 'runtime' failed to satisfy constraint: "
        "Member must satisfy enum value set: ["
    )
    assert "python3.13" in told
    assert told.endswith("] or be a valid ARN")


@pytest.mark.parametrize("missing", ["Runtime", "Handler"])
def test_a_package_needs_a_runtime_and_a_handler(missing: str) -> None:
    """Only container images do without."""
    changes: dict[str, Any] = {missing: None}

    assert refused(**changes) == (
        "InvalidParameterValueException: "
        "Runtime and Handler are mandatory parameters for functions created with deployment packages."
    )


def test_lambda_s_own_variables_cannot_be_set() -> None:
    """Reserved names are told."""
    told = refused(Environment={"Variables": {"AWS_REGION": "x", "MODE": "y"}}) or ""

    assert told.endswith("Reserved keys used in this request: AWS_REGION")


def test_a_variable_s_name_has_a_pattern() -> None:
    """A name begins with a letter and has at least two characters."""
    told = refused(Environment={"Variables": {"1ST": "x"}}) or ""

    assert told.startswith("ValidationException: 1 validation error detected: Value at 'environment.variables'")


def test_variables_have_4_kilobytes() -> None:
    """All names and values together."""
    told = refused(Environment={"Variables": {"MODE": "x" * 4096}}) or ""

    assert told.startswith("InvalidParameterValueException: Lambda was unable to configure")
    assert "exceeded the 4KB limit. String measured: " in told


def test_a_change_of_configuration_is_checked_too() -> None:
    """What is not given is not changed; the name is in the path."""
    path = "/2015-03-31/functions/pets/configuration"

    assert refused(path, "PUT", {"Description": "x"}) is None
    assert (refused(path, "PUT", {"Timeout": 901}) or "").startswith("ValidationException: 1 validation error")
    assert (refused("/2015-03-31/functions/no%20name/configuration", "PUT", {}) or "").startswith("ValidationException")


@pytest.mark.parametrize("body", [b"no json", b"[]", b"\xff"])
def test_a_body_has_to_be_an_object(body: bytes) -> None:
    """Malformed JSON is refused before anything else."""
    assert (refused(body=body) or "").startswith("InvalidRequestContentException: Could not parse request body")


def test_invocations_never_reach_moto() -> None:
    """The lab's own runtime answers Invoke; whoever sends one here has gone astray."""
    assert refused("/2015-03-31/functions/pets/invocations") == (
        "NotImplementedException: apiglab's surroundings (moto) do not have "
        "lambda.Invoke: the lab's own runtime answers it."
    )


def test_other_requests_are_let_through() -> None:
    """A listing has no configuration to check."""
    assert refused(method="GET") is None
    assert refused("/2015-03-31/functions/pets/code", "PUT") is None


@pytest.mark.parametrize(
    ("package", "message"),
    [
        (b"", "Uploaded file must be a non-empty zip"),
        (b"no zip", "Could not unzip uploaded file. Please check your file, then try to upload again."),
        (b"PK\x05\x06", "Could not unzip uploaded file. Please check your file, then try to upload again."),
    ],
)
def test_a_package_has_to_be_a_zip(package: bytes, message: str) -> None:
    """AWS's words for a package that it cannot unpack. fact: surroundings.lambda-package"""
    with pytest.raises(ServiceError) as raised:
        check_package(package)

    assert str(raised.value) == f"InvalidParameterValueException: {message}"


def test_a_package_must_not_be_too_large_unpacked() -> None:
    """A zip may hold 250 MB and no more: what its directory says is enough to know."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("app.py", "")
    body = bytearray(packed.getvalue())
    at = body.index(b"PK\x01\x02") + 24
    body[at : at + 4] = (262_144_001).to_bytes(4, "little")

    with pytest.raises(ServiceError) as raised:
        check_package(bytes(body))

    assert raised.value.message == "Unzipped size must be smaller than 262144000 bytes"
