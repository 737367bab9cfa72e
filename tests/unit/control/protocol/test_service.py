"""A service as botocore's model describes it."""

import subprocess
import sys

from apiglab.control.protocol.service import Service


def test_operations_have_their_routes_and_statuses_from_the_model() -> None:
    """Method, URI template, fixed query and status code."""
    imported = Service("apigateway").operations["ImportRestApi"]

    assert (imported.http_method, imported.segments, imported.fixed_query, imported.status) == (
        "POST",
        ("restapis",),
        (("mode", "import"),),
        201,
    )
    assert imported.input.payload == "body"


def test_members_have_their_wire_names_places_and_constraints() -> None:
    """What parsing, validating and serialising stand on."""
    members = Service("apigateway").operations["PutIntegration"].input.members

    verb, kind = members["integrationHttpMethod"], members["type"]
    assert (verb.wire_name, verb.location, verb.required) == ("httpMethod", "body", False)
    assert (kind.shape.enum[0], kind.required) == ("HTTP", True)
    assert members["httpMethod"].location == "uri"


def test_the_other_api_of_api_gateway_can_be_read_the_same_way() -> None:
    """apigatewayv2 is only another model."""
    assert Service("apigatewayv2").operations["CreateApi"].segments == ("v2", "apis")


def test_botocore_is_not_imported_before_the_first_request() -> None:
    """It takes 0.2 s, and the server has a ready line to print first."""
    check = "import sys, apiglab.control.apigateway; sys.exit('botocore' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
