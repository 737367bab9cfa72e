"""Every path and operation that AWS takes in a patch, and no other: aws-api-gateway.md, appendix F and section 10."""

from typing import Any

import pytest

from apiglab.control.accounts import ACCOUNT
from apiglab.control.api_keys import API_KEY
from apiglab.control.api_mappings import MAPPING
from apiglab.control.client_certificates import CLIENT_CERTIFICATE
from apiglab.control.deployments import DEPLOYMENT
from apiglab.control.documentation_parts import DOCUMENTATION_PART
from apiglab.control.documentation_versions import DOCUMENTATION_VERSION
from apiglab.control.domain_names import DOMAIN_NAME
from apiglab.control.gateway_responses import GATEWAY_RESPONSE
from apiglab.control.integration_responses import INTEGRATION_RESPONSE
from apiglab.control.integrations import INTEGRATION
from apiglab.control.method_responses import METHOD_RESPONSE
from apiglab.control.methods import METHOD
from apiglab.control.models import MODEL
from apiglab.control.request_validators import REQUEST_VALIDATOR
from apiglab.control.resources import RESOURCE
from apiglab.control.rest_api_patches import REST_API
from apiglab.control.stage_patches import STAGE
from apiglab.control.usage import USAGE
from apiglab.control.usage_plan_patches import USAGE_PLAN
from apiglab.control.vpc_links import VPC_LINK
from apiglab.language.json_patch import PatchTable

SET = ("replace",)
ENTRY = ("add", "remove", "replace")
VALUE = ("add", "remove")
GONE = ("remove",)

SETTINGS = (
    "metrics/enabled",
    "logging/dataTrace",
    "logging/loglevel",
    "throttling/burstLimit",
    "throttling/rateLimit",
    "caching/ttlInSeconds",
    "caching/enabled",
    "caching/dataEncrypted",
    "caching/requireAuthorizationForCacheControl",
    "caching/unauthorizedCacheControlHeaderStrategy",
)

