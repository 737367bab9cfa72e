"""Every operation of ``apigateway`` that apiglab has; all others are refused by name."""

from apiglab.control import (
    accounts,
    client_certificates,
    deployments,
    documentation_parts,
    documentation_versions,
    endpoints,
    gateway_responses,
    integration_responses,
    integrations,
    method_responses,
    method_testing,
    methods,
    models,
    request_validators,
    resources,
    rest_apis,
    stages,
    tags,
    vpc_links,
)
from apiglab.control.call import Operations
from apiglab.language.json_patch import PatchOperation
from apiglab.model.documentation import DocumentationPartLocation
from apiglab.model.rest import TlsConfig
from apiglab.model.stage import CanarySettings

OPERATIONS: Operations = {
    **rest_apis.OPERATIONS,
    **resources.OPERATIONS,
    **methods.OPERATIONS,
    **method_responses.OPERATIONS,
    **method_testing.OPERATIONS,
    **integrations.OPERATIONS,
    **integration_responses.OPERATIONS,
    **models.OPERATIONS,
    **request_validators.OPERATIONS,
    **gateway_responses.OPERATIONS,
    **deployments.OPERATIONS,
    **stages.OPERATIONS,
    **accounts.OPERATIONS,
    **tags.OPERATIONS,
    **client_certificates.OPERATIONS,
    **vpc_links.OPERATIONS,
    **documentation_parts.OPERATIONS,
    **documentation_versions.OPERATIONS,
}

RECORDS: dict[str, type] = {
    "CanarySettings": CanarySettings,
    "DeploymentCanarySettings": CanarySettings,
    "DocumentationPartLocation": DocumentationPartLocation,
    "EndpointConfiguration": endpoints.EndpointConfigurationInput,
    "PatchOperation": PatchOperation,
    "TlsConfig": TlsConfig,
}
"""What each structure within an input becomes, by AWS's name of the shape."""
