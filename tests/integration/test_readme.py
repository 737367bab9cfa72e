"""The documents' examples do what they say."""

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


@pytest.mark.slow
def test_the_user_pool_s_example_lets_its_user_in() -> None:
    """Nobody without a token, and Ann by her name."""
    with serve(LAB) as server:
        printed = run_example(server.url, page="docs/user-pools.md", name="user pool")

    assert printed.splitlines() == ["{'message': 'Unauthorized'}", "Hello, ann!"]
