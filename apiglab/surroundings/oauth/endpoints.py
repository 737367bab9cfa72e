"""The authorization servers of user pools with a domain: which request is for which of them.

https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from apiglab.model.backend import BackendError, BackendRequest
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.oauth.flow import Flow, Question
from apiglab.surroundings.oauth.place import Place, find_place
from apiglab.surroundings.token_trigger import TIMEOUT

Send = Callable[[BackendRequest], Awaitable[Response]]


class Waiting(NamedTuple):
    """An answer that has to wait for another's."""

    flow: Flow
    question: Question


class AuthorizationServers:
    """Every user pool's authorization server."""

    def __init__(self, surroundings: Surroundings, send: Send) -> None:
        """``send``: how other providers are asked; it raises ``BackendError`` where nothing comes of it."""
        self._surroundings = surroundings
        self._send = send

    def serves(self, request: HttpRequest) -> bool:
        """Whether a request is for one of them."""
        return find_place(request) is not None

    async def respond(self, request: HttpRequest, *, from_another_site: bool) -> Response:
        """Answer one request. Nothing of Cognito's is held while a provider or a function is asked."""
        place = find_place(request)
        if place is None:
            raise ValueError(f"{request.path} is for no authorization server")
        step = await self._surroundings.in_worker(self._begin, request, place, from_another_site)
        while isinstance(step, Waiting):
            step = await self._surroundings.in_worker(self._go_on, step.flow, await self._ask(step.question))
        return step

    async def _ask(self, question: Question) -> Any:
        if isinstance(question, LambdaEvent):
            return await self._surroundings.ask_function(question, TIMEOUT)
        try:
            return await self._send(question)
        except BackendError:
            return None

    def _begin(self, request: HttpRequest, place: Place, from_another_site: bool) -> Waiting | Response:  # noqa: FBT001
        self._surroundings.ensure("cognitoidp")
        from apiglab.surroundings.oauth.serving import serve

        return self._go_on(serve(request, place, from_another_site=from_another_site), None)

    def _go_on(self, flow: Flow, told: Any) -> Waiting | Response:
        with self._surroundings.holding("cognitoidp"):
            try:
                return Waiting(flow, flow.send(told))
            except StopIteration as end:
                answer: Response = end.value
                return answer
