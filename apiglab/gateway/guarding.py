"""Which guard a method's settings make: CreateDeployment's part of authorization."""

from apiglab.gateway.compiled_guards import OPEN, CompiledGuard, GuardNotBuilt
from apiglab.model.rest import Method, RestApiSnapshot


def compile_guard(_snapshot: RestApiSnapshot, method: Method) -> CompiledGuard:
    """The guard of one method; one that is not built keeps everybody out."""
    if method.authorization_type == "NONE":
        return OPEN
    return GuardNotBuilt(method.authorization_type)
