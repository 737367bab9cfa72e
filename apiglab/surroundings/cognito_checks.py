"""What Cognito refuses of pools, clients and tokens, and moto would take.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from botocore.validate import ParamValidator

from apiglab.language.jwt import TokenError, read
from apiglab.model.http import HttpRequest
from apiglab.surroundings.moto_cognito import SIGN_IN_SCOPE, LabUserPool, find_domain, find_pool, now, pools
from apiglab.surroundings.service_errors import ServiceError, not_implemented
from apiglab.surroundings.token_times import LIMITS, lifetime
from apiglab.surroundings.token_trigger import NAME, VERSIONS

_STANDARD_SCOPES = frozenset({"phone", "email", "openid", "profile", SIGN_IN_SCOPE})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_SECOND_FACTOR = frozenset(
    ("AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference", "AdminSetUserMFAPreference")
)
_PROVIDER_DETAILS = ("client_id", "client_secret", "authorize_scopes", "oidc_issuer")
_MFA = "multi-factor authentication of Cognito"


def check_cognito(request: HttpRequest, model: Any) -> None:
    """Raise the error that Cognito answers to ``request``, if it is one that moto overlooks.

    ``model`` is botocore's model of Cognito.
    """
    operation = (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
    if operation not in model.operation_names:
        return
    body = _body(request, model.operation_model(operation).input_shape)
    if operation in _SECOND_FACTOR or body.get("MfaConfiguration") == "ON":
        raise not_implemented(_MFA)
    if operation in ("CreateUserPool", "UpdateUserPool"):
        _check_triggers(body.get("LambdaConfig") or {})
    elif operation in ("CreateUserPoolClient", "UpdateUserPoolClient"):
        _check_client(body, creates=operation.startswith("Create"))
    elif operation == "CreateUserPoolDomain":
        _check_domain(body)
    elif operation == "DeleteUserPool":
        _check_deletion(find_pool(str(body.get("UserPoolId"))))
    elif operation in ("CreateIdentityProvider", "UpdateIdentityProvider"):
        _check_provider(body, creates=operation.startswith("Create"))
    elif isinstance(body.get("AccessToken"), str):
        _check_access_token(body["AccessToken"])


def _body(request: HttpRequest, shape: Any) -> dict[str, Any]:
    """What is asked, in the form that the operation has. fact: cognito.shapes"""
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise ServiceError(code="SerializationException", status=400, message="The request's body is no JSON object.")
    known = {name: value for name, value in body.items() if name in shape.members and value is not None}
    report = ParamValidator().validate(known, shape)
    if report.has_errors():
        raise _invalid(report.generate_report())
    return body


def _check_triggers(config: dict[str, Any]) -> None:
    """A trigger that would never run may be one that lets nobody in. fact: cognito.trigger"""
    for name, value in config.items():
        if value and name not in (NAME, f"{NAME}Config"):
            raise not_implemented(f"the trigger {name} of user pools")
    newer = config.get(f"{NAME}Config")
    if newer and newer.get("LambdaVersion") not in VERSIONS:
        raise not_implemented(f"the version {newer.get('LambdaVersion')} of the trigger {NAME}")


def _check_client(body: dict[str, Any], *, creates: bool) -> None:
    pool = find_pool(str(body.get("UserPoolId")))
    if pool is None:
        return
    held = None if creates else pool.clients.get(str(body.get("ClientId")))
    whole = {**(held.extended_config if held is not None else {}), **body}
    _check_times(whole)
    _check_flows(whole, secret=bool(held.generate_secret if held is not None else body.get("GenerateSecret")))
    for scope in body.get("AllowedOAuthScopes") or ():
        if scope not in _STANDARD_SCOPES and not _has_scope(pool, scope):
            raise ServiceError(
                code="ScopeDoesNotExistException", status=400, message=f"Invalid scope requested: {scope}"
            )
    for name in body.get("SupportedIdentityProviders") or ():
        if name != "COGNITO" and name not in pool.identity_providers:
            raise _invalid(f"The provider {name} does not exist for User Pool {pool.id}.")
    for name in ("CallbackURLs", "LogoutURLs"):
        for url in body.get(name) or ():
            _check_url(url)


def _check_times(client: dict[str, Any]) -> None:
    """fact: cognito.validity"""
    try:
        lasting = {kind: lifetime(client, kind) for kind in LIMITS}
    except (KeyError, TypeError, ValueError):
        raise _invalid("Invalid token validity units.") from None
    for kind, (fewest, most) in LIMITS.items():
        if not fewest <= lasting[kind] <= most:
            raise _invalid(f"Invalid range for token validity: {kind} has to last {fewest} to {most} seconds.")
    if lasting["RefreshToken"] < max(lasting["AccessToken"], lasting["IdToken"]):
        raise _invalid("Refresh tokens have to last at least as long as access and ID tokens.")


def _check_flows(client: dict[str, Any], *, secret: bool) -> None:
    """fact: cognito.client-checks"""
    flows = client.get("AllowedOAuthFlows") or ()
    if client.get("AllowedOAuthFlowsUserPoolClient") and not (flows and client.get("AllowedOAuthScopes")):
        raise _bad_flow(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
        )
    if "client_credentials" in flows and len(flows) > 1:
        raise _bad_flow("client_credentials flow can not be selected along with code flow or implicit flow.")
    if "client_credentials" in flows and not secret:
        raise _bad_flow("client_credentials flow can not be selected if client does not have a client secret.")


def _has_scope(pool: LabUserPool, scope: str) -> bool:
    identifier, _, name = scope.rpartition("/")
    server = pool.resource_servers.get(identifier)
    return server is not None and any(each["ScopeName"] == name for each in server.scopes or ())


def _check_url(url: str) -> None:
    """A callback is not plain HTTP, but for this machine's own, and has no fragment. fact: cognito.client-checks"""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise _invalid(f"{url} is no URL.") from None
    if not parts.scheme or parts.fragment or not url.isprintable() or " " in url:
        raise _invalid(f"{url} has to be an absolute URL without a fragment.")
    if parts.scheme == "http" and host not in _LOCAL:
        raise _invalid(f"{url} cannot use the HTTP protocol.")


