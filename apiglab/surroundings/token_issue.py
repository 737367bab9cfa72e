"""The tokens of a sign-in, issued in steps: where the pool has a trigger, its function is asked between them.

A step runs with Cognito to itself; no function runs while that is so.
"""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

from moto.cognitoidp.exceptions import NotAuthorizedError

from apiglab.surroundings import token_claims
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.moto_cognito import LabUserPool
from apiglab.surroundings.pausing import Outcome, PausedError
from apiglab.surroundings.service_errors import ServiceError
from apiglab.surroundings.token_trigger import TIMEOUT, event_of, read_answer, trigger_of


class Tokens(NamedTuple):
    """What a sign-in gives."""

    access_token: str
    id_token: str
    lasts: int


Asking = Generator[LambdaEvent, Outcome, Tokens]
"""What to invoke is yielded; what comes of it is sent in, None where it took too long."""


def issue(pool: LabUserPool, refresh_token: str, source: str) -> Asking:
    """The tokens of a sign-in. ``source``: on what occasion, as the function is told. fact: cognito.trigger"""
    trigger = trigger_of(pool.extended_config)
    if trigger is None:
        return Tokens(*pool.create_tokens_from_refresh_token(refresh_token))
    client_id, user = pool.holder_of(refresh_token)
    payload = event_of(
        trigger,
        source=source,
        region=pool.region,
        user_pool_id=pool.id,
        client_id=client_id,
        username=user.username,
        attributes={**user.attribute_lookup, "cognito:user_status": str(getattr(user.status, "value", user.status))},
        groups={**token_claims.groups(user), **token_claims.roles(user)},
        scope=pool.sign_in_of(refresh_token).scope,
    )
    outcome = yield LambdaEvent(
        function=trigger.function,
        account_id=pool.account_id,
        region=pool.region,
        payload=payload,
        source="cognito-idp.amazonaws.com",
        source_arn=pool.arn,
    )
    overrides = read_answer(trigger, outcome)
    return Tokens(*pool.create_tokens_from_refresh_token(refresh_token, overrides))


def issue_or_pause(
    pool: LabUserPool, refresh_token: str, source: str, answer: Callable[[Tokens], dict[str, Any]]
) -> dict[str, Any]:
    """The answer with a sign-in's tokens; ``PausedError`` where a function has to be asked first."""
    asking = issue(pool, refresh_token, source)
    try:
        event = next(asking)
    except StopIteration as end:
        return answer(end.value)

    def go_on(outcome: Outcome) -> dict[str, Any]:
        try:
            asking.send(outcome)
        except StopIteration as end:
            return answer(end.value)
        except NotAuthorizedError as error:  # the user may have gone meanwhile
            raise ServiceError(code="NotAuthorizedException", status=400, message=str(error.message)) from None
        raise RuntimeError("a trigger is asked once")

    raise PausedError(event, TIMEOUT, go_on)
