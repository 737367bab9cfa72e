"""Custom domain names and what is mapped to them, through both versions of the API."""

from typing import Any

import pytest

from tests.control_client import (
    UNKNOWN_CERTIFICATE,
    Plane,
    a_mock,
    bad_request,
    bare,
    client_of,
    conflict,
    not_found,
    refusal,
)

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f5f1d6e"
NAME = "api.paws.example"
NOT_BUILT = "apiglab does not have {} yet."


@pytest.fixture
def v2(control_plane: Plane) -> Any:
    """A client of the second version of the same control plane."""
    return client_of(control_plane.control, service="apigatewayv2")


def _regional(client: Any, name: str = NAME) -> dict[str, Any]:
    made = client.create_domain_name(
        domainName=name, regionalCertificateArn=CERTIFICATE, endpointConfiguration={"types": ["REGIONAL"]}
    )
    return bare(made)


def _deployed(client: Any, stage: str = "prod") -> str:
    api_id: str = a_mock(client)["restApiId"]
    client.create_deployment(restApiId=api_id, stageName=stage)
    return api_id


def test_a_regional_domain_has_an_address_in_its_region(client: Any) -> None:
    """It is there at once. fact: domains.at-once"""
    made = _regional(client)

    assert made == {
        "domainName": NAME,
        "domainNameArn": f"arn:aws:apigateway:us-east-1::/domainnames/{NAME}",
        "regionalDomainName": made["regionalDomainName"],
        "regionalHostedZoneId": "Z1UJRXOUMOOFQ8",
        "regionalCertificateArn": CERTIFICATE,
        "endpointConfiguration": {"types": ["REGIONAL"], "ipAddressType": "ipv4"},
        "domainNameStatus": "AVAILABLE",
        "securityPolicy": "TLS_1_2",
        "routingMode": "BASE_PATH_MAPPING_ONLY",
    }
    assert bare(client.get_domain_name(domainName=NAME)) == made
    assert client.get_domain_names()["items"] == [made]


def test_a_domain_is_edge_optimized_unless_said_otherwise(client: Any) -> None:
    """Its address is a distribution of CloudFront's."""
    made = client.create_domain_name(domainName=NAME, certificateArn=CERTIFICATE)

    assert made["endpointConfiguration"]["types"] == ["EDGE"]
    assert (made["distributionDomainName"][-15:], made["distributionHostedZoneId"]) == (
        ".cloudfront.net",
        "Z2FDTNDATAQYW2",
    )


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"domainName": "no spaces.example"}, "Invalid domain name specified: no spaces.example"),
        (
            {"certificateArn": None},
            "Invalid certificateArn specified. A EDGE domain name needs an ACM certificate",
        ),
        ({"certificateArn": UNKNOWN_CERTIFICATE}, "The provided certificate does not exist."),
        (
            {"certificateArn": CERTIFICATE.replace("us-east-1", "eu-west-1")},
            (
                f"Invalid certificate ARN: {CERTIFICATE.replace('us-east-1', 'eu-west-1')}. "
                "Certificate must be in 'us-east-1'."
            ),
        ),
        (
            {"mutualTlsAuthentication": {"truststoreUri": "s3://a/b"}},
            NOT_BUILT.format("mutual TLS on custom domain names"),
        ),
        ({"endpointConfiguration": {"types": ["PRIVATE"]}}, NOT_BUILT.format("private custom domain names")),
        (
            {"certificateBody": "-----BEGIN"},
            NOT_BUILT.format("certificates that are uploaded to API Gateway; import them into ACM and name their ARN"),
        ),
    ],
)
def test_a_domain_that_cannot_be_is_refused(client: Any, said: dict[str, Any], text: str) -> None:
    """A name, a certificate of the right region, and nothing that is not built.

    fact: domains.edge-certificate-region, domains.texts, domains.chosen-texts, domains.not-built
    """
    whole = {"domainName": NAME, "certificateArn": CERTIFICATE, **said}
    given = {key: value for key, value in whole.items() if value is not None}

    assert refusal(client.create_domain_name, **given) == bad_request(text)


