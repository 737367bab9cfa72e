"""As whom an integration does its work: a role that API Gateway takes on, or the caller itself.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleCredentials:
    """Those of a session of a role that trusts API Gateway."""

    arn: str
    """``arn:aws:iam::…:role/…``."""


@dataclass(frozen=True, slots=True)
class CallerCredentials:
    """Those of whoever signed the request, passed on."""

    arn: str
    """The caller's: ``arn:aws:iam::…:user/ann`` or ``arn:aws:sts::…:assumed-role/role/session``."""
    access_key_id: str


Credentials = RoleCredentials | CallerCredentials
