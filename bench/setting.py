"""What every leg is given: the pace, the servers, and a place to say what is going on."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType

from bench.deploy import Account
from bench.servers import BARE, LAB, Server, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long is measured: more is steadier."""

    seconds: float
    """The length of one burst of load."""
    rounds: int
    """How often the two sides of a ratio take turns."""
    samples: int
    """How often something that is timed once, a start for example, is repeated."""


FULL = Pace(seconds=3, rounds=3, samples=11)
QUICK = Pace(seconds=1, rounds=1, samples=3)


@dataclass
class Setting:
    """The servers of one run, started when a leg first asks for them and stopped at the end."""

    pace: Pace
    say: Callable[[str], None]
    _servers: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Setting":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._servers.close()

    @cached_property
    def bare_url(self) -> str:
        """The bare server's URL."""
        return self._start(BARE).url

    @cached_property
    def account(self) -> Account:
        """An account on the server under test; the legs that load it share it."""
        return Account(self._start(LAB).url)

    @cached_property
    def hello_url(self) -> str:
        """A deployed API with the hello function behind it."""
        return self.account.create_lambda_api(self.hello_function)

    @cached_property
    def hello_function(self) -> str:
        """The hello function's ARN."""
        return self.account.create_function("hello")

    def _start(self, command: tuple[str, ...]) -> Server:
        self.say("starting " + " ".join(command[2:]))
        return self._servers.enter_context(serve(command))
