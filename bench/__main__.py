"""``python -m bench [LEG …] [--quick]``: run the legs, print the table, keep the JSON."""

import argparse
import sys

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.figure import BenchError, Figure
from bench.legs import LEGS
from bench.machine import facts
from bench.report import Failure, as_json, save, table
from bench.setting import FULL, QUICK, Pace, Setting


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the lab against a bare server.")
    parser.add_argument("legs", nargs="*", metavar="LEG", help=f"any of: {' '.join(LEGS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="a short look: one round of one second each")
    chosen = parser.parse_args()
    if unknown := [leg for leg in chosen.legs if leg not in LEGS]:
        parser.error(f"no such leg: {', '.join(unknown)}; there are {', '.join(LEGS)}")
    return chosen


def _run(legs: list[str], pace: Pace, console: Console) -> tuple[list[Figure], list[Failure]]:
    """Run the legs one after the other; one that fails does not stop the next."""
    figures: list[Figure] = []
    failures: list[Failure] = []
    columns = (TextColumn("{task.fields[leg]:>7}"), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=console, transient=True) as progress:
        task = progress.add_task("", total=len(legs), leg="")
        with Setting(pace, lambda text: progress.update(task, description=text)) as setting:
            for name in legs:
                progress.update(task, leg=name, description="")
                try:
                    figures.extend(LEGS[name](setting))
                except (BenchError, BotoCoreError, ClientError) as error:
                    failures.append(Failure(leg=name, reason=str(error)))
                progress.advance(task)
    return figures, failures


def main() -> int:
    """Exit 0 where every leg was measured, targets met or not; the comparison with others may be missing."""
    chosen = _arguments()
    console = Console(width=None if sys.stdout.isatty() else 140)
    figures, failures = _run(chosen.legs or list(LEGS), QUICK if chosen.quick else FULL, console)
    machine = facts()
    console.print(table(figures, failures))
    console.print(", ".join(f"{name} {value}" for name, value in machine.items()), style="dim")
    whole = not (chosen.legs or chosen.quick)
    console.print(f"written to {save(as_json(figures, failures, machine, whole=whole), whole=whole)}", style="dim")
    return int(any(failure.leg != "peer" for failure in failures))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
