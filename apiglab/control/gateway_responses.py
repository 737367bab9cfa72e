"""Gateway responses: an API's own wording of AWS's 21 refusals.

https://docs.aws.amazon.com/apigateway/latest/api/API_GatewayResponse.html
"""

from dataclasses import replace

from apiglab.control import model_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.integration_checks import check_status_code, check_templates
from apiglab.control.mappings import check_refusal_mappings
from apiglab.control.methods import UNKNOWN_CONTENT_TYPE, UNKNOWN_PARAMETER
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.gateway.errors import DEFAULTS, ResponseType
from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable
from apiglab.language.patch_rules import TERSE, Convert, entries, scalar
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import GatewayResponse

DEFAULT_TEMPLATES = FrozenMap({"application/json": '{"message":$context.error.messageString}'})
_FAMILIES = (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX)


def _filled(member: str) -> Convert:
    """Values of ``member`` must say something."""

    def convert(value: str | None) -> str:
        if not value:
            raise PatchError(f"Invalid null or empty value in {member}")
        return value

    return convert


GATEWAY_RESPONSE: PatchTable[GatewayResponse] = PatchTable(
    (
        scalar("/statusCode", "status_code"),
        entries(
            "/responseParameters/{name}",
            "response_parameters",
            _filled("responseParameters"),
            missing=UNKNOWN_PARAMETER,
        ),
        entries(
            "/responseTemplates/{type}",
            "response_templates",
            _filled("responseTemplates"),
            missing=UNKNOWN_CONTENT_TYPE,
        ),
    ),
    TERSE,
)


def put_gateway_response(
    call: Call,
    *,
    rest_api_id: str,
    response_type: str,
    status_code: str | None = None,
    response_parameters: FrozenMap[str, str] | None = None,
    response_templates: FrozenMap[str, str] | None = None,
) -> Output:
    """Word one refusal anew; what is left out is AWS's default."""
    api = call.here.rest_api(rest_api_id)
    response = GatewayResponse(
        response_type=response_type,
        status_code=status_code,
        response_parameters=response_parameters or FrozenMap(),
        response_templates=response_templates or DEFAULT_TEMPLATES,
    )
    return _keep(api, response)


def get_gateway_response(call: Call, *, rest_api_id: str, response_type: str) -> Output:
    """How an API words one refusal."""
    return _wording(call.here.rest_api(rest_api_id), ResponseType(response_type))


def get_gateway_responses(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[GatewayResponse]:
    """How an API words all 21 refusals, by type."""
    api = call.here.rest_api(rest_api_id)
    return page((_wording(api, each) for each in ResponseType), lambda each: each.response_type, position, limit)


def update_gateway_response(
    call: Call, *, rest_api_id: str, response_type: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change the wording of one refusal; one that was AWS's default becomes the API's own."""
    api = call.here.rest_api(rest_api_id)
    old = api.gateway_responses.get(response_type) or GatewayResponse(
        response_type=response_type, response_templates=DEFAULT_TEMPLATES
    )
    changed = patched(GATEWAY_RESPONSE, old, patch_operations)
    return _keep(
        api,
        replace(
            changed,
            response_parameters=changed.response_parameters or FrozenMap(),
            response_templates=changed.response_templates or FrozenMap(),
        ),
    )


def delete_gateway_response(call: Call, *, rest_api_id: str, response_type: str) -> None:
    """Return to AWS's default wording of one refusal."""
    api = call.here.rest_api(rest_api_id)
    if response_type not in api.gateway_responses:
        raise errors.gateway_response_not_put()
    del api.gateway_responses[response_type]


def _keep(api: ApiStore, response: GatewayResponse) -> GatewayResponse:
    for member, values in (
        ("responseParameters", response.response_parameters),
        ("responseTemplates", response.response_templates),
    ):
        if not all(values.values()):
            raise errors.empty_value(member)
    check_status_code(response.status_code)
    check_refusal_mappings(response.response_parameters)
    check_templates(response.response_templates)
    api.gateway_responses[response.response_type] = response
    return _wording(api, ResponseType(response.response_type))


def _wording(api: ApiStore, response_type: ResponseType) -> GatewayResponse:
    """The API's own wording, else that of its DEFAULT_4XX or DEFAULT_5XX, else AWS's."""
    own = api.gateway_responses.get(response_type)
    status_code = None if response_type in _FAMILIES else str(DEFAULTS[response_type].status)
    if own is not None:
        return replace(own, status_code=own.status_code or status_code)
    family = api.gateway_responses.get(_family(response_type))
    if family is not None:
        return replace(
            family,
            response_type=response_type,
            status_code=family.status_code or status_code,
            default_response=True,
        )
    return GatewayResponse(
        response_type=response_type,
        status_code=status_code,
        response_templates=DEFAULT_TEMPLATES,
        default_response=True,
    )


def _family(response_type: ResponseType) -> ResponseType:
    return ResponseType.DEFAULT_4XX if DEFAULTS[response_type].status < 500 else ResponseType.DEFAULT_5XX


OPERATIONS: Operations = {
    "PutGatewayResponse": put_gateway_response,
    "GetGatewayResponse": get_gateway_response,
    "GetGatewayResponses": get_gateway_responses,
    "UpdateGatewayResponse": update_gateway_response,
    "DeleteGatewayResponse": delete_gateway_response,
}
