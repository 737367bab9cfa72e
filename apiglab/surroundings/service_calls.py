"""Calls of AWS services on behalf of API Gateway: as a role or the caller, in the service's own protocol."""

import uuid
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from apiglab.gateway.condition_keys import identity_keys, time_keys
from apiglab.gateway.identity import Identity
from apiglab.model.backend import AwsCall, BackendError
from apiglab.model.credentials import CallerCredentials, Credentials
from apiglab.model.http import Headers, Response
from apiglab.surroundings.identities import Identities
from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.permissions import check_permission
from apiglab.surroundings.query_answer import as_json
from apiglab.surroundings.query_input import wrapped
from apiglab.surroundings.queue_send import PlainMessage, plain_message, sent
from apiglab.surroundings.service_actions import Access, Place, access_of
from apiglab.surroundings.service_errors import ServiceError, render, spoken_protocol
from apiglab.surroundings.service_request import ServiceRequest, UnknownOperationError, build_request
from apiglab.surroundings.signers import Signers

_API_GATEWAY = "apigateway.amazonaws.com"
# Sessions last longer than that by far.
_KEPT_SECONDS = 3600


class ServiceCalls:
    """What API Gateway asks of the services around it."""

    def __init__(self, surroundings: Surroundings, identities: Identities, signers: Signers) -> None:
        self._surroundings = surroundings
        self._identities = identities
        self._signers = signers
        self._models: dict[str, Any] = {}
        self._keys: dict[tuple[str, str], tuple[str, int, float]] = {}

    async def call(self, call: AwsCall) -> Response:
        """What the service answers; raises ``BackendError``."""
        identity = await self._identity(call.credentials, call.source_arn)
        service = call.service.rpartition(".")[2]
        model = await self._model(service)
        try:
            request = build_request(call, model)
        except UnknownOperationError:
            # As services of the JSON protocol do; fact: aws-integration.unknown-operation
            return Response(404, Headers((("Content-Type", "application/xml"),)), b"<UnknownOperationException/>\n")
        response = await self._refusal(call, request, identity, model)
        if response is None:
            message = plain_message(call, request)
            if message is not None and (quick := await self._send(call, message, identity)) is not None:
                return quick
            response = await self._ask(call, request, identity.access_key_id, service, model.signing_name)
        if request.wrapped is not None:
            return wrapped(response, request.wrapped)
        if request.query and response.body.startswith(b"<") and _answers_json(call, model):
            return as_json(response, model, request.query["Action"])
        return response

    async def may_invoke(self, credentials: Credentials, source_arn: str, function_arn: str) -> bool:
        """Whether a role or a caller may invoke a function; raises ``BackendError`` where a role cannot be taken on.

        fact: permissions.integration-roles
        """
        identity = await self._identity(credentials, source_arn)
        try:
            check_permission(identity, Access("lambda:InvokeFunction", function_arn), self._keys_of(identity))
        except ServiceError:
            return False
        return True

    async def _refusal(self, call: AwsCall, request: ServiceRequest, identity: Identity, model: Any) -> Response | None:
        """The service's own refusal, where the policies do not let it. fact: permissions.integration-roles"""
        service = model.signing_name
        operation = (request.query or {}).get("Action") or await self._surroundings.operation(request.http, service)
        place = Place(service, call.region, identity.account_id)
        try:
            check_permission(identity, access_of(request.http, operation, place), self._keys_of(identity))
        except ServiceError as error:
            protocol = spoken_protocol(request.http, model.metadata.get("protocol"), service)
            return render(error, protocol, request_id=str(uuid.uuid4()), service=service)
        return None

    async def _identity(self, credentials: Credentials, source_arn: str) -> Identity:
        """Who calls the service: a session of the role, or the caller as it was when it came in."""
        if isinstance(credentials, CallerCredentials):
            access_key_id = credentials.access_key_id
        else:
            access_key_id = await self._take_on(credentials.arn, source_arn)
        identity = self._signers.known(access_key_id) or await self._signers.find(access_key_id)
        if identity is None:
            raise BackendError("role", f"the credentials of {credentials.arn} have ended")
        return identity

    def _keys_of(self, identity: Identity) -> dict[str, tuple[str, ...]]:
        return identity_keys(identity) | time_keys(self._surroundings.clock.now())

    async def _send(self, call: AwsCall, message: PlainMessage, identity: Identity) -> Response | None:
        """SQS's answer to a plain message; None where moto has to see to it."""
        where = identity.account_id, call.region
        done = await self._surroundings.send_message(*where, message.queue_name, message.body)
        return None if done is None else sent(*done)

    async def _take_on(self, role_arn: str, source_arn: str) -> str:
        """An access key of a session of the role, the same for a while; raises ``BackendError`` where it may not."""
        kept = self._keys.get((role_arn, source_arn))
        generation = self._surroundings.generation("iam")
        now = self._surroundings.clock.now()
        if kept is not None and kept[1] == generation and now < kept[2]:
            return kept[0]
        key = await self._surroundings.in_worker(self._assume, role_arn, source_arn)
        self._keys[role_arn, source_arn] = key, generation, now + _KEPT_SECONDS
        return key

    def _assume(self, role_arn: str, source_arn: str) -> str:
        if not self._identities.trusts(role_arn, principal=_API_GATEWAY, source_arn=source_arn):
            # AWS's own words; fact: aws-integration.role
            message = f"API Gateway does not have permission to assume the provided role {role_arn}"
            raise BackendError("role", message)
        return self._identities.for_role(role_arn, role_arn.split(":")[4])[0]

    async def _model(self, service: str) -> Any:
        if service not in self._models:
            self._models[service] = await self._surroundings.service_model(service)
        model = self._models[service]
        if model is None:
            raise BackendError("not_there", f"apiglab's surroundings (moto) do not have the service {service}")
        return model

    async def _ask(
        self, call: AwsCall, request: ServiceRequest, access_key_id: str, service: str, signing_name: str
    ) -> Response:
        scope = f"{access_key_id}/20000101/{call.region}/{signing_name}/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=apigateway"
        host = urlsplit(self._surroundings.endpoint).netloc or "127.0.0.1"
        headers = request.http.headers.with_("Host", host).with_("Authorization", signed)
        response = await self._surroundings.respond(replace(request.http, headers=headers), service=service)
        if response.status == 501 and b"NotImplementedException" in response.body:
            asked = call.target if call.kind == "action" else f"{call.method} /{call.target}"
            raise BackendError("not_there", f"apiglab's surroundings (moto) do not have {service}: {asked}")
        return response


def _answers_json(call: AwsCall, model: Any) -> bool:
    """Whether JSON is accepted, of a service that has it: EC2 answers in XML whatever is. fact: aws-integration.ec2"""
    return "json" in (call.headers.get("Accept") or "") and model.metadata.get("protocol") != "ec2"
