"""The documents' boto3 examples, run against a server as a reader would run them."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping

from bench.servers import ROOT


def run_example(
    server_url: str, environment: Mapping[str, str] = os.environ, *, page: str = "README.md", name: str = "boto3"
) -> str:
    """Run the example of this name; what it prints."""
    text = (ROOT / page).read_text(encoding="utf-8")
    example = re.search(rf"<!-- example: {name} -->\n```python\n(.*?)```", text, re.DOTALL)
    assert example, f"{page} has lost its example {name}"
    exported = {
        "AWS_ENDPOINT_URL": server_url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    ran = subprocess.run(
        [sys.executable, "-c", example[1]],
        env={**environment, **exported},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == "", ran.stderr
    return ran.stdout.strip()
