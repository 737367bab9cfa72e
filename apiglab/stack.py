"""The composition root: builds every part, gives each what it needs, starts and stops them together.

The only place that knows everybody.
"""

import ipaddress

from apiglab.backends import LocalBackends
from apiglab.control.apigateway import ApiGatewayControl
from apiglab.edge.admin import Admin
from apiglab.edge.callers import RootKeys, TrustingCallers, VerifiedCallers
from apiglab.edge.limits import Limits
from apiglab.edge.origins import Origins
from apiglab.edge.server import Server
from apiglab.edge.services import Services
from apiglab.gateway.data_plane import DataPlane
from apiglab.gateway.identity import Identity
from apiglab.gateway.registry import Registry
from apiglab.model.clock import Chance, Clock
from apiglab.model.rest import ThrottleSettings
from apiglab.runtime.api import InvokeApi
from apiglab.runtime.service import LambdaService
from apiglab.surroundings.certificates import Certificates
from apiglab.surroundings.functions import Functions
from apiglab.surroundings.identities import Identities
from apiglab.surroundings.logs import LogGroups
from apiglab.surroundings.mount import Surroundings
from apiglab.surroundings.oauth.endpoints import AuthorizationServers
from apiglab.surroundings.permissions import Permissions
from apiglab.surroundings.service_calls import ServiceCalls
from apiglab.surroundings.signers import Signers
from apiglab.surroundings.user_pools import UserPoolKeys
from apiglab.surroundings.vpc_endpoints import VpcEndpoints
from apiglab.surroundings.vpc_links import VpcLinks


class Stack:
    """One local AWS."""

    def __init__(
        self,
        *,
        root: RootKeys | None = None,
        clock: Clock | None = None,
        chance: Chance | None = None,
        limits: Limits | None = None,
        account_throttle: ThrottleSettings | None = None,
    ) -> None:
        """``root``: the keys that may do everything, and make the stack strict; ``account_throttle`` None: AWS's."""
        self._account_throttle = account_throttle
        self.clock = clock or Clock()
        self.chance = chance or Chance()
        self.url = ""
        """Where the stack is reached, once it is started."""
        self.registry = Registry()
        self.surroundings = Surroundings(self.clock, self.chance, accounts_by_key=root is None)
        self.functions = Functions(self.surroundings, self.chance)
        self.identities = Identities(self.surroundings)
        self._log_groups = LogGroups(self.surroundings)
        self.lambda_service = LambdaService(
            self.functions,
            self._log_groups,
            self.identities,
            self.clock,
            chance=self.chance,
            endpoint_url=lambda: self.url,
        )
        # The runtime gathers lines for a moment before the log groups do: who asks for logs sees what was logged.
        self.surroundings.before_requests("logs", self._write_logs)
        self._signers = Signers(self.surroundings, self.identities, None if root is None else _root_identity(root))
        calls = ServiceCalls(self.surroundings, self.identities, self._signers)
        links = VpcLinks(self.surroundings, self.registry.vpc_links, self.chance)
        self._backends = LocalBackends(self.functions, self.lambda_service, calls, links, self.registry)
        self.surroundings.invoke_with(on_event=self._backends.take_event, on_batch=self._backends.invoke_for_service)
        self.data_plane = DataPlane(
            self.registry,
            self._backends,
            self.clock,
            self.chance,
            identities=self._signers,
            vpc_endpoints=VpcEndpoints(self.surroundings),
            pool_keys=UserPoolKeys(),
            account_throttle=account_throttle,
            log_sink=self._log_groups,
        )
        self._origins = Origins()
        self.surroundings.show_metrics(self.data_plane.monitor.metrics)
        self.control = self._control()
        self._server = Server(self.data_plane, self._services(root), limits or Limits(), self._origins)

    def _control(self) -> ApiGatewayControl:
        return ApiGatewayControl(
            self.registry,
            self.clock,
            self.chance,
            invoke=self.data_plane.test_invoke,
            authorize=self.data_plane.test_authorize,
            flush_authorizers=self.data_plane.live.authorizers.flush,
            flush_responses=self.data_plane.live.responses.flush,
            usage=self.data_plane.live.usage,
            account_throttle=self._account_throttle,
            has_certificate=Certificates(self.surroundings).exists,
        )

    def _services(self, root: RootKeys | None) -> Services:
        admin = Admin(
            clock=self.clock,
            journal=self.data_plane.journal,
            caches=self.data_plane.live.responses,
            releases=self.control,
            reset=self.reset,
            origins=self._origins,
        )
        callers = TrustingCallers() if root is None else VerifiedCallers(root, self.identities.secret_of, self.clock)
        return Services(
            control=self.control,
            surroundings=self.surroundings,
            invoke_api=InvokeApi(self.lambda_service),
            admin=admin,
            callers=callers,
            permissions=Permissions(self.surroundings, self.identities, self._signers),
            authorization_servers=AuthorizationServers(self.surroundings, self._backends.send_http),
            any_host=root is not None,
        )

    async def _write_logs(self) -> None:
        self.lambda_service.flush_logs()
        await self._log_groups.flush()

    async def start(self, host: str, port: int) -> str:
        """Start serving; the URL by which the stack is reached."""
        port = await self._server.start(host, port)
        self.url = f"http://{_reachable(host)}:{port}"
        self.surroundings.listening_on(port, self.identities.for_role)
        await self.lambda_service.start()
        await self.surroundings.start()
        return self.url

    async def stop(self) -> None:
        """Stop serving and end whatever runs for it."""
        await self._server.stop()
        await self._backends.close()
        await self.lambda_service.stop()
        await self.surroundings.stop()

    async def reset(self) -> None:
        """Empty everything: APIs, functions and their workers, what other services keep, and the journeys."""
        await self.lambda_service.reset()
        self.control.reset()
        await self.surroundings.reset()
        self.data_plane.clear()


def _root_identity(root: RootKeys) -> Identity:
    """The account's root user, as whom the root keys call APIs."""
    return Identity(
        access_key_id=root.access_key_id,
        secret_access_key=root.secret_access_key,
        account_id=root.account_id,
        arn=f"arn:aws:iam::{root.account_id}:root",
        user_id=root.account_id,
        root=True,
    )


def _reachable(host: str) -> str:
    """``host`` as it stands in a URL; a host that means every address is reached by 127.0.0.1."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{host}]" if address.version == 6 else host
