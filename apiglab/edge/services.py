"""Requests to services: which one, on whose account, and who answers."""

import re
from typing import Protocol

from apiglab.edge.refusals import refusal
from apiglab.edge.targets import ADMIN
from apiglab.model.arn import DEFAULT_ACCOUNT_ID
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.target import Target, find_target

_INVOKE = re.compile(r"/20\d\d-\d\d-\d\d/functions/[^/]+/(?:invocations|response-streaming-invocations|invoke-async/?)")


class Control(Protocol):
    """API Gateway's control plane."""

    def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
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


class Services:
    """Everything that is not a call of a deployed API."""

    def __init__(self, *, control: Control, surroundings: Surroundings, invoke_api: InvokeApi, admin: Admin) -> None:
        self._control = control
        self._surroundings = surroundings
        self._invoke_api = invoke_api
        self._admin = admin

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request."""
        if request.path.startswith(ADMIN):
            return await self._admin.respond(request)
        target = find_target(request)
        account_id = _account(target)
        if target.service == "apigateway":
            return self._control.respond(request, account_id=account_id, region=target.region)
        if target.service == "lambda" and request.method == "POST" and _INVOKE.fullmatch(request.path):
            return await self._invoke_api.respond(request, account_id=account_id, region=target.region)
        if target.service == "execute-api":
            return refusal(404, "NotFoundException", "Neither the path nor the host of this request names an API.")
        return await self._surroundings.respond(request, service=target.service)


def _account(target: Target) -> str:
    key = target.access_key_id or ""
    return key if len(key) == 12 and key.isdigit() else DEFAULT_ACCOUNT_ID
