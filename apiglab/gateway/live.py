"""What changes from request to request: the only mutable things of the data plane, and their time and chance."""

from apiglab.model.clock import Chance, Clock


class Live:
    """One data plane's live state. What a deployment freezes and what a stage sets are not here."""

    __slots__ = ("chance", "clock")

    def __init__(self, clock: Clock, chance: Chance) -> None:
        self.clock = clock
        self.chance = chance

    def clear(self) -> None:
        """Forget everything, as a server that was just started."""
