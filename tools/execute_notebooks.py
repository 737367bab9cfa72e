"""Run the lessons and the solutions and store their outputs; then make the exercises from the solutions.

``python tools/execute_notebooks.py`` runs all of them, ``… notebooks/01*.ipynb`` only those.
"""

import sys
import time
from pathlib import Path

from apiglab.course import generate
from apiglab.course.execute import execute, own_local_aws, with_plain_metadata
from apiglab.course.notebook import read, written

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Run the notebooks that are named, or all."""
    paths = [Path(argument).resolve() for argument in arguments] or [
        path for folder in ("notebooks", "solutions") for path in sorted((ROOT / folder).glob("*.ipynb"))
    ]
    with own_local_aws() as environment:
        for path in paths:
            started = time.monotonic()
            notebook = with_plain_metadata(read(path))
            execute(notebook, folder=path.parent, environment=environment)
            path.write_text(written(notebook), encoding="utf-8")
            print(f"{path.relative_to(ROOT)}  {time.monotonic() - started:.1f} s")  # noqa: T201  a tool's own words
    return generate.main(["--root", str(ROOT)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
