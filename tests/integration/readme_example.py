"""The README's boto3 example, run against a server as a reader would run it."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping

from bench.servers import ROOT


def run_example(server_url: str, environment: Mapping[str, str] = os.environ) -> str:
    """Run the example; the invoke URL that it prints."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: boto3 -->\n```python\n(.*?)```", readme, re.DOTALL)
    assert example, "the README has lost its example"
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
