"""Which guard a method's settings make: CreateDeployment's part of authorization."""

from apiglab.gateway.compiled_guards import (
    OPEN,
    CompiledGuard,
    GuardNotBuilt,
    LambdaAuthorizer,
    SignedByIam,
    UserPools,
    issuer_of,
)
from apiglab.language.mapping_expression import parse_mapping_expression
from apiglab.language.pattern import compile_pattern
from apiglab.language.policy import Policy, PolicyError, deny_everything, parse_policy
from apiglab.model.authorizer import Authorizer
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, RestApi, RestApiSnapshot

_NAME = "the API's resource policy"


def compile_guard(snapshot: RestApiSnapshot, method: Method) -> CompiledGuard:
    """The guard of one method; one that is not built keeps everybody out."""
    if method.authorization_type == "NONE":
        return OPEN
    if method.authorization_type == "AWS_IAM":
        return SignedByIam()
    authorizer = next((each for each in snapshot.authorizers if each.id == method.authorizer_id), None)
    if authorizer is not None and method.authorization_type == "CUSTOM":
        return compile_lambda_authorizer(authorizer)
    if authorizer is not None and method.authorization_type == "COGNITO_USER_POOLS":
        return compile_user_pools(authorizer, method.authorization_scopes or ())
    return GuardNotBuilt(method.authorization_type)


def compile_lambda_authorizer(authorizer: Authorizer) -> LambdaAuthorizer:
    """What requests need to know of a TOKEN or REQUEST authorizer."""
    sources = (parse_mapping_expression(each.strip()) for each in (authorizer.identity_source or "").split(","))
    expression = authorizer.identity_validation_expression
    return LambdaAuthorizer(
        authorizer_id=authorizer.id,
        name=authorizer.name,
        type=authorizer.type,
        uri=authorizer.authorizer_uri or "",
        credentials=authorizer.authorizer_credentials,
        sources=tuple(source for source in sources if source is not None),
        validation=compile_pattern(expression) if expression and authorizer.type == "TOKEN" else None,
        ttl=authorizer.authorizer_result_ttl_in_seconds or 0,
    )


def compile_user_pools(authorizer: Authorizer, scopes: tuple[str, ...]) -> UserPools:
    """What requests need to know of a COGNITO_USER_POOLS authorizer on a method with ``scopes``."""
    arns = authorizer.provider_arns or ()
    fixed = {issuer: arn for arn in arns if "${" not in arn and (issuer := issuer_of(arn)) is not None}
    expression = authorizer.identity_validation_expression
    source = parse_mapping_expression(authorizer.identity_source or "")
    return UserPools(
        authorizer_id=authorizer.id,
        name=authorizer.name,
        issuers=FrozenMap(fixed),
        variable_arns=tuple(arn for arn in arns if "${" in arn),
        source=source.name if source is not None else "Authorization",
        validation=compile_pattern(expression) if expression else None,
        scopes=frozenset(scopes),
    )


def compile_resource_policy(api: RestApi) -> Policy | None:
    """The API's resource policy; one that cannot be read denies everything."""
    if not api.policy:
        return None
    try:
        return parse_policy(api.policy, name=_NAME, resource_policy=True)
    except PolicyError:
        return deny_everything(_NAME)
