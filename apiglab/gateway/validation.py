"""Request validation: required parameters and bodies that fit their model.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route


@phase("Request validation", "api-gateway-method-request-validation.html")
def validate(_call: Call, route: Route) -> None:
    """Pass a method without a validator; one with a validator is refused, since none can be run yet."""
    if route.compiled.method.request_validator_id is not None:
        raise configuration_error("validation.not_built", "apiglab does not run request validators yet")
