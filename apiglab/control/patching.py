"""Applying a patch to a record, with the engine's refusals as AWS's errors."""

from collections.abc import Sequence
from typing import TypeVar

from apiglab.control.errors import bad_request, not_found
from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable

Record = TypeVar("Record")


def patched(table: PatchTable[Record], record: Record, operations: Sequence[PatchOperation]) -> Record:
    """The record after all operations, or AWS's error at the first that it does not take."""
    try:
        return table.apply(record, operations)
    except PatchError as error:
        raise (not_found if error.missing else bad_request)(error.message) from error
