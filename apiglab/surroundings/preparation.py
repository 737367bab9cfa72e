"""What happens to a request before moto has it: checks of AWS's that moto lacks, and gaps filled in."""

import json
import uuid
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from apiglab.model.clock import Chance
from apiglab.model.http import HttpRequest
from apiglab.surroundings.lambda_checks import check_lambda
from apiglab.surroundings.service_errors import ServiceError, not_implemented
from apiglab.surroundings.target import form


class Caller(NamedTuple):
    """Whose request it is, as far as its access key tells."""

    access_key_id: str | None
    account_id: str


# moto answers these with the same example credentials each time, which sign nothing.
_MADE_UP = frozenset({"GetFederationToken", "GetSessionToken"})


class Moto(Protocol):
    """What preparing needs of moto."""

    def model(self, backend: str) -> Any:
        """botocore's model of a service."""
        ...

    def role_exists(self, role_arn: str) -> bool:
        """Whether IAM has this role."""
        ...

    def caller_arn(self, access_key_id: str, account_id: str) -> str:
        """Who signs with this key."""
        ...


def prepare(moto: Moto, backend: str, request: HttpRequest, caller: Caller, chance: Chance) -> HttpRequest:
    """``request`` as moto should see it; raises ``ServiceError`` where AWS would refuse it or moto would make it up."""
    if backend == "awslambda":
        check_lambda(request, moto.model(backend))
    elif backend == "cognitoidp":
        from apiglab.surroundings.cognito_checks import check_cognito  # which reads moto's user pools

        check_cognito(request, moto.model(backend))
    elif backend == "stepfunctions":
        return _named_execution(request, chance)
    elif backend == "sts":
        _check_sts(moto, form(request), caller)
    return request


def _check_sts(moto: Moto, parameters: dict[str, str], caller: Caller) -> None:
    action = parameters.get("Action")
    if action in _MADE_UP:
        raise not_implemented(f"sts.{action}")
    role_arn = parameters.get("RoleArn")
    # moto gives out sessions of roles that do not exist; AWS tells that apart from a missing permission to nobody.
    if action == "AssumeRole" and role_arn and not moto.role_exists(role_arn):
        arn = moto.caller_arn(caller.access_key_id or "", caller.account_id)
        message = f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        raise ServiceError(code="AccessDenied", status=403, message=message)


def _named_execution(request: HttpRequest, chance: Chance) -> HttpRequest:
    """A started execution with a name: moto calls all that have none by one name, and refuses the second."""
    if request.headers.get("X-Amz-Target") != "AWSStepFunctions.StartExecution":
        return request
    try:
        body = json.loads(request.body)
    except ValueError:
        return request
    if not isinstance(body, dict) or body.get("name"):
        return request
    body["name"] = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    return replace(request, body=json.dumps(body).encode())
