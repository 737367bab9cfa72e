"""The authorization servers of user pools with a domain: which request is for which of them.

https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
"""

from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.oauth.place import Place, find_place


class AuthorizationServers:
    """Every user pool's authorization server."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def serves(self, request: HttpRequest) -> bool:
        """Whether a request is for one of them."""
        return find_place(request) is not None

    async def respond(self, request: HttpRequest, *, from_another_site: bool) -> Response:
        """Answer one request; a form that a page of another site sends is no user's own."""
        place = find_place(request)
        if place is None:
            raise ValueError(f"{request.path} is for no authorization server")
        return await self._surroundings.in_worker(self._respond, request, place, from_another_site)

    def _respond(self, request: HttpRequest, place: Place, from_another_site: bool) -> Response:  # noqa: FBT001
        self._surroundings.ensure("cognitoidp")
        from apiglab.surroundings.oauth.serving import serve

        with self._surroundings.holding("cognitoidp"):
            return serve(request, place, from_another_site=from_another_site)
