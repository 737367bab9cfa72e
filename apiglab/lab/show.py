"""Put something before the learner: displayed in a notebook, written as text elsewhere."""

import sys
from dataclasses import dataclass
from typing import Protocol

from apiglab.lab.html import line, page


class Showable(Protocol):
    """What a learner meets prints itself: as stable text, and as static HTML."""

    def __repr__(self) -> str: ...

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True, slots=True, repr=False)
class Lines:
    """A few plain lines."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        return page(*(line(text) for text in self.lines))


def show(thing: Showable) -> None:
    """Show ``thing`` where the learner looks: the cell's output, or standard output outside a notebook."""
    # IPython is imported only when the learner's process runs in it already.
    if "IPython" in sys.modules:
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            display(thing)  # type: ignore[no-untyped-call]  # IPython's is not annotated
            return
    sys.stdout.write(f"{thing!r}\n")


def say(*lines: str) -> None:
    """Show a few plain lines."""
    show(Lines(lines))
