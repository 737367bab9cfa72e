"""The boto3 session of a lab: credentials, region and endpoint set once.

Importing this module imports boto3, so the rest of the lab imports it only when a learner asks for a client.
"""

import os
from typing import Any

import boto3
from botocore.session import Session as CoreSession


class LabSession(boto3.Session):  # type: ignore[misc]  # boto3 has no types
    """A plain ``boto3.Session`` whose clients go to the lab's endpoint, unless told otherwise."""

    def __init__(self, *, endpoint_url: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.endpoint_url = endpoint_url

    def client(self, service_name: str, *args: Any, **options: Any) -> Any:
        """A client for ``service_name``, as boto3 makes it."""
        # endpoint_url is the sixth positional parameter after the service's name; nobody passes it so.
        if self.endpoint_url:
            options.setdefault("endpoint_url", self.endpoint_url)
        return super().client(service_name, *args, **options)

    def resource(self, service_name: str, *args: Any, **options: Any) -> Any:
        """A resource for ``service_name``, as boto3 makes it."""
        if self.endpoint_url:
            options.setdefault("endpoint_url", self.endpoint_url)
        return super().resource(service_name, *args, **options)


def local_session(*, access_key_id: str, secret_access_key: str, region: str, endpoint_url: str) -> LabSession:
    """A session that knows the local server and nothing of the user's own AWS configuration.

    A profile, a config file or AWS_ENDPOINT_URL that is meant for a real account can neither break nor redirect it.
    """
    nothing = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    core = CoreSession(session_vars=nothing)
    return LabSession(
        endpoint_url=endpoint_url,
        botocore_session=core,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        region_name=region,
    )


def aws_session(*, profile: str | None, region: str | None, endpoint_url: str | None) -> LabSession:
    """A session of the user's own AWS configuration."""
    return LabSession(endpoint_url=endpoint_url, profile_name=profile, region_name=region)
