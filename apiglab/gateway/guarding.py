"""Which guard a method's settings make: CreateDeployment's part of authorization."""

from apiglab.gateway.compiled_guards import OPEN, CompiledGuard, GuardNotBuilt, SignedByIam
from apiglab.language.policy import Policy, PolicyError, deny_everything, parse_policy
from apiglab.model.rest import Method, RestApi, RestApiSnapshot

_NAME = "the API's resource policy"


def compile_guard(_snapshot: RestApiSnapshot, method: Method) -> CompiledGuard:
    """The guard of one method; one that is not built keeps everybody out."""
    if method.authorization_type == "NONE":
        return OPEN
    if method.authorization_type == "AWS_IAM":
        return SignedByIam()
    return GuardNotBuilt(method.authorization_type)


def compile_resource_policy(api: RestApi) -> Policy | None:
    """The API's resource policy; one that cannot be read denies everything."""
    if not api.policy:
        return None
    try:
        return parse_policy(api.policy, name=_NAME, resource_policy=True)
    except PolicyError:
        return deny_everything(_NAME)