def test_a_domain_exists_once_in_the_world(control_plane: Plane) -> None:
    """Another account cannot have it. fact: domains.texts"""
    _regional(control_plane.client)
    other = client_of(control_plane.control, account_id="999999999999")

    refused = refusal(other.create_domain_name, domainName=NAME, certificateArn=CERTIFICATE)

    assert refused == bad_request("The domain name you provided already exists.")


def test_a_base_path_is_mapped_once(client: Any) -> None:
    """Of one name, to a stage that is there. fact: domains.texts"""
    _regional(client)
    api_id = _deployed(client)
    mapping = {"domainName": NAME, "restApiId": api_id, "stage": "prod"}

    made = bare(client.create_base_path_mapping(**mapping, basePath="v1"))

    assert made == {"basePath": "v1", "restApiId": api_id, "stage": "prod"}
    assert bare(client.get_base_path_mapping(domainName=NAME, basePath="v1")) == made
    assert refusal(client.create_base_path_mapping, **mapping, basePath="v1") == conflict(
        "Base path already exists for this domain name"
    )
    assert refusal(client.create_base_path_mapping, **mapping, basePath="a/b") == bad_request(
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. "
        "To create a multi-level base path mapping, use API Gateway V2."
    )
    assert refusal(client.create_base_path_mapping, **{**mapping, "stage": "qa"}) == bad_request(
        "Invalid stage identifier specified"
    )
    assert refusal(client.get_base_path_mapping, domainName=NAME, basePath="v2") == not_found(
        "Invalid base path mapping identifier specified"
    )
    assert refusal(client.get_base_path_mappings, domainName="other.example") == not_found(
        "Invalid domain name identifier specified"
    )


def test_a_mapping_moves_and_goes(client: Any) -> None:
    """To another base path; (none) is that of all the rest."""
    _regional(client)
    api_id = _deployed(client)
    client.create_base_path_mapping(domainName=NAME, restApiId=api_id, stage="prod")
    move = {"op": "replace", "path": "/basePath", "value": "v1"}

    moved = client.update_base_path_mapping(domainName=NAME, basePath="(none)", patchOperations=[move])

    assert bare(moved) == {"basePath": "v1", "restApiId": api_id, "stage": "prod"}
    client.delete_base_path_mapping(domainName=NAME, basePath="v1")
    assert client.get_base_path_mappings(domainName=NAME)["items"] == []


def test_what_is_mapped_is_not_deleted(client: Any) -> None:
    """Neither the API nor its stage, until the mapping is gone. fact: domains.texts, domains.chosen-texts"""
    _regional(client)
    api_id = _deployed(client)
    client.create_base_path_mapping(domainName=NAME, restApiId=api_id, stage="prod")

    assert refusal(client.delete_rest_api, restApiId=api_id) == bad_request(
        f"Deleting RestApi {api_id} failed. "
        f"Please remove all base path mappings related to the RestApi in your domains: {NAME}"
    )
    assert refusal(client.delete_stage, restApiId=api_id, stageName="prod") == bad_request(
        f"Deleting stage prod failed. Please remove all base path mappings related to the stage in your domains: {NAME}"
    )
    client.delete_domain_name(domainName=NAME)
    client.delete_rest_api(restApiId=api_id)


def test_both_versions_show_one_domain(client: Any, v2: Any) -> None:
    """In their own shapes and words. fact: domains.routing-modes"""
    regional = _regional(client)

    assert bare(v2.get_domain_name(DomainName=NAME)) == {
        "ApiMappingSelectionExpression": "$request.basepath",
        "DomainName": NAME,
        "DomainNameArn": regional["domainNameArn"],
        "DomainNameConfigurations": [
            {
                "ApiGatewayDomainName": regional["regionalDomainName"],
                "CertificateArn": CERTIFICATE,
                "DomainNameStatus": "AVAILABLE",
                "EndpointType": "REGIONAL",
                "HostedZoneId": "Z1UJRXOUMOOFQ8",
                "IpAddressType": "ipv4",
                "SecurityPolicy": "TLS_1_2",
            }
        ],
        "RoutingMode": "API_MAPPING_ONLY",
    }
    v2.update_domain_name(DomainName=NAME, RoutingMode="ROUTING_RULE_THEN_API_MAPPING")
    assert client.get_domain_name(domainName=NAME)["routingMode"] == "ROUTING_RULE_THEN_BASE_PATH_MAPPING"


