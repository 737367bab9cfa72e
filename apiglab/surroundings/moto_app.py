"""moto's WSGI application, with moto's own dispatch but without its global lock and its directory walks.

Importing this module imports moto: only ``mount`` does, when the first request comes.
Measured in moto.md, section 9: without those walks, a request costs a third.
"""

import functools
import re
import sys
import threading
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto import backends
from moto.core import utils as moto_utils
from moto.core.base_backend import BackendDict
from moto.core.routing import get_service_router
from moto.iam.models import iam_backends
from moto.moto_server import werkzeug_app
from moto.sts.models import sts_backends
from werkzeug.exceptions import HTTPException

from apiglab.model.arn import DEFAULT_ACCOUNT_ID, DEFAULT_REGION
from apiglab.model.clock import Clock
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings import moto_adjustments, moto_clock, wsgi
from apiglab.surroundings.lambda_hook import Callback, Outbox
from apiglab.surroundings.locks import ServiceLocks
from apiglab.surroundings.target import Target

# moto takes this header apart without asking whether it has the form.
_DYNAMODB_TARGET = re.compile(r"DynamoDB(Streams)?_\d{8}\.")


class MotoApp(werkzeug_app.DomainDispatcherApplication):
    """moto's services as Flask applications, made when first asked for."""

    def __init__(self) -> None:
        super().__init__(werkzeug_app.create_backend_app)
        self.locks = ServiceLocks({name for name, _ in self.backend_url_patterns})
        self._outbox = Outbox()
        self._callback = Callback()
        self._making = threading.Lock()
        self._backends: dict[str, str | None] = {}
        self._adapted: set[str] = set()

    def serve(self, clock: Clock, outbox: Outbox, callback: Callback) -> None:
        """Live in the time of ``clock`` and hand over to ``outbox`` and ``callback``."""
        moto_clock.follow(clock)
        self._outbox, self._callback = outbox, callback
        # What was adapted for an earlier server of this process has to be adapted for this one.
        self._adapted.clear()
        self._adapt()

    def backend_for(self, request: HttpRequest, target: Target) -> str | None:
        """moto's name of the backend that serves ``request``, or None where moto has no such service."""
        host = self._host(request, target)
        if host not in self._backends:
            self._backends[host] = self._find_backend(host)
        return self._backends[host]

    def _host(self, request: HttpRequest, target: Target) -> str:
        scope = f"Credential=key/20000101/{target.region}/{target.service}/aws4_request"
        target_header = request.headers.get("X-Amz-Target") or ""
        environ = {
            # moto routes Bedrock by a whole request, everything else by a few of its headers.
            **(wsgi.environ_of(request, "") if target.service.startswith("bedrock") else {}),
            "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 {scope}, ",
            "HTTP_X_AMZ_TARGET": target_header,
            "HTTP_HOST": request.headers.get("Host") or "",
            "PATH_INFO": request.path,
        }
        if target.service == "dynamodb" and not _DYNAMODB_TARGET.match(target_header):
            environ["HTTP_X_AMZ_TARGET"] = "DynamoDB_20120810."
        return str(self.infer_service_region_host(environ, request.path))

    def _find_backend(self, host: str) -> str | None:
        for backend, pattern in self.backend_url_patterns:
            if host == backend or pattern.match(f"http://{host}"):
                return str(backend)
        return None

    def ensure(self, backend: str) -> None:
        """Import, adapt and make the application of ``backend``: up to a second, the first time."""
        if backend not in self.app_instances:
            with self._making:
                if backend not in self.app_instances:
                    self.app_instances[backend] = self._make(backend)

    def _make(self, backend: Any) -> Any:
        # `Any`, since moto's types list the names of its services one by one.
        backends.get_backend(backend)
        self._adapt()
        application: Any = werkzeug_app.create_backend_app(backend)
        # S3 keys may hold empty segments; werkzeug would redirect them.
        application.url_map.merge_slashes = False
        return application

    def _adapt(self) -> None:
        for module in moto_adjustments.ADAPTED - self._adapted:
            if module in sys.modules:
                moto_adjustments.adapt(module, self._outbox, self._callback)
                self._adapted.add(module)

    def call(self, backend: str, request: HttpRequest, account_id: str) -> Response:
        """What moto answers; whatever moto raises is the caller's to turn into an answer."""
        return wsgi.call(self.app_instances[backend], wsgi.environ_of(request, account_id))

    def account_of(self, access_key_id: str) -> str:
        """The account that an access key was made in; the default account where it is unknown.

        moto's own look-up makes an IAM for every partition of the world, each with all of AWS's policies: 28 MiB.
        """
        for account_id, partitions in list(dict.items(iam_backends)):
            if any(access_key_id in backend.access_keys for backend in list(dict.values(partitions))):
                return str(account_id)
        return DEFAULT_ACCOUNT_ID

    def role_exists(self, role_arn: str) -> bool:
        """Whether IAM has this role."""
        account_id = (role_arn.split(":") + [""] * 5)[4]
        partitions = dict.get(iam_backends, account_id)
        roles = (role for backend in dict.values(partitions or {}) for role in list(backend.roles.values()))
        return any(role.arn == role_arn for role in roles)

    def caller_arn(self, access_key_id: str, account_id: str) -> str:
        """Who signs with this key."""
        identity = sts_backends[account_id]["aws"].get_caller_identity(access_key_id, DEFAULT_REGION)
        return str(identity[1])

    def reset(self) -> None:
        """Empty every backend."""
        with self.locks.hold_all():
            BackendDict.reset()

    def queue_wait(self, account_id: str, region: str, queue_name: str) -> int:
        """SQS's ReceiveMessageWaitTimeSeconds of a queue; none where there is no such queue."""
        backend: Any = backends.get_backend("sqs")[account_id][region]
        queue = backend.queues.get(queue_name)
        return 0 if queue is None else int(queue.receive_message_wait_time_seconds or 0)

    def model(self, backend: str) -> Any | None:
        """botocore's model of the service behind ``backend``, or None where botocore has none."""
        return _service_model(backend)

    def protocol(self, backend: str) -> str | None:
        """The protocol that botocore's clients speak to ``backend``, or None where botocore has no such service."""
        model = _service_model(backend)
        return None if model is None else str(model.resolved_protocol)

    def operation_of(self, backend: str, request: HttpRequest) -> str | None:
        """The operation that a request to a REST service is for, as botocore's model routes it."""
        model = _service_model(backend)
        if model is None:
            return None
        parsed = werkzeug_app.BackendRequest(wsgi.environ_of(request, ""))
        try:
            operation, _ = get_service_router(model.service_name).match(parsed)
        except (HTTPException, NotImplementedError):
            return None
        return str(operation.name)


@functools.cache
def moto_app() -> MotoApp:
    """moto's application: one, as its state is one."""
    moto_adjustments.adjust_moto()
    return MotoApp()


@functools.cache
def _service_model(backend: Any) -> Any | None:
    """botocore's model of the service behind moto's ``backend``, or None where botocore has none."""
    try:
        return moto_utils.get_service_model(backends.get_backend(backend).service_name)
    except (ImportError, AttributeError, UnknownServiceError):
        return None
