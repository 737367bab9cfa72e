"""Which service, region and account a request is for, read from the request alone."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from apiglab.model.arn import DEFAULT_REGION
from apiglab.model.http import HttpRequest

_SCOPE = re.compile(r"(?P<access_key_id>[^/=\s,]+)/\d{8}/(?:(?P<region>[^/,\s]+)/)?(?P<service>[^/,\s]+)/aws4_request")
_HOST = re.compile(
    r"(?P<service>[a-z0-9][a-z0-9.-]*)\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?(?::\d+)?"
)
_SIGV2 = re.compile(r"AWS (?P<access_key_id>[^:\s]+):")

# Operations that AWS takes unsigned, so that nothing but their names tells the service.
# https://docs.aws.amazon.com/cognito/latest/developerguide/security_iam_service-with-iam.html
_UNSIGNED_TARGETS = {
    "AWSCognitoIdentityService": "cognito-identity",
    "AWSCognitoIdentityProviderService": "cognito-idp",
}
_UNSIGNED_ACTIONS = {"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"}
_WELL_KNOWN = re.compile(r"/(?P<pool>[^/]+)/\.well-known/(?:jwks\.json|openid-configuration)/?")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: a service by its SigV4 name, a region, and the key it was signed with."""

    service: str
    region: str = DEFAULT_REGION
    access_key_id: str | None = None


def find_target(request: HttpRequest, service: str | None = None) -> Target:
    """The target of ``request``: of its signature, else of what AWS takes unsigned, else of its host, else S3.

    ``service`` overrides the service where the caller knows it better.
    """
    found = _signed(request) or _unsigned(request)
    return found if service is None else Target(service, found.region, found.access_key_id)


def _signed(request: HttpRequest) -> Target | None:
    authorization = request.headers.get("Authorization", "") or ""
    scope = _SCOPE.search(authorization)
    if scope is None and "X-Amz-Credential=" in request.query:
        scope = _SCOPE.search(dict(parse_qsl(request.query)).get("X-Amz-Credential", ""))
    if scope:
        # SigV4A's scope has no region.
        return Target(scope["service"].lower(), scope["region"] or DEFAULT_REGION, scope["access_key_id"])
    if old := _SIGV2.match(authorization):
        return Target("s3", access_key_id=old["access_key_id"])
    return None


def _unsigned(request: HttpRequest) -> Target:
    prefix = (request.headers.get("X-Amz-Target") or "").partition(".")[0]
    if service := _UNSIGNED_TARGETS.get(prefix):
        return Target(service, _host_region(request))
    if form(request).get("Action") in _UNSIGNED_ACTIONS:
        return Target("sts", _host_region(request))
    if well_known := _WELL_KNOWN.fullmatch(request.path):
        # A user pool's id is its region, an underscore and the rest.
        return Target("cognito-idp", well_known["pool"].rpartition("_")[0] or DEFAULT_REGION)
    if host := _HOST.fullmatch(request.headers.get("Host") or ""):
        return Target(host["service"], host["region"])
    return Target("s3")


def _host_region(request: HttpRequest) -> str:
    host = _HOST.fullmatch(request.headers.get("Host") or "")
    return host["region"] if host else DEFAULT_REGION


def form(request: HttpRequest) -> dict[str, str]:
    """The parameters of a request in AWS's query protocol, of its body or its query string."""
    content_type = request.headers.get("Content-Type") or ""
    if content_type.startswith("application/x-www-form-urlencoded") and request.body:
        return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    return dict(parse_qsl(request.query, keep_blank_values=True)) if "Action=" in request.query else {}