def test_the_second_version_maps_paths_of_several_names(client: Any, v2: Any) -> None:
    """On regional domains; the first version lists them. fact: domains.texts, domains.chosen-texts"""
    v2.create_domain_name(DomainName=NAME, DomainNameConfigurations=[{"CertificateArn": CERTIFICATE}])
    api_id = _deployed(client)
    mapping = {"DomainName": NAME, "ApiId": api_id, "Stage": "prod", "ApiMappingKey": "orders/v1/items"}

    made = bare(v2.create_api_mapping(**mapping))

    assert made == {key: value for key, value in mapping.items() if key != "DomainName"} | {
        "ApiMappingId": made["ApiMappingId"]
    }
    assert v2.get_api_mappings(DomainName=NAME)["Items"] == [made]
    assert client.get_base_path_mappings(domainName=NAME)["items"] == [
        {"basePath": "orders/v1/items", "restApiId": api_id, "stage": "prod"}
    ]
    assert refusal(v2.create_api_mapping, **mapping) == conflict("ApiMapping key already exists for this domain name")
    assert refusal(v2.create_api_mapping, **{**mapping, "ApiMappingKey": "a b"}).code == "BadRequestException"
    edge = {"op": "replace", "path": "/endpointConfiguration/types/REGIONAL", "value": "EDGE"}
    arn = {"op": "replace", "path": "/certificateArn", "value": CERTIFICATE}
    client.update_domain_name(domainName=NAME, patchOperations=[edge, arn])
    assert refusal(v2.create_api_mapping, **{**mapping, "ApiMappingKey": "a/b"}) == bad_request(
        "Multi-level API mappings are only supported for regional domain names with TLS 1.2"
    )


def test_rules_have_priorities_of_their_own(client: Any, v2: Any) -> None:
    """They are listed in that order. fact: domains.header-globs, domains.chosen-texts"""
    _regional(client)
    action = {"InvokeApi": {"ApiId": _deployed(client), "Stage": "prod", "StripBasePath": True}}
    header = {"MatchHeaders": {"AnyOf": [{"Header": "x-version", "ValueGlob": "beta*"}]}}
    rule = {"DomainName": NAME, "Conditions": [header], "Actions": [action]}

    late = v2.create_routing_rule(**rule, Priority=50)
    soon = bare(v2.create_routing_rule(**rule, Priority=10))

    assert soon == {
        "Actions": [action],
        "Conditions": [header],
        "Priority": 10,
        "RoutingRuleId": soon["RoutingRuleId"],
        "RoutingRuleArn": soon["RoutingRuleArn"],
    }
    assert [each["Priority"] for each in v2.list_routing_rules(DomainName=NAME)["RoutingRules"]] == [10, 50]
    assert refusal(v2.create_routing_rule, **rule, Priority=50) == conflict(
        "A routing rule with priority 50 already exists for this domain name"
    )
    v2.delete_routing_rule(DomainName=NAME, RoutingRuleId=late["RoutingRuleId"])
    assert refusal(v2.get_routing_rule, DomainName=NAME, RoutingRuleId=late["RoutingRuleId"]) == not_found(
        "Invalid routing rule identifier specified"
    )


def test_a_domain_is_tagged_by_its_arn(client: Any) -> None:
    """As APIs are."""
    arn = _regional(client)["domainNameArn"]

    client.tag_resource(resourceArn=arn, tags={"lesson": "04"})

    assert client.get_tags(resourceArn=arn)["tags"] == {"lesson": "04"}
