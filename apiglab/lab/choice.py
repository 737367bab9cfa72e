"""Which backend a lab gets."""

import os

from apiglab.lab.backend import Backend
from apiglab.lab.errors import LabError


def choose_backend(
    backend: str | None,
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    allow_production: bool = False,
) -> Backend:
    """The backend a lab asks for; ``APIGLAB_BACKEND`` and ``APIGLAB_ENDPOINT_URL`` decide what it leaves open."""
    kind = backend or os.environ.get("APIGLAB_BACKEND") or "local"
    if kind == "local":
        if profile or endpoint_url:
            raise LabError(
                "apiglab.Lab",
                "profile= and endpoint_url= belong to the aws backend",
                'use apiglab.Lab(backend="aws", …)',
            )
        from apiglab.lab.local_backend import local_backend  # each backend imports what only it needs

        return local_backend(region)
    if kind == "aws":
        from apiglab.lab.aws_backend import aws_backend

        url = endpoint_url or os.environ.get("APIGLAB_ENDPOINT_URL") or None
        return aws_backend(profile=profile, region=region, endpoint_url=url, allow_production=allow_production)
    raise LabError("apiglab.Lab", f"there is no backend {kind!r}", 'choose "local" or "aws"')
