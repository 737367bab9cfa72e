"""Authorizers: Lambda functions and user pools that an API's methods may leave the decision to.

https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
"""

import re
from collections.abc import Iterator

import regex

from apiglab.control import authorizer_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.errors import bad_arn, not_built, unknown_choice
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable
from apiglab.language.mapping_expression import Source, parse_mapping_expression
from apiglab.language.patch_rules import LISTING, scalar, values
from apiglab.model.arn import parse_integration_arn
from apiglab.model.authorizer import Authorizer

TYPES = ("TOKEN", "REQUEST", "COGNITO_USER_POOLS", "JWT")
DEFAULT_TTL = 300
LONGEST_TTL = 3600
_DEFAULT_SOURCE = "method.request.header.Authorization"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_POOL = re.compile(r"arn:aws[a-z-]*:cognito-idp:[^:]+:\d{12}:userpool/(?:[\w-]|\$\{stageVariables\.\w+\})+")
_HEADER = re.compile(r"method\.request\.header\.[\w.-]+")
_REQUEST_SOURCES = (Source.REQUEST_HEADER, Source.REQUEST_QUERYSTRING, Source.STAGE_VARIABLE, Source.CONTEXT)


def _seconds(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        raise PatchError("Invalid authorizerResultTtlInSeconds specified. Must be between 0 and 3600") from None


AUTHORIZER: PatchTable[Authorizer] = PatchTable(
    (
        scalar("/name", "name"),
        scalar("/type", "type"),
        scalar("/authorizerUri", "authorizer_uri"),
        scalar("/authorizerCredentials", "authorizer_credentials"),
        scalar("/identitySource", "identity_source"),
        scalar("/identityValidationExpression", "identity_validation_expression"),
        scalar("/authorizerResultTtlInSeconds", "authorizer_result_ttl_in_seconds", _seconds),
        scalar("/authType", "auth_type"),
        values("/providerARNs", "provider_arns", missing="Invalid provider ARN specified"),
    ),
    LISTING,
)


def create_authorizer(
    call: Call,
    *,
    rest_api_id: str,
    name: str,
    type: str,  # noqa: A002  AWS's name
    provider_arns: tuple[str, ...] | None = None,
    auth_type: str | None = None,
    authorizer_uri: str | None = None,
    authorizer_credentials: str | None = None,
    identity_source: str | None = None,
    identity_validation_expression: str | None = None,
    authorizer_result_ttl_in_seconds: int | None = None,
    jwt_configuration: object = None,
) -> Output:
    """Create an authorizer; methods name it by its id."""
    api = call.here.rest_api(rest_api_id)
    if type == "JWT" or jwt_configuration is not None:
        raise not_built("JWT authorizers of REST APIs")
    authorizer = Authorizer(
        id=call.new_id(6),
        name=name,
        type=type,
        provider_arns=provider_arns or None,
        auth_type=auth_type or ("cognito_user_pools" if type == "COGNITO_USER_POOLS" else "custom"),
        authorizer_uri=authorizer_uri,
        authorizer_credentials=authorizer_credentials,
        identity_source=identity_source or (_DEFAULT_SOURCE if type == "COGNITO_USER_POOLS" else None),
        identity_validation_expression=identity_validation_expression,
        authorizer_result_ttl_in_seconds=_ttl(type, authorizer_result_ttl_in_seconds),
    )
    _check(api, authorizer)
    api.authorizers[authorizer.id] = authorizer
    return authorizer


def get_authorizer(call: Call, *, rest_api_id: str, authorizer_id: str) -> Output:
    """One authorizer."""
    return authorizer_of(call.here.rest_api(rest_api_id), authorizer_id)


def get_authorizers(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[Authorizer]:
    """An API's authorizers, by name."""
    authorizers = call.here.rest_api(rest_api_id).authorizers.values()
    return page(authorizers, lambda each: f"{each.name}/{each.id}", position, limit)


def update_authorizer(
    call: Call, *, rest_api_id: str, authorizer_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change an authorizer; it takes effect with the next deployment."""
    api = call.here.rest_api(rest_api_id)
    authorizer = patched(AUTHORIZER, authorizer_of(api, authorizer_id), patch_operations)
    _check(api, authorizer)
    api.authorizers[authorizer_id] = authorizer
    return authorizer


def delete_authorizer(call: Call, *, rest_api_id: str, authorizer_id: str) -> None:
    """Delete an authorizer that no method names."""
    api = call.here.rest_api(rest_api_id)
    authorizer = authorizer_of(api, authorizer_id)
    for where in _references(api, authorizer_id):
        raise errors.authorizer_in_use(authorizer.name, where)
    del api.authorizers[authorizer_id]


def authorizer_of(api: ApiStore, authorizer_id: str) -> Authorizer:
    """One authorizer of an API, or AWS's NotFoundException."""
    try:
        return api.authorizers[authorizer_id]
    except KeyError:
        raise errors.unknown_authorizer() from None


def _ttl(kind: str, given: int | None) -> int | None:
    """What is kept of the time to live: AWS's default where nothing is said. fact: authorizers.ttl"""
    if given is not None or kind == "COGNITO_USER_POOLS":
        return given
    return DEFAULT_TTL


def _check(api: ApiStore, authorizer: Authorizer) -> None:
    if authorizer.type not in TYPES:
        raise unknown_choice("authorizer type", TYPES)
    if not _NAME.fullmatch(authorizer.name or ""):
        raise errors.bad_authorizer_name()
    for other in api.authorizers.values():
        if other.name == authorizer.name and other.id != authorizer.id:
            raise errors.authorizer_exists(authorizer.name)
    ttl = authorizer.authorizer_result_ttl_in_seconds
    if ttl is not None and not 0 <= ttl <= LONGEST_TTL:
        raise errors.bad_ttl()
    _check_expression(authorizer.identity_validation_expression)
    if authorizer.type == "COGNITO_USER_POOLS":
        _check_pools(authorizer)
    else:
        _check_lambda(authorizer)


def _check_expression(expression: str | None) -> None:
    try:
        regex.compile(expression or "")
    except regex.error:
        raise errors.bad_validation_expression() from None


def _check_pools(authorizer: Authorizer) -> None:
    arns = authorizer.provider_arns
    if not arns or not all(_POOL.fullmatch(arn) for arn in arns):
        raise errors.bad_providers()
    if not _HEADER.fullmatch(authorizer.identity_source or ""):
        raise errors.bad_identity_source(authorizer.identity_source)


def _check_lambda(authorizer: Authorizer) -> None:
    arn = parse_integration_arn(authorizer.authorizer_uri or "")
    if arn is None or arn.function is None:
        raise errors.bad_authorizer_uri(authorizer.authorizer_uri)
    if authorizer.authorizer_credentials and not authorizer.authorizer_credentials.startswith("arn:"):
        raise bad_arn()
    source = authorizer.identity_source
    if authorizer.type == "TOKEN":
        if not _HEADER.fullmatch(source or ""):
            raise errors.bad_identity_source(source)
        return
    if not source and authorizer.authorizer_result_ttl_in_seconds:
        raise errors.bad_identity_source(source)  # what is cached has to be known by something
    for each in (source or "").split(",") if source else ():
        expression = parse_mapping_expression(each.strip())
        if expression is None or expression.source not in _REQUEST_SOURCES:
            raise errors.bad_identity_source(source)


def _references(api: ApiStore, authorizer_id: str) -> Iterator[str]:
    for resource in api.resources.values():
        for verb, method in (resource.resource_methods or {}).items():
            if method.authorizer_id == authorizer_id:
                yield f"{verb}:{resource.path}"


OPERATIONS: Operations = {
    "CreateAuthorizer": create_authorizer,
    "GetAuthorizer": get_authorizer,
    "GetAuthorizers": get_authorizers,
    "UpdateAuthorizer": update_authorizer,
    "DeleteAuthorizer": delete_authorizer,
}