def _check_provider(body: dict[str, Any], *, creates: bool) -> None:
    """fact: cognito.providers"""
    details = body.get("ProviderDetails")
    if creates and body.get("ProviderType") != "OIDC":
        raise not_implemented(f"identity providers of the type {body.get('ProviderType')} in user pools")
    if details is None and not creates:
        return
    if not isinstance(details, dict):
        raise _invalid("ProviderDetails has to be there.")
    for name in _PROVIDER_DETAILS:
        if not isinstance(details.get(name), str) or not details[name]:
            raise _invalid(f"{name} is missing from ProviderDetails.")
    for name, value in details.items():
        if name == "oidc_issuer" or name.endswith(("_url", "_uri")):
            _check_url(str(value))


def _check_domain(body: dict[str, Any]) -> None:
    """fact: cognito.domains"""
    domain = str(body.get("Domain"))
    if body.get("CustomDomainConfig"):
        raise not_implemented("custom domains of user pools")
    if _DOMAIN.fullmatch(domain) is None or any(word in domain for word in ("aws", "amazon", "cognito")):
        raise _invalid("Domain must be lower-case letters, digits and hyphens, without aws, amazon and cognito.")
    if find_domain(domain) is not None:
        raise _invalid("Domain already exists.")
    pool = find_pool(str(body.get("UserPoolId")))
    if pool is not None and pool.domain is not None:
        raise _invalid("The user pool already has a domain.")


def _check_deletion(pool: LabUserPool | None) -> None:
    """fact: cognito.deletion"""
    if pool is None:
        return  # moto says so
    if pool.extended_config.get("DeletionProtection") == "ACTIVE":
        raise _invalid(
            "The user pool cannot be deleted because deletion protection is activated. "
            "Deletion protection must be inactivated first."
        )
    if pool.domain is not None:
        raise _invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")


def _check_access_token(token: str) -> None:
    """An access token serves its owner here while it lasts, and with the scope for it. fact: cognito.self-service"""
    pool = next((each for each in pools() if token in each.access_tokens), None)
    if pool is None:
        return  # moto says so
    try:
        claims = read(token).verify(pool.public_keys)
    except TokenError:
        raise _not_authorized("Invalid Access Token") from None
    if now() >= claims["exp"]:
        raise _not_authorized("Access Token has expired")
    if SIGN_IN_SCOPE not in str(claims.get("scope")).split():
        raise _not_authorized("Access Token does not have required scopes")


def _invalid(message: str) -> ServiceError:
    return ServiceError(code="InvalidParameterException", status=400, message=message)


def _bad_flow(message: str) -> ServiceError:
    return ServiceError(code="InvalidOAuthFlowException", status=400, message=message)


def _not_authorized(message: str) -> ServiceError:
    return ServiceError(code="NotAuthorizedException", status=400, message=message)
