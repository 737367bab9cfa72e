"""Whether an API may be called at the address it was called at, and from where it was called.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.edge_optimized import pass_viewer_request
from apiglab.gateway.errors import GatewayError, ResponseType


async def check_endpoint(call: Call) -> None:
    """Refuse the default endpoint where it is disabled, and what is on the other side of a VPC endpoint.

    fact: endpoints.disabled-is-forbidden, endpoints.private-is-forbidden
    """
    api, origin = call.rest_api, call.request.origin
    if api.disable_execute_api_endpoint and call.base_path is None:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.disabled")  # the type that says Forbidden
    private = call.is_private
    if origin is not None and origin.vpc_endpoint_id is not None:
        await _enter_by_vpc_endpoint(call, origin.vpc_endpoint_id, private=private)
    elif private and not call.is_test:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.private")
    elif origin is not None and origin.country is not None and "EDGE" in api.endpoint_configuration.types:
        pass_viewer_request(call, origin.country)


async def _enter_by_vpc_endpoint(call: Call, vpc_endpoint_id: str, *, private: bool) -> None:
    """Only private APIs are behind a VPC endpoint, for those that there are. fact: private.through-vpc-endpoints"""
    endpoints = call.live.vpc_endpoints
    call.vpc_endpoint = endpoints.known(vpc_endpoint_id) or await endpoints.find(vpc_endpoint_id)
    if call.vpc_endpoint is None:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.no_such_vpc_endpoint")
    if not private:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.not_private")
    name = call.domain_name.partition(".")[0]
    associated = call.rest_api.endpoint_configuration.vpc_endpoint_ids or ()
    # The name with the endpoint's id in it is made for those that the API is associated with.
    if name == f"{call.rest_api.id}-{vpc_endpoint_id}" and vpc_endpoint_id not in associated:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.not_associated")
