"""Lambda functions as the runtime needs them, read from moto's own objects.

Looking one up again costs a dictionary's get until a request to Lambda's control plane may have changed something.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apiglab.model.clock import Chance
from apiglab.model.frozen import FrozenMap
from apiglab.model.function import Function, LambdaError, Layer
from apiglab.surroundings import resource_policy
from apiglab.surroundings.mount import Surroundings

_REFERENCE = re.compile(
    r"(?:(?:arn:aws[a-z-]*:lambda:(?P<region>[a-z0-9-]+):)?(?:(?P<account_id>\d{12}):)?function:)?"
    r"(?P<name>[a-zA-Z0-9-_]{1,140})(?::(?P<qualifier>[$a-zA-Z0-9-_]{1,129}))?"
)
# Answers of policies kept between changes; a source ARN comes from a client's choice of stage and method.
_KEPT_ANSWERS = 4096

Choice = Callable[[], Function]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a function is: its name, and whose it is where."""

    name: str
    qualifier: str | None
    account_id: str
    region: str

    @property
    def arn(self) -> str:
        return f"arn:aws:lambda:{self.region}:{self.account_id}:function:{self.name}"

    def not_found(self) -> LambdaError:
        arn = f"{self.arn}:{self.qualifier}" if self.qualifier else self.arn
        return LambdaError("ResourceNotFoundException", 404, f"Function not found: {arn}", Type="User")


class Functions:
    """The functions that moto keeps, with their versions, aliases and resource policies."""

    def __init__(self, surroundings: Surroundings, chance: Chance | None = None) -> None:
        self._surroundings = surroundings
        self._chance = chance or Chance()
        self._generation = -1
        self._found: dict[tuple[str, str, str, str | None], Choice] = {}
        self._answers: dict[tuple[str, str | None, str, str], bool] = {}

    def find(self, reference: str, *, account_id: str, region: str, qualifier: str | None = None) -> Function:
        """The version that a name, partial ARN or ARN means, with the alias or version in it or in ``qualifier``.

        An alias with weights chooses anew each time. Raises ``LambdaError`` where there is no such function.
        """
        self._forget_if_changed()
        key = (reference, account_id, region, qualifier)
        choice = self._found.get(key)
        if choice is None:
            choice = self._found[key] = self._look_up(_place(reference, account_id, region, qualifier))
        return choice()

    def allows(self, function: Function, *, qualifier: str | None, principal: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets the service ``principal`` invoke it for ``source_arn``."""
        self._forget_if_changed()
        key = (function.function_arn, qualifier, principal, source_arn)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.clear()
            answer = self._answers[key] = self._ask_policy(function, qualifier, principal, source_arn)
        return answer

    def _forget_if_changed(self) -> None:
        generation = self._surroundings.generation("awslambda")
        if generation != self._generation:
            self._generation = generation
            self._found.clear()
            self._answers.clear()

    def _look_up(self, place: _Place) -> Choice:
        backend = _lambda_backend(place.account_id, place.region)
        if backend is None:
            raise place.not_found()
        with self._surroundings.holding("awslambda"):
            return self._choice(backend, place)

    def _choice(self, backend: Any, place: _Place) -> Choice:
        """How to choose among the versions that ``place`` means: mostly, there is one."""
        kept = backend._lambdas._functions.get(place.name)
        if kept is None or kept["latest"] is None:
            raise place.not_found()
        versions = {str(version.version): version for version in (kept["latest"], *kept["versions"])}
        alias = backend._lambdas._aliases[kept["latest"].function_arn].get(place.qualifier)
        version = alias.function_version if alias is not None else place.qualifier or "$LATEST"
        if version not in versions:
            raise place.not_found()
        reserved = kept["latest"].reserved_concurrency
        main = _function(backend, versions[version], place, reserved)
        weights = ((alias.routing_config or {}) if alias is not None else {}).get("AdditionalVersionWeights") or {}
        others = [
            (float(weight), _function(backend, versions[other], place, reserved))
            for other, weight in weights.items()
            if other in versions
        ]
        return _weighted(main, others, self._chance) if others else lambda: main

    def _ask_policy(self, function: Function, qualifier: str | None, principal: str, source_arn: str) -> bool:
        backend = _lambda_backend(function.account_id, function.region)
        kept = backend._lambdas._functions.get(function.function_name) if backend is not None else None
        if kept is None or kept["latest"] is None:
            return False
        with self._surroundings.holding("awslambda"):
            statements = list(kept["latest"].policy.statements)
        # Every version and alias has a policy of its own: a statement names the qualified ARN that it is for.
        unqualified = qualifier in (None, "", "$LATEST")
        return resource_policy.allows(
            statements,
            resource=function.function_arn if unqualified else f"{function.function_arn}:{qualifier}",
            principal=principal,
            source_arn=source_arn,
            source_account=(source_arn.split(":") + [""] * 5)[4] or function.account_id,
        )


def _place(reference: str, account_id: str, region: str, qualifier: str | None) -> _Place:
    """What a reference means to a caller of this account and region."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        message = f"1 validation error detected: Value '{reference}' at 'functionName' failed to satisfy constraint: "
        message += "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?"
        message += (
            r"([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"
        )
        raise LambdaError("ValidationException", 400, message)
    if match["region"] and match["region"] != region:
        message = f"Functions from '{match['region']}' are not reachable in this region ('{region}')"
        raise LambdaError("ResourceNotFoundException", 404, message, Type="User")
    if match["qualifier"] and qualifier and match["qualifier"] != qualifier:
        message = "The derived qualifier from the function name does not match the specified qualifier."
        raise LambdaError("InvalidParameterValueException", 400, message, Type="User")
    return _Place(match["name"], match["qualifier"] or qualifier, match["account_id"] or account_id, region)


def _lambda_backend(account_id: str, region: str) -> Any | None:
    """moto's backend, or None where Lambda was never used there: looking up neither imports nor makes anything."""
    lambda_backends = getattr(sys.modules.get("moto.awslambda.models"), "lambda_backends", None)
    account = None if lambda_backends is None else dict.get(lambda_backends, account_id)
    return None if account is None else dict.get(account, region)


def _weighted(main: Function, others: list[tuple[float, Function]], chance: Chance) -> Choice:
    def choose() -> Function:
        drawn = chance.random()
        for weight, function in others:
            if drawn < weight:
                return function
            drawn -= weight
        return main

    return choose


def _function(backend: Any, kept: Any, place: _Place, reserved: int | None) -> Function:
    """moto's function as a frozen value; its zip and its layers' are moto's own bytes, not copies."""
    if kept.package_type != "Zip":
        message = f"apiglab runs deployment packages of type Zip; {place.name} is a container image."
        raise LambdaError("NotImplementedException", 501, message)
    layers = (backend.layers_versions_by_arn(layer["Arn"]) for layer in kept.layers)
    return Function(
        function_name=place.name,
        function_arn=place.arn,
        version=str(kept.version),
        account_id=place.account_id,
        region=place.region,
        runtime=kept.run_time or "",
        handler=kept.handler or "",
        role=kept.role,
        timeout=int(kept.timeout),
        memory_size=int(kept.memory_size),
        environment=FrozenMap({name: str(value) for name, value in kept.environment_vars.items()}),
        code=kept.code_bytes,
        code_sha_256=kept.code_sha_256,
        layers=tuple(Layer(arn=layer.arn, code=layer.code_bytes) for layer in layers if layer is not None),
        reserved_concurrent_executions=None if reserved is None else int(reserved),
        log_group=kept.logging_config.get("LogGroup") or f"/aws/lambda/{place.name}",
        revision_id=kept.revision_id,
    )
