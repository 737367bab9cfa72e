"""The pre token generation trigger: a function of the pool's owner that has a say in what tokens tell.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from apiglab.model.function import LambdaError
from apiglab.surroundings.pausing import Outcome
from apiglab.surroundings.service_errors import ServiceError

TIMEOUT = 5.0
"""Seconds that the function may take. fact: cognito.trigger"""
NAME = "PreTokenGeneration"
VERSIONS = ("V1_0", "V2_0")
# What no function may change; fact: cognito.trigger
_PROTECTED = frozenset(
    (
        *("acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "device_key", "event_id", "exp", "iat"),
        *("identities", "iss", "jti", "nbf", "nonce", "origin_jti", "scope", "sub", "token_use", "username", "version"),
    )
)


class Trigger(NamedTuple):
    """The function of a pool, and which form of the event it takes."""

    function: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenChanges:
    """What is to be other than usual in one kind of token."""

    add: Mapping[str, Any] = field(default_factory=dict)
    suppress: frozenset[str] = frozenset()

    def apply(self, claims: dict[str, Any]) -> dict[str, Any]:
        """``claims`` as the function wants them, as far as it may."""
        kept = {name: value for name, value in claims.items() if name not in self.suppress or _is_protected(name)}
        return kept | {name: value for name, value in self.add.items() if not _is_protected(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What a function wants of the tokens of one sign-in."""

    id_token: TokenChanges = field(default_factory=TokenChanges)
    access_token: TokenChanges = field(default_factory=TokenChanges)
    scopes_to_add: tuple[str, ...] = ()
    scopes_to_suppress: frozenset[str] = frozenset()
    groups: Mapping[str, Any] | None = None
    """The claims about groups and roles in place of the user's own; None leaves these."""

    def scope(self, granted: str) -> str:
        """The scopes of an access token."""
        kept = [each for each in granted.split() if each not in self.scopes_to_suppress]
        return " ".join(dict.fromkeys((*kept, *self.scopes_to_add)))


UNCHANGED = Overrides()


def trigger_of(pool_config: Mapping[str, Any]) -> Trigger | None:
    """The trigger of a pool, None where it has none."""
    config = pool_config.get("LambdaConfig") or {}
    newer = config.get("PreTokenGenerationConfig")
    if newer:
        return Trigger(newer["LambdaArn"], newer["LambdaVersion"])
    return Trigger(config[NAME], "V1_0") if config.get(NAME) else None


def event_of(
    trigger: Trigger,
    *,
    source: str,
    region: str,
    user_pool_id: str,
    client_id: str,
    username: str,
    attributes: Mapping[str, str],
    groups: Mapping[str, Any],
    scope: str,
) -> bytes:
    """What the function is asked. fact: cognito.trigger"""
    request: dict[str, Any] = {
        "userAttributes": dict(attributes),
        "groupConfiguration": {
            "groupsToOverride": groups.get("cognito:groups", []),
            "iamRolesToOverride": groups.get("cognito:roles", []),
            "preferredRole": groups.get("cognito:preferred_role"),
        },
    }
    newer = trigger.version != "V1_0"
    if newer:
        request["scopes"] = scope.split()
    event = {
        "version": "2" if newer else "1",
        "triggerSource": f"TokenGeneration_{source}",
        "region": region,
        "userPoolId": user_pool_id,
        "userName": username,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client_id},
        "request": request,
        "response": {"claimsAndScopeOverrideDetails" if newer else "claimsOverrideDetails": None},
    }
    return json.dumps(event).encode()


def read_answer(trigger: Trigger, outcome: Outcome) -> Overrides:
    """What the function wants; AWS's error where it failed, or answered in no form. fact: cognito.trigger"""
    if outcome is None:
        raise _unexpected("Socket timeout while invoking Lambda function.")
    if isinstance(outcome, LambdaError):
        raise _unexpected(f"{outcome.code}.")
    try:
        said = json.loads(outcome.payload)
    except (ValueError, RecursionError):
        raise _unrecognizable() from None
    if outcome.function_error is not None:
        message = said.get("errorMessage") if isinstance(said, dict) else None
        raise _error("UserLambdaValidationException", f"{NAME} failed with error {message}.")
    response = said.get("response") if isinstance(said, dict) else None
    if not isinstance(response, dict):
        raise _unrecognizable()
    if trigger.version == "V1_0":
        details = _mapping(response.get("claimsOverrideDetails"))
        return Overrides(id_token=_changes(details, texts_only=True), groups=_groups(details))
    details = _mapping(response.get("claimsAndScopeOverrideDetails"))
    access = _mapping(details.get("accessTokenGeneration"))
    return Overrides(
        id_token=_changes(_mapping(details.get("idTokenGeneration"))),
        access_token=_changes(access),
        scopes_to_add=_texts(access.get("scopesToAdd")),
        scopes_to_suppress=frozenset(_texts(access.get("scopesToSuppress"))),
        groups=_groups(details),
    )


def _changes(details: Mapping[str, Any], *, texts_only: bool = False) -> TokenChanges:
    add = _mapping(details.get("claimsToAddOrOverride"))
    if texts_only and not all(isinstance(value, str) for value in add.values()):
        raise _unrecognizable()
    return TokenChanges(add=add, suppress=frozenset(_texts(details.get("claimsToSuppress"))))


def _groups(details: Mapping[str, Any]) -> Mapping[str, Any] | None:
    said = details.get("groupOverrideDetails")
    if said is None:
        return None
    told = _mapping(said)
    groups, roles = _texts(told.get("groupsToOverride")), _texts(told.get("iamRolesToOverride"))
    preferred = told.get("preferredRole")
    return {
        **({"cognito:groups": list(groups)} if groups else {}),
        **({"cognito:roles": list(roles)} if roles else {}),
        **({"cognito:preferred_role": preferred} if isinstance(preferred, str) and preferred else {}),
    }


def _is_protected(name: str) -> bool:
    return name in _PROTECTED or name.startswith("cognito:")


def _mapping(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _unrecognizable()
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) and " " not in each for each in value):
        raise _unrecognizable()
    return tuple(value)


def _unexpected(why: str) -> ServiceError:
    return _error("UnexpectedLambdaException", f"{NAME} invocation failed due to error {why}")


def _unrecognizable() -> ServiceError:
    return _error("InvalidLambdaResponseException", "Unrecognizable lambda output")


def _error(code: str, message: str) -> ServiceError:
    return ServiceError(code=code, status=400, message=message)
