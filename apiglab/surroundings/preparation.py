"""What happens to a request before moto has it: checks of AWS's that moto lacks, and gaps filled in."""

import json
import uuid
from dataclasses import replace
from typing import Any

from apiglab.model.clock import Chance
from apiglab.model.http import HttpRequest
from apiglab.surroundings.lambda_checks import check_lambda
from apiglab.surroundings.service_errors import not_implemented
from apiglab.surroundings.target import form

# moto answers these with the same example credentials each time, which sign nothing.
_MADE_UP = frozenset({"GetFederationToken", "GetSessionToken"})


def prepare(backend: str, request: HttpRequest, model: Any, chance: Chance) -> HttpRequest:
    """``request`` as moto should see it; raises ``ServiceError`` where AWS would refuse it or moto would make it up.

    ``model`` is botocore's model of the service.
    """
    if backend == "awslambda":
        check_lambda(request, model)
    elif backend == "stepfunctions":
        return _named_execution(request, chance)
    elif backend == "sts" and (action := form(request).get("Action")) in _MADE_UP:
        raise not_implemented(f"sts.{action}")
    return request


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
