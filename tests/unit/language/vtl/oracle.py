"""Apache Velocity 1.7 itself, as Debian's packages have it, to compare our templates with."""

import os
import shutil
import subprocess
from pathlib import Path

JARS = [Path("/usr/share/java") / name for name in ("velocity.jar", "commons-lang.jar", "commons-collections3.jar")]
PROGRAM = Path(__file__).parents[3] / "oracles" / "VelocityOracle.java"

CONTEXT = {
    "pet": {
        "name": "Rex",
        "age": 3,
        "weight": 12.5,
        "tags": ["good", "dog"],
        "owner": None,
        "vaccinated": True,
    },
    "nested": {"deep": {"x": 1}},
    "list": [1, 2, 3],
    "empty": [],
    "emptyMap": {},
    "text": "Hello, World",
    "blank": "",
    "number": 7,
    "zero": 0,
    "big": 4000000000,
    "real": 2.5,
    "yes": True,
    "no": False,
    "nothing": None,
}
"""The same values as in VelocityOracle.java."""

REFUSED = "\1"
"""How an answer begins where Velocity refused the template."""


def is_there() -> bool:
    """Whether Java and Velocity are installed; in CI they must be, so there a missing one shows as a failure."""
    return "CI" in os.environ or (shutil.which("java") is not None and all(jar.exists() for jar in JARS))


def render(templates: list[str]) -> list[str]:
    """What Velocity makes of each template with ``CONTEXT``."""
    answered = subprocess.run(
        ["java", "-cp", ":".join(map(str, JARS)), str(PROGRAM)],
        input="".join(f"{template}\0" for template in templates).encode(),
        capture_output=True,
        check=True,
        timeout=100,
    )
    return answered.stdout.decode().split("\0")[:-1]
