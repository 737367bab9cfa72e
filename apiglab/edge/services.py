"""Requests to services: kept from other sites' pages, told who asks for what, and handed to who answers."""

import re
from typing import Protocol

from apiglab.edge.browsers import is_from_another_site, is_local_host
from apiglab.edge.callers import Caller, NobodyAskedError
from apiglab.edge.refusals import refusal
from apiglab.edge.service_refusals import refuse, refuse_signature
from apiglab.edge.targets import ADMIN, PATH_FORM
from apiglab.language.sigv4_signature import SignatureError
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.service_errors import ServiceError

_INVOKE = re.compile(
    r"/2015-03-31/functions/[^/]+/invocations|/2014-11-13/functions/[^/]+/invoke-async/?"
    r"|/2021-11-15/functions/[^/]+/response-streaming-invocations"
)
_OPEN = frozenset({ADMIN + "health"})
"""What anybody may ask, pages of other sites included: it tells nothing and changes nothing."""


class Control(Protocol):
    """API Gateway's control plane."""

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        """Answer one request."""
        ...


class Surroundings(Protocol):
    """Every other service."""

    async def respond(self, request: HttpRequest, *, service: str | None = None) -> Response:
        """Answer one request."""
        ...


class InvokeApi(Protocol):
    """Lambda's Invoke operation."""

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        """Answer one request."""
        ...


class Admin(Protocol):
    """The server's own paths."""

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request."""
        ...


class Callers(Protocol):
    """Who decides who may ask."""

    async def admit(self, request: HttpRequest) -> Caller:
        """Who sent ``request``, and for which service; ``SignatureError`` or ``NobodyAskedError`` otherwise."""
        ...

    async def admit_root(self, request: HttpRequest) -> None:
        """Return where ``request`` may administer the server; ``SignatureError`` otherwise."""
        ...


class Permissions(Protocol):
    """Whose policies say what a caller may ask."""

    async def check(self, request: HttpRequest, *, access_key_id: str, service: str, region: str) -> None:
        """Return where the caller may; ``ServiceError`` otherwise."""
        ...


class AuthorizationServers(Protocol):
    """What signs users in, for clients that show no signature of AWS's."""

    def serves(self, request: HttpRequest) -> bool:
        """Whether a request is for one of them."""
        ...

    async def respond(self, request: HttpRequest, *, from_another_site: bool) -> Response:
        """Answer one request."""
        ...


class Services:
    """Everything that is not a call of a deployed API."""

    def __init__(
        self,
        *,
        control: Control,
        surroundings: Surroundings,
        invoke_api: InvokeApi,
        admin: Admin,
        callers: Callers,
        permissions: Permissions,
        authorization_servers: AuthorizationServers,
        any_host: bool = False,
    ) -> None:
        """``any_host``: answer under any name, as signatures are checked; without, only under this machine's own."""
        self._control = control
        self._surroundings = surroundings
        self._invoke_api = invoke_api
        self._admin = admin
        self._callers = callers
        self._permissions = permissions
        self._authorization_servers = authorization_servers
        self._any_host = any_host

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request."""
        try:
            if request.path.startswith(ADMIN):
                return await self._administer(request)
            if self._authorization_servers.serves(request):
                return await self._authorize(request)
            caller = await self._callers.admit(request)
            return self._other_site(request, caller.service) or await self._permit(request, caller)
        except SignatureError as error:
            return refuse_signature(error, request)
        except NobodyAskedError:
            return self._other_site(request, "") or _nobody(request)

    async def _administer(self, request: HttpRequest) -> Response:
        if request.path not in _OPEN:
            refused = self._other_site(request, "")
            if refused is not None:
                return refused
            await self._callers.admit_root(request)
        return await self._admin.respond(request)

    async def _authorize(self, request: HttpRequest) -> Response:
        """Sign users in: browsers come there from other sites' pages, and are meant to. fact: oauth.cors"""
        foreign = is_from_another_site(request, "")
        unnamed = self._unnamed(request)
        return unnamed or await self._authorization_servers.respond(request, from_another_site=foreign)

    async def _permit(self, request: HttpRequest, caller: Caller) -> Response:
        """Answer whoever may ask. fact: permissions.strict"""
        if caller.access_key_id is not None:
            asked = {"access_key_id": caller.access_key_id, "service": caller.service, "region": caller.region}
            try:
                await self._permissions.check(request, **asked)
            except ServiceError as error:
                return refuse(error, request, caller.service)
        return await self._answer(request, caller)

    async def _answer(self, request: HttpRequest, caller: Caller) -> Response:
        if caller.service == "apigateway":
            return await self._control.respond(request, account_id=caller.account_id, region=caller.region)
        if caller.service == "lambda" and _INVOKE.fullmatch(request.path):
            return await self._invoke_api.respond(request, account_id=caller.account_id, region=caller.region)
        if caller.service == "execute-api":
            return _no_api(request)
        response = await self._surroundings.respond(request, service=caller.service)
        if caller.anonymous and caller.service == "s3" and response.status == 404 and b"NoSuchBucket" in response.body:
            return _nobody(request)
        return response

    def _other_site(self, request: HttpRequest, service: str) -> Response | None:
        if is_from_another_site(request, service):
            message = "A web page of another site cannot use this server, except for the APIs deployed on it."
            return refusal(403, "AccessDeniedException", message)
        return self._unnamed(request)

    def _unnamed(self, request: HttpRequest) -> Response | None:
        """The refusal of who calls this server by a name that anybody could give to 127.0.0.1."""
        if self._any_host or is_local_host(request):
            return None
        host = request.headers.get("Host")
        message = f"{host} is not a name of this server: call it by 127.0.0.1 or localhost."
        return refusal(403, "AccessDeniedException", message)


def _nobody(request: HttpRequest) -> Response:
    message = (
        f"{request.method} {request.path} is for nobody here: it is not signed for a service and names no API. "
        f"Deployed APIs answer at {PATH_FORM}{{api id}}/{{stage}}/{{path}}; AWS's own are called by an SDK or the AWS "
        "CLI, which sign."
    )
    return refusal(404, "NotFoundException", message)


def _no_api(request: HttpRequest) -> Response:
    if "/@connections" in request.path:
        return refusal(501, "NotImplementedException", "apiglab has no WebSocket APIs yet, and so no @connections.")
    message = (
        f"{request.method} {request.path} is signed for execute-api, but neither its path nor its host names an API: "
        f"call {PATH_FORM}{{api id}}/{{stage}}/{{path}}."
    )
    return refusal(404, "NotFoundException", message)
