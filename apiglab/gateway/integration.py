"""The integration: the call to the backend itself.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import LambdaIntegration, LambdaProxyIntegration, ServiceIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse
from apiglab.gateway.integrations import aws_service, http, lambda_custom, lambda_proxy, mock
from apiglab.gateway.phase import async_phase
from apiglab.gateway.routing import Route


@async_phase("Integration", "how-to-integration-settings.html")
async def integrate(call: Call, route: Route, endpoint_request: EndpointRequest) -> EndpointResponse:
    """Ask the backend and wait for its answer, no longer than the integration's timeout."""
    integration = route.compiled.integration
    if isinstance(integration, LambdaProxyIntegration):
        return await lambda_proxy.send(call, route, integration, endpoint_request)
    if isinstance(integration, LambdaIntegration):
        return await lambda_custom.send(call, route, integration, endpoint_request)
    if isinstance(integration, ServiceIntegration) and endpoint_request.service_call is not None:
        return await aws_service.send(call, integration, endpoint_request.service_call)
    if endpoint_request.backend is not None:
        return await http.send(call, endpoint_request.backend)
    return mock.send(endpoint_request)
