"""Integration request: from the client's request to the backend's.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-request.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import (
    HttpIntegration,
    IntegrationNotBuilt,
    LambdaIntegration,
    LambdaProxyIntegration,
    ServiceIntegration,
)
from apiglab.gateway.endpoint import EndpointRequest
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations import aws_service, http, lambda_custom, lambda_proxy, mock
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route


@phase("Integration request", "api-gateway-integration-settings-integration-request.html")
def map_integration_request(call: Call, route: Route) -> EndpointRequest:
    """What the backend is sent."""
    integration = route.compiled.integration
    if isinstance(integration, LambdaProxyIntegration):
        return lambda_proxy.map_request(call, route, integration)
    if isinstance(integration, HttpIntegration):
        return http.map_request(call, route, integration)
    if isinstance(integration, LambdaIntegration):
        return lambda_custom.map_request(call, route, integration)
    if isinstance(integration, ServiceIntegration):
        return aws_service.map_request(call, route, integration)
    if isinstance(integration, IntegrationNotBuilt):
        raise configuration_error(
            "integration.not_built", f"apiglab does not have integrations of type {integration.kind} yet"
        )
    return mock.map_request(call, route, integration)
