"""The composition root: builds every part, gives each what it needs, starts and stops them together.

The only place that knows everybody.
"""

from apiglab.control.apigateway import ApiGatewayControl
from apiglab.edge.admin import Admin
from apiglab.edge.limits import Limits
from apiglab.edge.refusals import refusal
from apiglab.edge.server import Server
from apiglab.edge.services import Services
from apiglab.gateway.data_plane import DataPlane
from apiglab.gateway.registry import Registry
from apiglab.model.clock import Chance, Clock
from apiglab.model.function import Invocation, LambdaError
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.mount import Surroundings

SERVICES = ("apigateway", "lambda")


class Stack:
    """One local AWS."""

    def __init__(
        self, *, clock: Clock | None = None, chance: Chance | None = None, limits: Limits | None = None
    ) -> None:
        self.clock = clock or Clock()
        self.chance = chance or Chance()
        self.registry = Registry()
        self.control = ApiGatewayControl(self.registry, self.clock, self.chance)
        self.surroundings = Surroundings(self.clock)
        self.data_plane = DataPlane(self.registry, _NoFunctions(), self.clock, self.chance)
        admin = Admin(clock=self.clock, journal=self.data_plane.journal, services=SERVICES, reset=self.reset)
        services = Services(control=self.control, surroundings=self.surroundings, invoke_api=_NoInvoke(), admin=admin)
        self._server = Server(self.data_plane, services, limits or Limits())

    async def start(self, host: str, port: int) -> str:
        """Start serving; the URL by which the server is reached."""
        await self.surroundings.start()
        port = await self._server.start(host, port)
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop serving and end whatever runs for it."""
        await self._server.stop()
        await self.surroundings.stop()

    async def reset(self) -> None:
        """Empty everything."""
        self.control.reset()
        self.registry.clear()
        self.data_plane.journal.clear()
        await self.surroundings.reset()


class _NoFunctions:
    async def invoke_lambda(
        self, function: str, payload: bytes, *, region: str, account_id: str, source_arn: str, trace_id: str
    ) -> Invocation:
        del payload, region, account_id, source_arn, trace_id
        raise LambdaError("ResourceNotFoundException", 404, f"Function not found: {function}")


class _NoInvoke:
    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        del request, account_id, region
        return refusal(501, "NotImplementedException", "apiglab does not run functions yet.")
