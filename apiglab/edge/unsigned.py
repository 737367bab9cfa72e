"""Requests that carry no signature: what AWS takes without one, and what comes without one all the same.

AWS takes sign-in and sign-up of Cognito's users, its public keys, and the exchange of a web identity for credentials.
Queue and object URLs are often called bare: by policies that let everybody in, by browsers, by curl.
"""

import re
from enum import Enum, unique
from functools import cache

from apiglab.model.http import HttpRequest
from apiglab.surroundings.target import form

_TARGETS = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}
_ACTIONS = {
    "AssumeRoleWithSAML": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    # The links in SNS's own messages are called without a signature.
    "ConfirmSubscription": "sns",
    "Unsubscribe": "sns",
}
_WELL_KNOWN = re.compile(r"/[a-z0-9-]+_[A-Za-z0-9]+/\.well-known/(?:jwks\.json|openid-configuration)")
_QUEUE = re.compile(r"/\d{12}/[A-Za-z0-9_-]{1,80}(?:\.fifo)?/?")
_BUCKET = re.compile(r"/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/.*)?", re.DOTALL)
_S3_HOST = re.compile(r"(?:[^/]+\.)?s3(?:[.-][a-z0-9-]+)?\.(?:amazonaws\.com|localhost)(?::\d+)?")


@unique
class Unsigned(Enum):
    """What an unsigned request may be."""

    PUBLIC = "an operation that AWS takes unsigned"
    ANONYMOUS = "a queue's or an object's URL, called by nobody in particular"
    LACKING = "an operation that has to be signed"
    NOTHING = "nothing that can be told"


def classify(request: HttpRequest) -> tuple[Unsigned, str]:
    """What an unsigned request is, and the service it is for, where that can be told."""
    prefix, _, operation = (request.headers.get("X-Amz-Target") or "").rpartition(".")
    if operation:
        service = _TARGETS.get(prefix)
        public = service is not None and operation in _public_operations(service)
        return (Unsigned.PUBLIC if public else Unsigned.LACKING), service or prefix.partition("_")[0].lower()
    if _WELL_KNOWN.fullmatch(request.path):
        return Unsigned.PUBLIC, "cognito-idp"
    action = form(request).get("Action")
    if action is not None:
        return _classify_action(request, action)
    if names_s3(request) or _BUCKET.fullmatch(request.path):
        return Unsigned.ANONYMOUS, "s3"
    return Unsigned.NOTHING, ""


def _classify_action(request: HttpRequest, action: str) -> tuple[Unsigned, str]:
    if action in _ACTIONS:
        return Unsigned.PUBLIC, _ACTIONS[action]
    if _QUEUE.fullmatch(request.path):
        return Unsigned.ANONYMOUS, "sqs"
    return Unsigned.LACKING, ""


def names_s3(request: HttpRequest) -> bool:
    """Whether the host is one of S3's; a path alone may be a bucket's or a mistake."""
    return _S3_HOST.fullmatch(request.headers.get("Host") or "") is not None


@cache
def _public_operations(service: str) -> frozenset[str]:
    """The operations of ``service`` that its model says need no signature."""
    from botocore.session import Session

    model = Session().get_service_model(service)
    return frozenset(name for name in model.operation_names if model.operation_model(name).auth_type == "none")
