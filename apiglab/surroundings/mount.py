"""moto in process: the AWS services around API Gateway, answered as HTTP messages.

Nothing of moto is imported before the first request. Requests run in a few worker threads, one at a time for each
service (``locks``); moto's state is the process's own, so a process has one ``Surroundings`` worth the name.
"""

import asyncio
import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from apiglab.model.arn import DEFAULT_ACCOUNT_ID
from apiglab.model.clock import Chance, Clock
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.service_errors import (
    CONTENT_TYPES,
    ServiceError,
    not_implemented,
    render,
    spoken_protocol,
)
from apiglab.surroundings.target import Target, find_target, form

if TYPE_CHECKING:
    from apiglab.surroundings.moto_app import MotoApp

log = logging.getLogger(__name__)

# moto's state is behind the GIL: threads only keep one slow service from stopping the others.
_WORKERS = 8
# apiglab's own, on purpose: moto's would accept almost anything and serve nothing.
_OURS = frozenset({"apigateway", "apigatewayv2", "apigatewaymanagementapi", "execute-api"})


class Surroundings:
    """The services around API Gateway, as moto has them."""

    def __init__(self, clock: Clock, chance: Chance | None = None, *, accounts_by_key: bool = True) -> None:
        self.clock = clock
        self._chance = chance or Chance()
        self._accounts_by_key = accounts_by_key
        self._workers: ThreadPoolExecutor | None = None
        self._moto: MotoApp | None = None
        self.generation = 0
        """Rises with every request that may have changed a Lambda function."""

    async def start(self) -> None:
        """Start what runs beside requests."""

    async def stop(self) -> None:
        """Stop the worker threads, after what they are at."""
        if self._workers is not None:
            await asyncio.to_thread(self._workers.shutdown)
            self._workers = None

    async def respond(self, request: HttpRequest, *, service: str | None = None) -> Response:
        """Answer a request to any AWS service but API Gateway's.

        ``service`` is the service's SigV4 name where the caller knows it better than the request tells.
        """
        return await self._in_worker(request, find_target(request, service))

    async def reset(self) -> None:
        """Empty every service, as if nothing had ever been made."""
        moto = self._moto
        if moto is not None:
            await asyncio.get_running_loop().run_in_executor(self._pool(), moto.reset)
        self.generation += 1

    @contextmanager
    def holding(self, backend: str) -> Iterator[None]:
        """Keep requests off one of moto's backends while its objects are read or written directly."""
        with self._moto.locks.hold(backend) if self._moto is not None else nullcontext():
            yield

    def _pool(self) -> ThreadPoolExecutor:
        if self._workers is None:
            self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="surroundings")
        return self._workers

    async def _in_worker(self, request: HttpRequest, target: Target) -> Response:
        return await asyncio.get_running_loop().run_in_executor(self._pool(), self._answer, request, target)

    def _app(self) -> "MotoApp":
        if self._moto is None:
            from apiglab.surroundings.moto_app import moto_app

            self._moto = moto_app()
        return self._moto

    def _answer(self, request: HttpRequest, target: Target) -> Response:
        """What moto answers, in a worker thread; what it cannot answer becomes an error of AWS's kind."""
        moto: MotoApp | None = None
        backend: str | None = None
        try:
            if target.service in _OURS:
                raise not_implemented(f"{target.service}: apiglab serves API Gateway itself")
            moto = self._app()
            backend = moto.backend_for(request, target)
            if backend is None or backend in _OURS:
                raise not_implemented(f"the service {target.service}")
            return self._call(moto, backend, request, target)
        except ServiceError as error:
            return self._render(error, moto, backend, request, target)

    def _call(self, moto: "MotoApp", backend: str, request: HttpRequest, target: Target) -> Response:
        moto.ensure(backend)
        try:
            with moto.locks.hold(backend):
                response = moto.call(backend, request, self._account(moto, target))
        except NotImplementedError:
            raise not_implemented(self._operation(moto, backend, request, target)) from None
        except KeyError as error:
            if error.args != (target.region,):
                raise _failure(error, self._operation(moto, backend, request, target)) from error
            message = (
                f"{target.service} is not in the region {target.region}, which apiglab's surroundings do not have."
            )
            raise ServiceError(code="InvalidRegion", status=400, message=message) from error
        # moto raises whatever Python raises at input that it did not think of: this is the boundary to its code.
        except Exception as error:
            raise _failure(error, self._operation(moto, backend, request, target)) from error
        finally:
            if backend in ("awslambda", "cloudformation") and request.method != "GET":
                self.generation += 1
        if _is_unserved(response, request):
            raise not_implemented(self._operation(moto, backend, request, target))
        return _with_content_type(response, moto.protocol(backend), request, target)

    def _account(self, moto: "MotoApp", target: Target) -> str:
        key = target.access_key_id
        if key is None:
            return DEFAULT_ACCOUNT_ID
        if self._accounts_by_key and len(key) == 12 and key.isdigit():
            return key
        return moto.account_of(key)

    def _operation(self, moto: "MotoApp", backend: str, request: HttpRequest, target: Target) -> str:
        name = (
            (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
            or form(request).get("Action")
            or moto.operation_of(backend, request)
            or f"{request.method} {request.path}"
        )
        return f"{target.service}.{name}" if " " not in name else f"{target.service}: {name}"

    def _render(
        self, error: ServiceError, moto: "MotoApp | None", backend: str | None, request: HttpRequest, target: Target
    ) -> Response:
        model_protocol = moto.protocol(backend) if moto is not None and backend is not None else None
        protocol = spoken_protocol(request, model_protocol, target.service)
        request_id = uuid.UUID(int=self._chance.getrandbits(128), version=4)
        return render(error, protocol, request_id=str(request_id), service=target.service)


def _failure(error: Exception, operation: str) -> ServiceError:
    """The error of AWS's kind for a crash of moto's, which goes to the log in full."""
    log.error("moto failed at %s", operation, exc_info=error)
    message = f"apiglab's surroundings (moto) failed at {operation}: {type(error).__name__}: {error}"
    return ServiceError(code="InternalFailure", status=500, message=message)


def _is_unserved(response: Response, request: HttpRequest) -> bool:
    """Whether an answer is Flask's page for a path that moto does not serve, and nothing that AWS would send."""
    if response.status < 400 or request.method == "HEAD":
        return False
    return not response.body or response.body[:15].lower().startswith((b"<!doctype html", b"<html"))


def _with_content_type(response: Response, protocol: str | None, request: HttpRequest, target: Target) -> Response:
    """``response`` with its protocol's content type where moto left Flask's, which says HTML of everything."""
    if not (response.headers.get("Content-Type") or "").startswith("text/html"):
        return response
    if target.service == "s3" and response.status < 400:
        # An object of S3 may be a page; the answer to a change has no body, and so no type.
        keep = response.body or request.method in ("GET", "HEAD")
        return response if keep else replace(response, headers=response.headers.without("Content-Type"))
    spoken = CONTENT_TYPES[spoken_protocol(request, protocol, target.service)]
    return replace(response, headers=response.headers.with_("Content-Type", spoken))
