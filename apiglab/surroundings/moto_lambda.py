"""moto's Lambda function with what it drops of its configuration, and with nothing that runs code.

Imports moto's Lambda, so it is itself imported once moto's is.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from moto.awslambda import models
from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.s3.exceptions import MissingBucket
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.utilities.utils import get_partition

from apiglab.surroundings.lambda_checks import check_package
from apiglab.surroundings.lambda_hook import LambdaEvent, Outbox
from apiglab.surroundings.service_errors import ServiceError

# What moto leaves out of UpdateFunctionConfiguration, and where its objects keep it.
_FORGOTTEN = {"TracingConfig": "tracing_config", "LoggingConfig": "logging_config", "KMSKeyArn": "kms_key_arn"}


class LabLayerVersion(models.LayerVersion):
    """A layer version whose package is one."""

    def __init__(self, spec: dict[str, Any], account_id: str, region: str) -> None:
        _check_object(spec["Content"], account_id, region)
        super().__init__(spec, account_id, region)
        check_package(self.code_bytes)


class LabFunction(models.LambdaFunction):
    """A function that keeps all of its configuration and hands its events over."""

    outbox: ClassVar[Outbox] = Outbox()

    def __init__(self, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1) -> None:
        super().__init__(account_id=account_id, spec=spec, region=region, version=version)
        self.logging_config: dict[str, Any] = spec.get("LoggingConfig") or {}
        self._touch()

    def _touch(self) -> None:
        self.revision_id = str(uuid.uuid4())
        self.last_modified = iso_8601_datetime_with_milliseconds()[:-1] + "+0000"

    def _set_function_code(self, updated_spec: dict[str, Any]) -> None:
        _check_object(updated_spec, self.account_id, self.region)
        before = getattr(self, "code_bytes", None)
        super()._set_function_code(updated_spec)
        if "ImageUri" not in updated_spec and self.code_bytes is not before:
            try:
                check_package(self.code_bytes)
            except ServiceError:
                self.code_bytes = before or b""
                raise

    def get_configuration(self, on_create: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 # moto's signature
        """The configuration as AWS answers it."""
        logging_config = {"LogFormat": "Text", "LogGroup": self.logs_group_name, **self.logging_config}
        return {
            **super().get_configuration(on_create),
            "RevisionId": self.revision_id,
            "LoggingConfig": logging_config,
        }

    def set_version(self, version: int) -> None:
        """Become the published ``version``."""
        super().set_version(version)
        self._touch()

    def update_configuration(self, config_updates: dict[str, Any]) -> dict[str, Any]:
        """Apply UpdateFunctionConfiguration."""
        if "Environment" in config_updates:
            config_updates["Environment"].setdefault("Variables", {})
        for member, name in _FORGOTTEN.items():
            if member in config_updates:
                setattr(self, name, config_updates[member])
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        self._touch()
        return super().update_configuration(config_updates)

    def update_function_code(self, updated_spec: dict[str, Any]) -> dict[str, Any]:
        """Apply UpdateFunctionCode."""
        if not updated_spec.get("DryRun"):
            self._touch()
            if updated_spec.get("Architectures"):
                self.architectures = updated_spec["Architectures"]
        return super().update_function_code(updated_spec)

    def invoke(self, body: str, *_headers: Any) -> str | bytes:
        """Hand the event over; what moto's services do with the answer needs no more than that there is one."""
        source, source_arn = _source(body)
        self.outbox.invoke(
            LambdaEvent(
                function=self.function_arn,
                account_id=self.account_id,
                region=self.region,
                payload=(body or "{}").encode(),
                source=source,
                source_arn=source_arn,
            )
        )
        return b"{}"


def _check_object(code: dict[str, Any], account_id: str, region: str) -> None:
    """Raise the error that Lambda answers to a package that is not in its bucket: moto would take it for empty."""
    if "S3Bucket" not in code or "S3Key" not in code:
        return
    fault = "NoSuchKey. S3 Error Message: The specified key does not exist."
    try:
        found = s3_backends[account_id][get_partition(region)].get_object(code["S3Bucket"], code["S3Key"])
    except MissingBucket:
        found, fault = None, "NoSuchBucket. S3 Error Message: The specified bucket does not exist"
    if found is None:
        message = f"Error occurred while GetObject. S3 Error Code: {fault}"
        raise ServiceError(code="InvalidParameterValueException", status=400, message=message)


