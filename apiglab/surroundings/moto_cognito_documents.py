"""What a user pool publishes of itself: its public keys, and where its authorization server is.

https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from moto.cognitoidp import urls

from apiglab.surroundings.moto_cognito import LabUserPool, find_pool

PATH_FORM = "/_aws/cognito/"
"""What stands before a domain's prefix in a path, where there is no host name of its own. fact: oauth.hosts"""
_AWS_HOST = re.compile(r"cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?::\d+)?")
_HEADERS = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}

Answer = tuple[int, dict[str, str], bytes]


def serve_keys(_request: Any, full_url: str, _headers: Any) -> Answer:
    """``jwks.json`` of one pool. fact: cognito.keys"""
    pool = find_pool(_pool_id(full_url))
    return _unknown(full_url) if pool is None else _answer(200, pool.key_set())


def serve_configuration(_request: Any, full_url: str, _headers: Any) -> Answer:
    """``openid-configuration`` of one pool. fact: oauth.discovery"""
    pool = find_pool(_pool_id(full_url))
    return _unknown(full_url) if pool is None else _answer(200, configuration(pool, full_url))


def configuration(pool: LabUserPool, full_url: str) -> dict[str, Any]:
    """What a pool publishes of itself, with addresses that lead back to where it was asked for."""
    url = urlsplit(full_url)
    ours = _AWS_HOST.fullmatch(url.netloc) is None
    document: dict[str, Any] = {
        "issuer": pool.issuer,
        "jwks_uri": f"{url.scheme}://{url.netloc}/{pool.id}/.well-known/jwks.json"
        if ours
        else f"{pool.issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    if pool.domain is not None:
        name = pool.domain.domain
        base = f"https://{name}.auth.{pool.region}.amazoncognito.com"
        if ours:
            base = f"{url.scheme}://{url.netloc}{PATH_FORM}{name}"
        document |= {
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "token_endpoint": f"{base}/oauth2/token",
            "userinfo_endpoint": f"{base}/oauth2/userInfo",
            "revocation_endpoint": f"{base}/oauth2/revoke",
            "end_session_endpoint": f"{base}/logout",
        }
    return document


def _pool_id(full_url: str) -> str:
    return full_url.partition("/.well-known/")[0].rpartition("/")[2]


def _unknown(full_url: str) -> Answer:
    return _answer(404, {"message": f"User pool {_pool_id(full_url)} does not exist."})


def _answer(status: int, document: dict[str, Any]) -> Answer:
    return status, dict(_HEADERS), json.dumps(document).encode()


def install() -> None:
    """Have moto serve what our pools publish, in place of what it has for all of them."""
    paths: Any = urls.url_paths
    paths["{0}/(?P<user_pool_id>[^/]+)/.well-known/jwks.json$"] = serve_keys
    paths["{0}/(?P<user_pool_id>[^/]+)/.well-known/openid-configuration$"] = serve_configuration
