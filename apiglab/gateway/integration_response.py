"""Integration response and method response: from the backend's answer to the client's.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import (
    HttpIntegration,
    LambdaIntegration,
    LambdaProxyIntegration,
    MockIntegration,
    ServiceIntegration,
)
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations import aws_service, http, lambda_custom, lambda_proxy, mock
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description


@phase("Integration response", "api-gateway-integration-settings-integration-response.html")
def map_integration_response(
    call: Call, route: Route, endpoint_request: EndpointRequest, endpoint_response: EndpointResponse
) -> MappedResponse:
    """What of the backend's answer the client is to see."""
    integration = route.compiled.integration
    if isinstance(integration, MockIntegration):
        return mock.map_response(call, route, integration, endpoint_request, endpoint_response)
    if isinstance(integration, HttpIntegration):
        return http.map_response(call, route, integration, endpoint_request, endpoint_response)
    if isinstance(integration, LambdaIntegration):
        return lambda_custom.map_response(call, route, integration, endpoint_request, endpoint_response)
    if isinstance(integration, ServiceIntegration):
        return aws_service.map_response(call, route, integration, endpoint_request, endpoint_response)
    return lambda_proxy.map_response(call, endpoint_response)


class MethodResponded:
    """The method response that an answer went out by."""

    __slots__ = ("status",)

    def __init__(self, status: int | None) -> None:
        self.status = status
        """The declared status; None for a proxy integration, which needs none."""

    def describe(self) -> Description:
        """The declared status, or that none is needed."""
        if self.status is None:
            return Description("skipped", "proxy integration")
        return Description(declared_status=self.status)


ANY_STATUS = MethodResponded(None)


@phase("Method response", "api-gateway-method-settings-method-response.html")
def map_method_response(_call: Call, route: Route, mapped: MappedResponse) -> MethodResponded:
    """Refuse a status that the method does not declare; a proxy integration may answer with any."""
    compiled = route.compiled
    integration = compiled.integration
    proxy = isinstance(integration, LambdaProxyIntegration) or (
        isinstance(integration, HttpIntegration) and integration.proxy
    )
    if proxy:
        return ANY_STATUS
    if mapped.selected in compiled.declared_statuses:
        return MethodResponded(mapped.selected)
    raise configuration_error(
        "method_response.undeclared_status",
        f"Output mapping refers to an invalid method response: {mapped.selected}",
    )
