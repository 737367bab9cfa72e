"""ImportApiKeys: many keys at once, from a file of comma-separated values.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
"""

import csv
import io
from dataclasses import replace

from apiglab.control import usage_errors as errors
from apiglab.control.api_keys import add_key, check_key, find_by_value, keep_key
from apiglab.control.call import Call, Operations, Output
from apiglab.control.errors import unknown_choice
from apiglab.control.protocol.errors import ControlError
from apiglab.control.usage_plan_keys import add_to_plan
from apiglab.model.usage import ApiKey

_REQUIRED = ("name", "key")


def import_api_keys(call: Call, *, body: bytes, format: str, fail_on_warnings: bool = False) -> Output:  # noqa: A002  AWS's name
    """Make a key of each line; one whose value is known already is changed to what the line says.

    What is wrong with a line is a warning that names it; with ``fail_on_warnings`` nothing is imported then.
    """
    if format != "csv":
        raise unknown_choice("format", ("csv",))
    rows = _rows(body)
    if fail_on_warnings:
        warnings = [warning for number, row in rows if (warning := _fault(call, number, row))]
        if warnings:
            raise errors.bad_csv("; ".join(warnings))
    ids, warnings = [], []
    for number, row in rows:
        try:
            ids.append(_import(call, row))
        except ControlError as error:
            warnings.append(f"Line {number}: {error.message}")
    return {"ids": ids, "warnings": warnings}


def _rows(body: bytes) -> list[tuple[int, dict[str, str]]]:
    """Each line with its number, by the names of the columns in lower case. fact: api-keys.import"""
    try:
        reader = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), skipinitialspace=True, strict=True)
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise errors.bad_csv(str(error)) from error
    if not lines:
        raise errors.bad_csv("the file is empty")
    columns = [column.strip().lower() for column in lines[0][1]]
    missing = [column for column in _REQUIRED if column not in columns]
    if missing:
        raise errors.bad_csv(f"the column {missing[0].title()} is missing")
    return [(number, dict(zip(columns, (cell.strip() for cell in cells), strict=False))) for number, cells in lines[1:]]


def _key(call: Call, row: dict[str, str]) -> ApiKey:
    """The key that a line describes."""
    now = call.clock.now()
    value = row.get("key", "")
    known = find_by_value(call, value)
    key = known or ApiKey(id=call.new_id(10), value=value, created_date=now, last_updated_date=now)
    return replace(
        key,
        name=row.get("name") or None,
        description=row.get("description") or None,
        enabled=row.get("enabled", "true").lower() in ("true", ""),
        last_updated_date=now,
    )


def _plans(row: dict[str, str]) -> list[str]:
    return [plan_id.strip() for plan_id in row.get("usageplanids", "").split(",") if plan_id.strip()]


def _fault(call: Call, number: int, row: dict[str, str]) -> str | None:
    """What is wrong with a line, as far as it can be told without importing it."""
    try:
        check_key(_key(call, row))
        for plan_id in _plans(row):
            if plan_id not in call.here.usage_plans:
                raise errors.unknown_plan()
    except ControlError as error:
        return f"Line {number}: {error.message}"
    return None


def _import(call: Call, row: dict[str, str]) -> str:
    key = _key(call, row)
    if key.id in call.here.api_keys:
        check_key(key)
        keep_key(call, key)
    else:
        add_key(call, key)
    for plan_id in _plans(row):
        add_to_plan(call, plan_id, key)
    return key.id


OPERATIONS: Operations = {"ImportApiKeys": import_api_keys}
