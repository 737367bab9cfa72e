"""What a stage has set and the gateway does not act on yet."""

from apiglab.gateway.trace import Description


class NotEnforced:
    """A setting of the stage that is kept but that the gateway does not act on yet."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def describe(self) -> Description:
        """The setting, said to have no effect."""
        return Description("skipped", self.reason, note="configured on the stage, but apiglab does not act on it yet")
