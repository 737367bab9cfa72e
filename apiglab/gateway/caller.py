"""Who calls, as far as the gateway knows: what authorization found out, and what later phases read of it."""

from collections.abc import Callable, Mapping
from typing import Any

from apiglab.gateway.trace import Description

NOTHING: Mapping[str, Any] = {}


def nobody_may(_action: str) -> bool:
    """Whoever no policy let in may do nothing more."""
    return False


class Caller:
    """A caller who was let in, and by what."""

    __slots__ = (
        "authorization_type",
        "authorizer",
        "detail",
        "identity",
        "may",
        "reason",
        "usage_identifier_key",
    )

    def __init__(
        self,
        authorization_type: str,
        *,
        reason: str,
        identity: Mapping[str, str] = NOTHING,
        authorizer: Mapping[str, Any] | None = None,
        usage_identifier_key: str | None = None,
        detail: Mapping[str, Any] = NOTHING,
        may: Callable[[str], bool] = nobody_may,
    ) -> None:
        self.authorization_type = authorization_type
        self.reason = reason
        """Dotted and stable, as that of a refusal is: ``authorization.iam``."""
        self.identity = identity
        """What ``$context.identity`` has beyond the address and the user agent, by AWS's names."""
        self.authorizer = authorizer
        """``$context.authorizer``: what an authorizer said of the caller; None where none was asked."""
        self.usage_identifier_key = usage_identifier_key
        """The API key that an authorizer names for this caller."""
        self.may = may
        """Whether the policies that let it in let it do something else, too, ``execute-api:InvalidateCache``."""
        self.detail = detail
        """What else the journey tells: the statement that decided, whether the policy came from the cache."""

    def describe(self) -> Description:
        """How the caller was let in."""
        return Description(reason=self.reason, authorization_type=self.authorization_type, **self.detail)


ANYBODY = Caller("NONE", reason="authorization.none")
"""The caller of a method that is open to all."""