ACCEPTED: dict[str, tuple[PatchTable[Any], dict[str, tuple[str, ...]]]] = {
    "Account": (ACCOUNT, {"/cloudwatchRoleArn": ("remove", "replace"), "/features": VALUE}),
    "ApiKey": (API_KEY, {"/description": SET, "/enabled": SET, "/name": SET, "/customerId": SET}),
    "Usage": (USAGE, {"/remaining": SET}),
    "UsagePlan": (
        USAGE_PLAN,
        {
            "/name": SET,
            "/description": SET,
            "/productCode": ("remove", "replace"),
            "/throttle": GONE,
            "/throttle/rateLimit": SET,
            "/throttle/burstLimit": SET,
            "/quota": GONE,
            "/quota/limit": SET,
            "/quota/offset": SET,
            "/quota/period": SET,
            "/apiStages": VALUE,
            "/apiStages/{stage}/throttle": GONE,
            "/apiStages/{stage}/throttle/{path}/{method}": GONE,
            "/apiStages/{stage}/throttle/{path}/{method}/rateLimit": SET,
            "/apiStages/{stage}/throttle/{path}/{method}/burstLimit": SET,
        },
    ),
    "BasePathMapping": (MAPPING, {"/basePath": SET, "/stage": SET, "/restapiId": SET}),
    "ClientCertificate": (CLIENT_CERTIFICATE, {"/description": SET}),
    "Deployment": (DEPLOYMENT, {"/description": SET}),
    "DocumentationPart": (DOCUMENTATION_PART, {"/properties": SET}),
    "DocumentationVersion": (DOCUMENTATION_VERSION, {"/description": SET}),
    "DomainName": (
        DOMAIN_NAME,
        {
            "/certificateName": SET,
            "/certificateArn": SET,
            "/regionalCertificateName": SET,
            "/regionalCertificateArn": SET,
            "/securityPolicy": SET,
            "/endpointAccessMode": SET,
            "/routingMode": SET,
            "/endpointConfiguration/types/{type}": SET,
        },
    ),
    "GatewayResponse": (
        GATEWAY_RESPONSE,
        {"/statusCode": SET, "/responseParameters/{name}": ENTRY, "/responseTemplates/{type}": ENTRY},
    ),
    "Integration": (
        INTEGRATION,
        {
            "/httpMethod": SET,
            "/uri": SET,
            "/connectionType": SET,
            "/connectionId": SET,
            "/credentials": SET,
            "/passthroughBehavior": SET,
            "/contentHandling": SET,
            "/timeoutInMillis": SET,
            "/cacheNamespace": SET,
            "/responseTransferMode": SET,
            "/integrationTarget": SET,
            "/tlsConfig/insecureSkipVerification": SET,
            "/cacheKeyParameters/{name}": ENTRY,
            "/requestParameters/{name}": ENTRY,
            "/requestTemplates/{type}": ENTRY,
        },
    ),
    "IntegrationResponse": (
        INTEGRATION_RESPONSE,
        {
            "/selectionPattern": SET,
            "/statusCode": SET,
            "/contentHandling": SET,
            "/responseParameters/{name}": ENTRY,
            "/responseTemplates/{type}": ENTRY,
        },
    ),
    "Method": (
        METHOD,
        {
            "/authorizationType": SET,
            "/authorizerId": SET,
            "/apiKeyRequired": SET,
            "/operationName": SET,
            "/requestValidatorId": SET,
            "/requestParameters/{name}": ENTRY,
            "/requestModels/{type}": ENTRY,
            "/authorizationScopes": VALUE,
        },
    ),
    "MethodResponse": (METHOD_RESPONSE, {"/responseParameters/{name}": ENTRY, "/responseModels/{type}": ENTRY}),
    "Model": (MODEL, {"/description": SET, "/schema": SET}),
    "RequestValidator": (
        REQUEST_VALIDATOR,
        {"/name": SET, "/validateRequestParameters": SET, "/validateRequestBody": SET},
    ),
    "Resource": (RESOURCE, {"/parentId": SET, "/pathPart": SET}),
    "RestApi": (
        REST_API,
        {
            "/name": SET,
            "/description": ("remove", "replace"),
            "/apiKeySource": SET,
            "/minimumCompressionSize": SET,
            "/policy": SET,
            "/disableExecuteApiEndpoint": SET,
            "/securityPolicy": SET,
            "/endpointAccessMode": SET,
            "/binaryMediaTypes/{type}": ENTRY,
            "/endpointConfiguration/types/{type}": ENTRY,
            "/endpointConfiguration/ipAddressType": SET,
            "/endpointConfiguration/vpcEndpointIds": VALUE,
        },
    ),
    "Stage": (
        STAGE,
        {
            "/deploymentId": ("copy", "replace"),
            "/description": SET,
            "/cacheClusterEnabled": SET,
            "/cacheClusterSize": SET,
            "/clientCertificateId": SET,
            "/documentationVersion": SET,
            "/tracingEnabled": SET,
            "/variables/{name}": ("remove", "replace"),
            "/variables": ("copy",),
            "/accessLogSettings": GONE,
            "/accessLogSettings/destinationArn": ("add", "replace"),
            "/accessLogSettings/format": ("add", "replace"),
            "/canarySettings": GONE,
            "/canarySettings/deploymentId": SET,
            "/canarySettings/percentTraffic": SET,
            "/canarySettings/useStageCache": SET,
            "/canarySettings/stageVariableOverrides/{name}": ("remove", "replace"),
            **{f"/{{resource+}}/{{method}}/{setting}": SET for setting in SETTINGS},
            "/{resource+}/{method}": GONE,
        },
    ),
    "VpcLink": (VPC_LINK, {"/name": SET, "/description": SET}),
}


@pytest.mark.parametrize(("table", "accepted"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_resource_takes_these_paths_and_operations(
    table: PatchTable[Any], accepted: dict[str, tuple[str, ...]]
) -> None:
    """The table in the code is AWS's table."""
    assert {rule.path: tuple(sorted(rule.changes)) for rule in table.rules} == accepted
