"""Every operation of ``apigateway`` that apiglab has; all others are refused by name."""

from apiglab.control import (
    accounts,
    api_key_import,
    api_keys,
    api_mappings,
    authorizer_testing,
    authorizers,
    client_certificates,
    deployments,
    documentation_parts,
    documentation_versions,
    domain_names,
    domain_names_v2,
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
    routing_rules,
    stages,
    tags,
    usage,
    usage_plan_keys,
    usage_plans,
    vpc_links,
)
from apiglab.control.call import Operations
from apiglab.control.domain_inputs import DomainNameConfigurationInput, MutualTlsAuthenticationInput
from apiglab.language.json_patch import PatchOperation
from apiglab.model import domain
from apiglab.model.documentation import DocumentationPartLocation
from apiglab.model.rest import ThrottleSettings, TlsConfig
from apiglab.model.stage import CanarySettings
from apiglab.model.usage import ApiStage, QuotaSettings

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
    **authorizers.OPERATIONS,
    **authorizer_testing.OPERATIONS,
    **gateway_responses.OPERATIONS,
    **deployments.OPERATIONS,
    **stages.OPERATIONS,
    **accounts.OPERATIONS,
    **tags.OPERATIONS,
    **client_certificates.OPERATIONS,
    **vpc_links.OPERATIONS,
    **documentation_parts.OPERATIONS,
    **documentation_versions.OPERATIONS,
    **domain_names.OPERATIONS,
    **api_mappings.OPERATIONS,
    **api_keys.OPERATIONS,
    **api_key_import.OPERATIONS,
    **usage_plans.OPERATIONS,
    **usage_plan_keys.OPERATIONS,
    **usage.OPERATIONS,
}

V2_OPERATIONS: Operations = {
    **domain_names_v2.V2_OPERATIONS,
    **api_mappings.V2_OPERATIONS,
    **routing_rules.V2_OPERATIONS,
}
"""Every operation of ``apigatewayv2`` that apiglab has."""

RECORDS: dict[str, type] = {
    "ApiStage": ApiStage,
    "CanarySettings": CanarySettings,
    "DeploymentCanarySettings": CanarySettings,
    "DocumentationPartLocation": DocumentationPartLocation,
    "MutualTlsAuthenticationInput": MutualTlsAuthenticationInput,
    "EndpointConfiguration": endpoints.EndpointConfigurationInput,
    "PatchOperation": PatchOperation,
    "QuotaSettings": QuotaSettings,
    "ThrottleSettings": ThrottleSettings,
    "TlsConfig": TlsConfig,
}
"""What each structure within an input becomes, by AWS's name of the shape."""

V2_RECORDS: dict[str, type] = {
    "DomainNameConfiguration": DomainNameConfigurationInput,
    "MutualTlsAuthenticationInput": MutualTlsAuthenticationInput,
    "RoutingRuleAction": domain.RoutingRuleAction,
    "RoutingRuleActionInvokeApi": domain.InvokeApi,
    "RoutingRuleCondition": domain.RoutingRuleCondition,
    "RoutingRuleMatchBasePaths": domain.MatchBasePaths,
    "RoutingRuleMatchHeaders": domain.MatchHeaders,
    "RoutingRuleMatchHeaderValue": domain.HeaderMatch,
}
"""The same of ``apigatewayv2``."""
