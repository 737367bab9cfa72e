"""The README's example does what it says."""

import json
from urllib.request import urlopen

import pytest

from bench.servers import LAB, serve
from tests.integration.readme_example import run_example


@pytest.mark.slow
def test_the_readme_s_boto3_example_deploys_an_api_that_answers() -> None:
    """Typed as it stands, the example prints a URL that runs the function, and the request's journey can be read."""
    with serve(LAB) as server:
        url = run_example(server.url)
        with urlopen(f"{url}?name=you") as answer:
            body = answer.read()
        with urlopen(f"{server.url}/_apiglab/requests?limit=1") as answer:
            journey = json.load(answer)["requests"][0]

    assert body == b"Hello, you!"
    assert (journey["resource_path"], journey["status"]) == ("/hello", 200)
