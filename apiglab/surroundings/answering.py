"""One request answered by moto, in a worker thread: checked, called under its locks, and never with a page of HTML."""

import json
import logging
import sys
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from apiglab.model.arn import DEFAULT_ACCOUNT_ID
from apiglab.model.clock import Chance, Clock
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.lambda_hook import Callback, Outbox
from apiglab.surroundings.long_polling import is_receive
from apiglab.surroundings.pausing import Outcome, PausedError
from apiglab.surroundings.preparation import Caller, prepare
from apiglab.surroundings.service_errors import (
    CONTENT_TYPES,
    JSON,
    ServiceError,
    not_implemented,
    render,
    spoken_protocol,
)
from apiglab.surroundings.target import Target, form

if TYPE_CHECKING:
    from apiglab.surroundings.moto_app import MotoApp

log = logging.getLogger(__name__)

# apiglab's own, on purpose: moto's would accept almost anything and serve nothing.
_OURS = frozenset({"apigateway", "apigatewayv2", "apigatewaymanagementapi", "execute-api"})
_MAKES_FUNCTIONS = frozenset({"awslambda", "cloudformation"})


class Answering:
    """moto behind one method: a request in, an answer of AWS's kind out."""

    def __init__(
        self, clock: Clock, chance: Chance, *, accounts_by_key: bool, on_change: Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._accounts_by_key = accounts_by_key
        self._on_change = on_change
        self._importing = threading.Lock()
        self.outbox = Outbox()
        self.callback = Callback()
        self.moto: MotoApp | None = None
        """moto, once something has asked for it."""

    def load(self) -> "MotoApp":
        """moto, imported if it was not."""
        with self._importing:
            if self.moto is None:
                from apiglab.surroundings.moto_app import moto_app

                self.moto = moto_app()
                self.moto.serve(self._clock, self.outbox, self.callback)
        return self.moto

    def answer(self, request: HttpRequest, target: Target) -> Response:
        """What moto answers; what it cannot answer becomes an error of AWS's kind."""
        backend: str | None = None
        try:
            if target.service in _OURS:
                raise not_implemented(f"{target.service}: apiglab serves API Gateway itself")
            moto = self.load()
            backend = moto.backend_for(request, target)
            if backend is None or backend in _OURS:
                raise not_implemented(f"the service {target.service}")
            return self._answer(moto, backend, request, target)
        except ServiceError as error:
            return self._render(error, backend, request, target)

    def _answer(self, moto: "MotoApp", backend: str, request: HttpRequest, target: Target) -> Response:
        moto.ensure(backend)
        caller = Caller(target.access_key_id, self._account(moto, target))
        prepared = prepare(moto, backend, request, caller, self._chance)
        try:
            response = self._call(moto, backend, prepared, caller.account_id)
        except NotImplementedError:
            raise not_implemented(_operation(moto, backend, request, target)) from None
        except (ServiceError, PausedError):
            raise
        # moto raises whatever Python raises at input that it did not think of: this is the boundary to its code.
        except Exception as error:
            raise _failure(error, _operation(moto, backend, request, target), target) from error
        finally:
            # A receive must not wake those who wait for messages, or two would keep each other awake.
            if request.method != "GET" and not is_receive(request):
                self._on_change(backend)
        if _is_unserved(response, request):
            raise not_implemented(_operation(moto, backend, request, target))
        return _with_content_type(response, moto, backend, request, target)

    def _call(self, moto: "MotoApp", backend: str, request: HttpRequest, account_id: str) -> Response:
        with moto.locks.hold(backend):
            if backend == "logs" and "moto.cognitoidp.models" in sys.modules:
                from apiglab.surroundings.moto_mail import deliver

                deliver()
            response = moto.call(backend, request, account_id)
            if backend in _MAKES_FUNCTIONS and request.method != "GET" and "moto.awslambda.models" in sys.modules:
                from apiglab.surroundings.moto_lambda import arrange_event_sources

                arrange_event_sources()
        return response

    def go_on(self, paused: PausedError, outcome: Outcome, request: HttpRequest, target: Target) -> Response:
        """The answer to a request that waited for a function."""
        moto = self.load()
        backend = moto.backend_for(request, target) or target.service
        try:
            with moto.locks.hold(backend):
                answer = paused.go_on(outcome)
        except ServiceError as error:
            return self._render(error, backend, request, target)
        return Response(200, Headers((("Content-Type", CONTENT_TYPES[JSON]),)), json.dumps(answer).encode())

    def queue_wait(self, queue_url: str, target: Target) -> int:
        """How many seconds the queue of this URL has receivers wait; none where there is no such queue."""
        moto = self.load()
        moto.ensure("sqs")
        with moto.locks.hold("sqs"):
            return moto.queue_wait(self._account(moto, target), target.region, queue_url.rpartition("/")[2])

    def _account(self, moto: "MotoApp", target: Target) -> str:
        key = target.access_key_id
        if key is None:
            return DEFAULT_ACCOUNT_ID
        if self._accounts_by_key and len(key) == 12 and key.isdigit():
            return key
        return moto.account_of(key)

    def _render(self, error: ServiceError, backend: str | None, request: HttpRequest, target: Target) -> Response:
        model_protocol = self.moto.protocol(backend) if self.moto is not None and backend is not None else None
        protocol = spoken_protocol(request, model_protocol, target.service)
        request_id = uuid.UUID(int=self._chance.getrandbits(128), version=4)
        return render(error, protocol, request_id=str(request_id), service=target.service)


def _operation(moto: "MotoApp", backend: str, request: HttpRequest, target: Target) -> str:
    """What was asked, in the words of boto3 and of AWS's API: ``sqs.CancelMessageMoveTask``."""
    model = moto.model(backend)
    service = target.service if model is None else model.service_name
    name = (
        (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
        or form(request).get("Action")
        or moto.operation_of(backend, request)
    )
    return f"{service}.{name}" if name else f"{service}: {request.method} {request.path}"


def _failure(error: Exception, operation: str, target: Target) -> ServiceError:
    """The error of AWS's kind for an exception of moto's; a crash goes to the log in full."""
    if isinstance(error, KeyError) and error.args == (target.region,):
        message = f"{target.service} is not in the region {target.region}, which apiglab's surroundings do not have."
        return ServiceError(code="InvalidRegion", status=400, message=message)
    match error.args:
        # moto's Lambda raises some of AWS's errors as a pair.
        case (str(code), str(message)) if isinstance(error, ValueError) and code.endswith("Exception"):
            return ServiceError(code=code, status=400, message=message)
    log.error("moto failed at %s", operation, exc_info=error)
    message = f"apiglab's surroundings (moto) failed at {operation}: {type(error).__name__}: {error}"
    return ServiceError(code="InternalFailure", status=500, message=message)


def _is_unserved(response: Response, request: HttpRequest) -> bool:
    """Whether an answer is Flask's page for a path that moto does not serve, and nothing that AWS would send."""
    if response.status < 400 or request.method == "HEAD":
        return False
    return not response.body or response.body[:15].lower().startswith((b"<!doctype html", b"<html"))


def _with_content_type(
    response: Response, moto: "MotoApp", backend: str, request: HttpRequest, target: Target
) -> Response:
    """``response`` with its protocol's content type where moto left Flask's, which says HTML of everything."""
    if not (response.headers.get("Content-Type") or "").startswith("text/html"):
        return response
    if target.service == "s3" and response.status < 400:
        # An object of S3 may be a page; the answer to a change has no body, and so no type.
        keep = response.body or request.method in ("GET", "HEAD")
        return response if keep else replace(response, headers=response.headers.without("Content-Type"))
    spoken = CONTENT_TYPES[spoken_protocol(request, moto.protocol(backend), target.service)]
    return replace(response, headers=response.headers.with_("Content-Type", spoken))
