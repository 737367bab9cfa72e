"""The README's example does what it says."""

import json
import os
import re
import subprocess
import sys
from urllib.request import urlopen

import pytest

from bench.servers import LAB, ROOT, serve


@pytest.mark.slow
def test_the_readme_s_boto3_example_deploys_an_api_that_answers() -> None:
    """Typed as it stands, the example prints a URL that runs the function, and the request's journey can be read."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: boto3 -->\n```python\n(.*?)```", readme, re.DOTALL)
    assert example
    with serve(LAB) as server:
        environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": server.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
        }
        ran = subprocess.run(
            [sys.executable, "-c", example[1]], env=environment, capture_output=True, text=True, check=False
        )
        assert ran.stderr == ""
        with urlopen(f"{ran.stdout.strip()}?name=you") as answer:
            body = answer.read()
        with urlopen(f"{server.url}/_apiglab/requests?limit=1") as answer:
            journey = json.load(answer)["requests"][0]

    assert body == b"Hello, you!"
    assert (journey["resource_path"], journey["status"]) == ("/hello", 200)
