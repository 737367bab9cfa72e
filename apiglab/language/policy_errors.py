"""What a policy's author is told of a policy that cannot be read."""


class PolicyError(Exception):
    """A policy that is malformed, and how; each service says so in words of its own."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
