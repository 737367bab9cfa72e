"""Fill the README's table of figures from the last full run of ``make bench``.

usage: python -m tools.readme_figures [RESULTS.json]
"""

import json
import sys
from pathlib import Path
from typing import Any

from bench.figure import Target
from bench.report import shown, shown_target
from tools.marked_block import fill

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "latest.json"
README = ROOT / "README.md"


def _row(figure: dict[str, Any]) -> str:
    target = figure["target"]
    wanted = shown_target(Target(**target) if target else None)
    verdict = {True: "met", False: "not met", None: ""}[figure["met"]]
    return f"| {figure['what']} | {shown(figure['value'], figure['unit'])} | {wanted} | {verdict} |\n"


def render(results: dict[str, Any]) -> str:
    """The block: what it was measured on, and the table."""
    if not results["whole"]:
        raise SystemExit("That was a quick run or a part of one, whose figures are noise: run `make bench` first.")
    machine = results["machine"]
    head = (
        f"Measured on {results['date'][:10]}: {machine['system']}, {machine['processor']}, {machine['cores']} cores, "
        f'{machine["memory_gib"]} GiB, Python {machine["python"]}. "Of bare" is the share of the requests per second '
        "that a bare aiohttp + uvloop server answers on the same machine in the same minutes; `make bench` measures "
        "yours.\n\n| what | measured | target | |\n|---|---|---|---|\n"
    )
    return head + "".join(map(_row, results["figures"]))


def main() -> None:
    """Read the results, rewrite the README."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    if not path.is_file():
        raise SystemExit(f"{path} is not there: run `make bench` first.")
    block = render(json.loads(path.read_text(encoding="utf-8")))
    README.write_text(fill(README.read_text(encoding="utf-8"), "figures", block), encoding="utf-8")


if __name__ == "__main__":
    main()
