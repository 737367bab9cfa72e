"""The HTTP backends of one lab: started by name, listed, and ended with a cleanup."""

from apiglab.lab.backend import Backend
from apiglab.lab.cleanup import Removed
from apiglab.lab.errors import LabError
from apiglab.lab.http_backend import Answer, HttpBackend
from apiglab.lab.inventory import Owned
from apiglab.lab.ledger import Entry

NOUN = "HTTP backend"


class HttpBackends:
    """Keeps a lab's backends; they live in the kernel, so no ledger has to remember them."""

    def __init__(self, backend: Backend) -> None:
        self._aws = backend
        self._kept: dict[str, HttpBackend] = {}

    def start(self, name: str, answer: Answer, *, port: int = 0, public_url: str | None = None) -> HttpBackend:
        """A backend of that name; one that is there already keeps its address and gets the new function."""
        if public_url is None and self._aws.kind == "aws" and self._aws.endpoint_url is None:
            raise LabError(
                f"{NOUN} {name}",
                "AWS cannot reach 127.0.0.1: an address of this machine leads nowhere from there",
                "open a tunnel to a port of this machine, or run the backend on a public host, and give its address: "
                f'lab.http_backend({name!r}, …, port=8700, public_url="https://…"). '
                "Or go on below: only the cells that call this backend need it",
            )
        if name in self._kept:
            self._kept[name].change(answer, public_url)
        else:
            self._kept[name] = HttpBackend(name, answer, port=port, public_url=public_url)
        return self._kept[name]

    def owned(self) -> list[Owned]:
        """What an inventory lists."""
        return [Owned(Entry(kind=NOUN, label=name)) for name in self._kept]

    def end(self) -> tuple[Removed, ...]:
        """Stop all of them for good, and say so."""
        ended = []
        while self._kept:
            name, backend = self._kept.popitem()
            backend.stop()
            ended.append(Removed(NOUN, name, "stopped"))
        return tuple(reversed(ended))
