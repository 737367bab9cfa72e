"""Operations of Cognito that moto does not have, beside those that it has.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
"""

from typing import Any

from moto.cognitoidp import urls
from moto.cognitoidp.exceptions import NotAuthorizedError, ResourceNotFoundError
from moto.core.responses import ActionResult, EmptyResult

from apiglab.surroundings.moto_cognito import LabUserPool, find_pool, pools
from apiglab.surroundings.moto_cognito_sign_up import SignUpResponse
from apiglab.surroundings.service_errors import ServiceError


class LabResponse(SignUpResponse):
    """moto's answers, and ours."""

    def update_resource_server(self) -> ActionResult:
        """Change a resource server's name and scopes: what is not given is gone."""
        pool = _pool(self._get_param("UserPoolId"))
        server = _server(pool, self._get_param("Identifier"))
        server.name = self._get_param("Name")
        server.scopes = self._get_param("Scopes") or []
        return ActionResult({"ResourceServer": server.to_json()})

    def delete_resource_server(self) -> EmptyResult:
        """Delete a resource server; its scopes are granted to nobody from then on."""
        pool = _pool(self._get_param("UserPoolId"))
        del pool.resource_servers[_server(pool, self._get_param("Identifier")).identifier]
        return EmptyResult()

    def revoke_token(self) -> EmptyResult:
        """End a refresh token and what came of it. fact: oauth.revoke"""
        client_id, token = self._get_param("ClientId"), self._get_param("Token")
        pool = next((each for each in pools() if client_id in each.clients), None)
        if pool is None:
            raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")
        client: Any = pool.clients[client_id]
        if client.generate_secret and self._get_param("ClientSecret") != client.secret:
            raise NotAuthorizedError(f"Invalid client secret for client {client_id}")
        held = pool.refresh_tokens.get(token)
        if held is not None and held[0] != client_id:
            raise ServiceError(code="UnauthorizedException", status=400, message="The token is of another client.")
        if held is not None:
            pool.revoke(token)
        return EmptyResult()


def _pool(user_pool_id: str) -> LabUserPool:
    pool = find_pool(user_pool_id)
    if pool is None:
        raise ResourceNotFoundError(f"User pool {user_pool_id} does not exist.")
    return pool


def _server(pool: LabUserPool, identifier: str) -> Any:
    server = pool.resource_servers.get(identifier)
    if server is None:
        raise ResourceNotFoundError(f"Resource server {identifier} does not exist.")
    return server


def install() -> None:
    """Have moto answer with ours."""
    paths: Any = urls.url_paths
    paths["{0}/$"] = LabResponse.dispatch