def _source(body: str) -> tuple[str, str | None]:
    """The service that an event is from and what of it, as far as the event tells."""
    event = json.loads(body or "{}")
    record = (event.get("Records") or [{}])[0]
    if "s3" in record:
        return "s3.amazonaws.com", record["s3"]["bucket"]["arn"]
    if "eventSource" in record:
        # Lambda reads streams by itself, as the function's role.
        return "lambda.amazonaws.com", None
    return ("logs.amazonaws.com" if "awslogs" in event else "secretsmanager.amazonaws.com"), None


def install(outbox: Outbox) -> None:
    """Have moto make functions of our kind."""
    LabFunction.outbox = outbox
    # Typed so that it can be replaced.
    module: Any = models
    module.LambdaFunction = LabFunction
    module.LayerVersion = LabLayerVersion


def arrange_event_sources() -> None:
    """Take event source mappings off queues, which are polled as AWS does it, and put the live ones on streams.

    moto pushes from both, and forgets to tell a source that its mapping has ended or been disabled.
    """
    for account in list(dict.values(models.lambda_backends)):
        for backend in list(dict.values(account)):
            _arrange(backend)


def _arrange(backend: Any) -> None:
    account_id, region = backend.account_id, backend.region_name
    live = [mapping for mapping in backend._event_source_mappings.values() if mapping.enabled]
    for queue in sqs_backends[account_id][region].queues.values():
        queue.lambda_event_source_mappings.clear()
    sources: list[tuple[Any, str]] = [
        *((stream, stream.arn) for stream in kinesis_backends[account_id][region].streams.values()),
        *((table, f"{table.table_arn}/stream/") for table in dynamodb_backends[account_id][region].tables.values()),
    ]
    for source, arn in sources:
        source.lambda_event_source_mappings = {
            mapping.function_arn: mapping for mapping in live if mapping.event_source_arn.startswith(arn)
        }


def queue_mappings(concurrency: int) -> Iterator[dict[str, Any]]:
    """The enabled mappings of queues; ``concurrency`` is theirs where they have no limit of their own."""
    for account in list(dict.values(models.lambda_backends)):
        for backend in list(dict.values(account)):
            for mapping in backend._event_source_mappings.values():
                if mapping.enabled and ":sqs:" in mapping.event_source_arn:
                    yield _members(mapping, concurrency)


def _members(mapping: Any, concurrency: int) -> dict[str, Any]:
    _, _, _, region, account_id, _ = mapping.event_source_arn.split(":", 5)
    # A FIFO queue's groups are in order as long as one batch is processed at a time.
    is_fifo = mapping.event_source_arn.endswith(".fifo")
    return {
        "uuid": mapping.uuid,
        "function_arn": _mapped_function(mapping),
        "queue_arn": mapping.event_source_arn,
        "account_id": account_id,
        "region": region,
        "batch_size": mapping.batch_size,
        "batching_seconds": float(mapping.max_batch_window or 0),
        "reports_failures": "ReportBatchItemFailures" in (mapping.function_response_types or ()),
        "concurrency": 1 if is_fifo else (mapping.scaling_config or {}).get("MaximumConcurrency", concurrency),
    }


def _mapped_function(mapping: Any) -> str:
    """The ARN of what is mapped, with its alias: moto keeps the version that the alias meant once."""
    unqualified = ":".join(mapping.function_arn.split(":")[:7])
    name, _, alias = mapping.function_name.rpartition("function:")[2].partition(":")
    # An update changes the ARN alone, so that the name may be of another function.
    is_same = unqualified.endswith(f":{name}")
    return f"{unqualified}:{alias}" if alias and is_same else str(mapping.function_arn)


def receive(account_id: str, region: str, queue_name: str, count: int) -> list[Any]:
    """Up to ``count`` visible messages of a queue, hidden from now on; none where the queue is gone."""
    backend = sqs_backends[account_id][region]
    queue: Any = backend.queues.get(queue_name)
    if queue is None:
        return []
    return backend.receive_message(queue_name, count, 0, queue.visibility_timeout, ["All"])


def delete(account_id: str, region: str, queue_name: str, receipt_handles: Iterable[str]) -> None:
    """Delete messages that a function has dealt with."""
    backend = sqs_backends[account_id][region]
    if queue_name in backend.queues:
        for handle in receipt_handles:
            backend.delete_message(queue_name, handle)
