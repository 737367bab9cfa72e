"""What a lab knows of guards: one beside another, and what the tokens say that they are shown."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from apiglab.lab.backend import Backend
from apiglab.lab.clock import lab_now
from apiglab.lab.exchange import Exchange
from apiglab.model.frozen import EMPTY

if TYPE_CHECKING:
    from apiglab.lab.guards import GuardComparison
    from apiglab.lab.policy_simulation import PolicySimulation
    from apiglab.lab.token_view import TokenView
    from apiglab.lab.widgets import AuthPanel, PolicySimulator, TokenInspector


class Security:
    """The part of a lab that looks at who gets in."""

    backend: Backend

    def token(
        self,
        token: str | Mapping[str, str],
        *,
        issuer: str | None = None,
        client_id: str | None = None,
        scopes: Sequence[str] = (),
    ) -> "TokenView":
        """What a token says of itself, claim by claim: read, and not verified. What a sign-in gave shows its ID token.

        ``issuer``, ``client_id`` and ``scopes`` are what a user pool's guard would expect: then it tells what the token
        would be refused for.
        """
        from apiglab.lab.token_view import read_token  # when a token is read

        now = lab_now(self.backend)
        return read_token(_token_of(token), now=now, issuer=issuer, client_id=client_id, scopes=scopes)

    def compare_guards(self, runs: Mapping[str, Sequence[Exchange]]) -> "GuardComparison":
        """Guards side by side, by what each did with its run of requests: who decided, calls of functions, times."""
        from apiglab.lab.guards import compare_guards  # when it is asked for

        return compare_guards(runs)

    def simulate_policy(
        self,
        policy: str | Mapping[str, Any],
        resource: str,
        *,
        action: str = "execute-api:Invoke",
        keys: Mapping[str, str | Sequence[str]] = EMPTY,
        principal: str | None = None,
    ) -> "PolicySimulation":
        """What a policy says of one request: which statement decides, and what each of the others says.

        ``keys`` are condition keys, ``{"aws:SourceIp": "192.0.2.1"}``; ``principal`` is the caller's ARN.
        """
        from apiglab.lab.policy_simulation import simulate_policy  # when a policy is tried

        return simulate_policy(policy, resource, action=action, keys=keys, principal=principal)

    def auth_panel(
        self, doors: Mapping[str, str], identities: Mapping[str, Mapping[str, Any]], **fields: str
    ) -> "AuthPanel":
        """A panel to see who gets in where, and who decided: ``doors`` are URLs by name.

        ``identities`` are callers by name, each with what ``lab.send`` takes to prove it: ``{"ann": {"auth": key}}``.
        """
        from apiglab.lab.widgets import auth_panel  # widgets are imported when the first is wanted

        return auth_panel(self, doors, identities, **fields)  # type: ignore[arg-type]  # the lab that this is a part of

    def policy_simulator(self, policy: str | Mapping[str, Any] = "", **request: Any) -> "PolicySimulator":
        """A panel to try policies out as one types: ``resource``, ``action``, ``principal`` and ``keys`` filled in."""
        from apiglab.lab.widgets import policy_simulator  # widgets are imported when the first is wanted

        return policy_simulator(policy, **request)

    def token_inspector(self, token: str | Mapping[str, str] = "", **expected: str) -> "TokenInspector":
        """A panel to read tokens in: ``issuer``, ``client_id`` and ``scopes`` (a text) are what a guard expects."""
        from apiglab.lab.widgets import token_inspector  # widgets are imported when the first is wanted

        return token_inspector(partial(lab_now, self.backend), _token_of(token), **expected)


def _token_of(given: str | Mapping[str, str]) -> str:
    """A token as it is, or the first of those that a sign-in gave."""
    from apiglab.lab.signing import TOKENS  # when a token is read

    return given if isinstance(given, str) else next((given[name] for name in TOKENS if given.get(name)), "")
