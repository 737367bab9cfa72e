"""The whole, put together in one process."""

import asyncio
import subprocess
import sys
from typing import Any

import boto3
import pytest
import requests

from apiglab.stack import Stack
from tests.deploying import deploy_mock

pytestmark = pytest.mark.slow

WITHOUT_MOTO = """
import asyncio, sys
import requests
from apiglab.stack import Stack
from tests.deploying import deploy_mock
from tests.integration.test_stack import Clients

async def main():
    stack = Stack()
    url = await stack.start("127.0.0.1", 0)
    api_id = await asyncio.to_thread(deploy_mock, Clients(url))
    answered = await asyncio.to_thread(requests.get, f"{url}/_aws/execute-api/{api_id}/dev")
    print(answered.text, sorted(name for name in sys.modules if name.partition(".")[0] in {"moto", "flask"}))
    await stack.stop()

asyncio.run(main())
"""


class Clients:
    """boto3 clients of a stack."""

    def __init__(self, url: str) -> None:
        self.url = url

    def client(self, service: str) -> Any:
        """One of them."""
        keys = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1", **keys)


def test_an_api_without_functions_is_made_and_served_without_moto() -> None:
    """moto is not on the path of a request to a deployed API, nor on that of its deployment."""
    ran = subprocess.run([sys.executable, "-c", WITHOUT_MOTO], capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == ('{"ok": true} []\n', "")


async def test_a_stack_answers_until_it_is_stopped(stack: Stack) -> None:
    """Its URL is known once it is started, and nobody listens there once it is stopped."""
    api_id = await asyncio.to_thread(deploy_mock, Clients(stack.url))
    url = f"{stack.url}/_aws/execute-api/{api_id}/dev"
    answered = await asyncio.to_thread(requests.get, url, timeout=10)
    await stack.stop()

    assert answered.json() == {"ok": True}
    with pytest.raises(requests.ConnectionError):
        await asyncio.to_thread(requests.get, url, timeout=10)
