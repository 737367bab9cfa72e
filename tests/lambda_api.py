"""An API whose every path goes to a Lambda function of the test."""

import json
from typing import Any

from tests.gateway_builders import Served, a_lambda_proxy, a_method, serve


def a_pets_api(answer: bytes | Exception = b'{"statusCode": 200}', **more: Any) -> Served:
    """An API whose every path goes to a function."""
    method = a_method("ANY", a_lambda_proxy())
    return serve({"/{proxy+}": [method], "/pets/{id}": [method]}, answer=answer, **more)


def the_event(pets: Served) -> dict[str, Any]:
    """The event that the function got last."""
    event: dict[str, Any] = json.loads(pets.backends.calls[-1]["payload"])
    return event
