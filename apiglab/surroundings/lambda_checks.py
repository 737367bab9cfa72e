"""What Lambda refuses of a function's configuration and package, and moto would take.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""

import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import unquote

from apiglab.model.http import HttpRequest
from apiglab.surroundings.service_errors import ServiceError, not_implemented

_CONFIGURED = re.compile(r"/2015-03-31/functions(?:/?|/(?P<name>[^/]+)/configuration/?)")
_MAPPED = re.compile(r"/2015-03-31/event-source-mappings/?(?:[^/]+/?)?")
_INVOKED = re.compile(r"/[\d-]+/functions/[^/]+/(?:invocations|invoke-async|response-streaming-invocations)/?")
# botocore's model has the greater limits of functions on managed instances, which the lab has not.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_LIMITS = {"Timeout": (1, 900), "MemorySize": (128, 10_240)}
_ENVIRONMENT_BYTES = 4096
_UNZIPPED_BYTES = 262_144_000
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
_RESERVED = frozenset(
    (
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"),
        *("AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"),
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"),
    )
)
_VARIABLE = re.compile(r"[a-zA-Z]([a-zA-Z0-9_])+")


def check_lambda(request: HttpRequest, model: Any) -> None:
    """Raise the error that Lambda answers to ``request``, if it is one that moto overlooks.

    ``model`` is botocore's model of Lambda: patterns, lengths and enums are AWS's own.
    """
    if _INVOKED.fullmatch(request.path):
        raise not_implemented("lambda.Invoke: the lab's own runtime answers it")
    if _MAPPED.fullmatch(request.path) and request.method in ("POST", "PUT"):
        if (_body(request).get("FilterCriteria") or {}).get("Filters"):
            raise not_implemented("FilterCriteria of event source mappings")
        return
    configured = _CONFIGURED.fullmatch(request.path)
    if configured is None or request.method not in ("POST", "PUT"):
        return
    creates = configured["name"] is None
    body = _body(request)
    shape = model.operation_model("CreateFunction" if creates else "UpdateFunctionConfiguration").input_shape
    given = dict(body) if creates else {**body, "FunctionName": unquote(configured["name"])}
    _check_members(given, shape)
    _check_runtime(body, shape.members["Runtime"].metadata["enum"])
    _check_environment((body.get("Environment") or {}).get("Variables") or {})
    if creates and body.get("PackageType", "Zip") == "Zip" and not (body.get("Runtime") and body.get("Handler")):
        raise _invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.")


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ServiceError(
            code="InvalidRequestContentException",
            status=400,
            message="Could not parse request body into json: the body is no JSON object",
        )
    return body


def _check_members(body: dict[str, Any], shape: Any) -> None:
    faults = [
        f"Value '{body[name]}' at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: {fault}"
        for name, member in shape.members.items()
        if body.get(name) is not None and (fault := _fault(name, body[name], member.metadata))
    ]
    if faults:
        count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected: "
        raise ServiceError(code="ValidationException", status=400, message=count + "; ".join(faults))


def _fault(name: str, value: Any, metadata: dict[str, Any]) -> str | None:
    """The constraint of botocore's model that ``value`` breaks, in AWS's words."""
    if isinstance(value, int):
        low, high = _LIMITS.get(name, (metadata.get("min"), metadata.get("max")))
        what = "value"
        size = value
    elif isinstance(value, str):
        low, high = metadata.get("min"), metadata.get("max")
        what = "length"
        size = len(value)
    else:
        return None
    if low is not None and size < low:
        return f"Member must have {what} greater than or equal to {low}"
    if high is not None and size > high:
        return f"Member must have {what} less than or equal to {high}"
    if isinstance(value, str) and "pattern" in metadata and not re.fullmatch(metadata["pattern"], value):
        return f"Member must satisfy regular expression pattern: {metadata['pattern']}"
    return None


def _check_runtime(body: dict[str, Any], runtimes: list[str]) -> None:
    runtime = body.get("Runtime")
    if runtime is not None and runtime not in runtimes:
        known = f"[{', '.join(runtimes)}] or be a valid ARN"
        raise _invalid(
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: {known}"
        )


def _check_environment(variables: dict[str, str]) -> None:
    if reserved := [name for name in variables if name in _RESERVED]:
        raise _invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. Reserved keys used in "
            f"this request: {', '.join(reserved)}"
        )
    if any(not _VARIABLE.fullmatch(name) for name in variables):
        # The variables are sensitive, so that AWS does not repeat them.
        raise ServiceError(
            code="ValidationException",
            status=400,
            message="1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: "
            f"Map keys must satisfy constraint: [Member must satisfy regular expression pattern: {_VARIABLE.pattern}]",
        )
    measured = json.dumps(variables, separators=(",", ":"))
    if len(measured.encode()) > _ENVIRONMENT_BYTES:
        raise _invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            f"provided exceeded the 4KB limit. String measured: {measured}"
        )


def check_package(package: bytes) -> None:
    """Raise the error that Lambda answers to a deployment package that it cannot unpack."""
    if not package:
        raise _invalid("Uploaded file must be a non-empty zip")
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _invalid("Could not unzip uploaded file. Please check your file, then try to upload again.") from None
    if size > _UNZIPPED_BYTES:
        raise _invalid(f"Unzipped size must be smaller than {_UNZIPPED_BYTES} bytes")


def _invalid(message: str) -> ServiceError:
    return ServiceError(code="InvalidParameterValueException", status=400, message=message)
