"""The context object: what a handler may know of its invocation.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

import json
import os
import time
from collections.abc import Mapping

from .faults import RuntimeFaultError
from .logs import write_frame

_W3C_FIELDS = ("traceparent", "tracestate", "baggage")

Json = object


class Slots:
    """An object whose attributes are the members of a JSON object, absent ones None."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, members: Mapping[str, Json]) -> None:
        for name in self.__slots__:
            setattr(self, name, members.get(name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}([{','.join(f'{name}={getattr(self, name)}' for name in self.__slots__)}])"


class CognitoIdentity(Slots):
    """The Amazon Cognito identity that invoked the function, if one did."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Slots):
    """The mobile application that invoked the function."""

    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")  # noqa: RUF023 - AWS's order


class ClientContext(Slots):
    """What the caller put in ``X-Amz-Client-Context``."""

    __slots__ = ("custom", "env", "client")  # noqa: RUF023 - AWS's order, which repr shows


class LambdaContext:
    """The second argument of every handler."""

    def __init__(self, headers: Mapping[bytes, bytes]) -> None:
        environ = os.environ
        self.aws_request_id = headers.get(b"lambda-runtime-aws-request-id", b"").decode()
        self.log_group_name = environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get(b"lambda-runtime-invoked-function-arn", b"").decode()
        self.tenant_id: str | None = None
        client = _json_header(headers, b"lambda-runtime-client-context", "Client Context")
        self._w3c = _pop_w3c(client)
        self.client_context: ClientContext | None = None
        if client is not None:
            self.client_context = ClientContext(client)
            if client.get("client") is not None:
                self.client_context.client = Client(client["client"])  # type: ignore[attr-defined,arg-type]  # slots
        cognito = _json_header(headers, b"lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.identity = CognitoIdentity(
            {
                "cognito_identity_id": cognito.get("cognitoIdentityId"),
                "cognito_identity_pool_id": cognito.get("cognitoIdentityPoolId"),
            }
        )
        self._epoch_deadline_time_in_ms = int(headers.get(b"lambda-runtime-deadline-ms", b"0"))

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def w3c(self) -> dict[str, str]:
        """The W3C trace context of the invocation."""
        return dict(self._w3c)

    def log(self, message: object) -> None:
        """Write to the function's log, as it is."""
        write_frame(str(message))

    def __repr__(self) -> str:
        names = "aws_request_id,log_group_name,log_stream_name,function_name,memory_limit_in_mb,function_version,"
        names += "invoked_function_arn,client_context,identity,tenant_id"
        return f"LambdaContext([{','.join(f'{name}={getattr(self, name)}' for name in names.split(','))}])"


def _json_header(headers: Mapping[bytes, bytes], name: bytes, title: str) -> dict[str, Json] | None:
    value = headers.get(name)
    if not value:
        return None
    try:
        parsed = json.loads(value)
    except ValueError as error:
        raise RuntimeFaultError(
            "Runtime.LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {error}"
        ) from error
    return parsed if isinstance(parsed, dict) else None


def _pop_w3c(client: dict[str, Json] | None) -> dict[str, str]:
    fields = client.pop("w3c", None) if client else None
    if not isinstance(fields, dict):
        return {}
    return {name: fields[name] for name in _W3C_FIELDS if isinstance(fields.get(name), str)}
