"""moto's WSGI application, with moto's own dispatch but without its global lock and its directory walks.

Importing this module imports moto: only ``mount`` does, when the first request comes.
Measured in moto.md, section 9: without those walks, a request costs a third.
"""

import functools
import re
import threading
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto import backends
from moto.core import utils as moto_utils
from moto.core.base_backend import BackendDict
from moto.core.routing import get_service_router
from moto.iam.models import get_account_id_from
from moto.moto_server import werkzeug_app
from werkzeug.exceptions import HTTPException

from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings import wsgi
from apiglab.surroundings.locks import ServiceLocks
from apiglab.surroundings.moto_adjustments import adjust_moto
from apiglab.surroundings.target import Target

# moto takes this header apart without asking whether it has the form.
_DYNAMODB_TARGET = re.compile(r"DynamoDB(Streams)?_\d{8}\.")


class MotoApp(werkzeug_app.DomainDispatcherApplication):
    """moto's services as Flask applications, made when first asked for."""

    def __init__(self) -> None:
        super().__init__(werkzeug_app.create_backend_app)
        self.locks = ServiceLocks({name for name, _ in self.backend_url_patterns})
        self._making = threading.Lock()
        self._backends: dict[str, str | None] = {}

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
        """Import and make the application of ``backend``: up to a second, the first time."""
        if backend not in self.app_instances:
            with self._making:
                if backend not in self.app_instances:
                    self.app_instances[backend] = _make(backend)

    def call(self, backend: str, request: HttpRequest, account_id: str) -> Response:
        """What moto answers; whatever moto raises is the caller's to turn into an answer."""
        return wsgi.call(self.app_instances[backend], wsgi.environ_of(request, account_id))

    def account_of(self, access_key_id: str) -> str:
        """The account that an access key was made in; the default account where it is unknown."""
        return str(get_account_id_from(access_key_id))

    def reset(self) -> None:
        """Empty every backend."""
        with self.locks.hold_all():
            BackendDict.reset()

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
    adjust_moto()
    return MotoApp()


def _make(backend: Any) -> Any:
    # `Any`, since moto's types list the names of its services one by one.
    application = werkzeug_app.create_backend_app(backend)
    # S3 keys may hold empty segments; werkzeug would redirect them.
    application.url_map.merge_slashes = False
    return application


@functools.cache
def _service_model(backend: Any) -> Any | None:
    """botocore's model of the service behind moto's ``backend``, or None where botocore has none."""
    try:
        return moto_utils.get_service_model(backends.get_backend(backend).service_name)
    except (ImportError, AttributeError, UnknownServiceError):
        return None
