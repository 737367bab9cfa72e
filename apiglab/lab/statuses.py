"""Statuses in words."""

from http import HTTPStatus


def status_name(status: int | str) -> str:
    """A status with its phrase: ``"429 Too Many Requests"``; reasons without a status stand as they are."""
    if isinstance(status, str):
        return status
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
