"""The error texts recorded from AWS for REST APIs and resources: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import (
    OPS,
    Act,
    create_api,
    create_resource,
    endpoint,
    enum,
    invalid,
    on_api,
    patch,
    update_api,
    update_resource,
)
from tests.control_client import Refusal, bad_request, conflict, not_found, refusal

RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a variable beside a greedy one": (
        create_resource("{proxy+}", "{dynamic}"),
        bad_request("A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed"),
    ),
    "a child of a greedy resource": (
        create_resource("child", below="{proxy+}"),
        bad_request("Cannot create a child of a resource with a greedy path variable: {proxy+}"),
    ),
    "an unknown parent": (
        on_api("create_resource", parentId="fake-resource-id", pathPart="pets"),
        not_found("Invalid Resource identifier specified"),
    ),
    "a resource that is not there": (
        on_api("update_resource", resourceId="fake", patchOperations=patch("replace", "/pathPart", "dogs")),
        not_found("Invalid Resource identifier specified"),
    ),
    "a resource patched elsewhere": (
        update_resource(*patch("replace", "/invalid", "dogs")),
        bad_request(
            "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]"
        ),
    ),
    "a resource patched by remove": (
        update_resource(*patch("remove", "/pathPart")),
        bad_request("Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations"),
    ),
    "a resource patched by add": (
        update_resource(*patch("add", "/pathPart", "added")),
        bad_request("Invalid patch path  '/pathPart' specified for op 'add'. Please choose supported operations"),
    ),
    "a resource moved to nowhere": (
        update_resource(*patch("replace", "/parentId", "fake-parent-id")),
        not_found("Invalid Resource identifier specified"),
    ),
    "a resource moved beside its namesake": (
        update_resource(*patch("replace", "/parentId", "{root}"), of="child"),
        conflict("Another resource with the same parent already has this name: pets"),
    ),
    "a resource moved below itself": (
        update_resource(*patch("replace", "/parentId", "{child}")),
        bad_request("Resources cannot be cyclical."),
    ),
    "the root renamed": (
        update_resource(*patch("replace", "/pathPart", "dogs"), of="root"),
        bad_request("Root resource cannot update its pathPart."),
    ),
    "the root moved": (
        update_resource(*patch("replace", "/parentId", "{pets}"), of="root"),
        bad_request("Root resource cannot update its parentId."),
    ),
    "an API with an empty description": (
        create_api(description=""),
        bad_request("Description cannot be an empty string"),
    ),
    "an API with a negative compression size": (
        create_api(minimumCompressionSize=-1),
        bad_request("Invalid minimum compression size, must be between 0 and 10485760"),
    ),
    "an API with two endpoint types": (
        endpoint(types=["REGIONAL", "EDGE"]),
        bad_request("Cannot create an api with multiple Endpoint Types."),
    ),
    "an API with no endpoint type": (
        endpoint(types=[]),
        bad_request("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."),
    ),
    "a private API with ipv4": (
        endpoint(types=["PRIVATE"], ipAddressType="ipv4"),
        bad_request("Only dualstack ipAddressType is supported for Private APIs."),
    ),
    "an API with an unknown endpoint type and address type": (
        endpoint(types=["wrong"], ipAddressType="wrong"),
        invalid(
            "Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]",
            enum("wrong", "createRestApiInput.endpointConfiguration.ipAddressType", "[ipv4, dualstack]"),
        ),
    ),
    "an API that is not there": (
        lambda client: refusal(client.get_rest_api, restApiId="abcde0"),
        not_found("Invalid API identifier specified 123456789012:abcde0"),
    ),
    "an API's address type patched to nothing known": (
        update_api(*patch("replace", "/endpointConfiguration/ipAddressType", "wrong")),
        bad_request("ipAddressType must be either ipv4 or dualstack."),
    ),
    "a private API's address type patched to ipv4": (
        update_api(*patch("replace", "/endpointConfiguration/ipAddressType", "ipv4"), private=True),
        bad_request("Only dualstack ipAddressType is supported for Private APIs."),
    ),
    "an API's endpoint type patched to nothing known": (
        update_api(*patch("replace", "/endpointConfiguration/types/REGIONAL", "wrong")),
        bad_request("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE"),
    ),
    "an API's endpoint type copied": (
        update_api(*patch("copy", "/endpointConfiguration/types/REGIONAL", "EDGE")),
        bad_request("Invalid patch operation specified. Must be 'add'|'remove'|'replace'"),
    ),
    "an API's compression size added": (
        update_api(*patch("add", "/minimumCompressionSize", "10")),
        bad_request("Invalid patch operation specified. Must be one of: [replace]"),
    ),
    "an API's compression size patched to text": (
        update_api(*patch("replace", "/minimumCompressionSize", "test")),
        bad_request("Invalid minimum compression size, must be between 0 and 10485760"),
    ),
    "an API's binary media types as a whole": (
        update_api(*patch("add", "/binaryMediaTypes", "image/gif")),
        bad_request("Invalid patch path /binaryMediaTypes"),
    ),
    "two unknown operations": (
        update_api(*patch("wrong", "/name"), *patch("wrong", "/name")),
        invalid(
            enum("wrong", "updateRestApiInput.patchOperations.1.member.op", OPS),
            enum("wrong", "updateRestApiInput.patchOperations.2.member.op", OPS),
        ),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected
