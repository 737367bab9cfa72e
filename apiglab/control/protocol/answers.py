"""HTTP answers of a control plane: the operation's output, or an error in the form AWS's clients read."""

from base64 import b64encode
from uuid import UUID

from apiglab.control.protocol.errors import ControlError
from apiglab.control.protocol.serialize import json_bytes, serialize_output
from apiglab.control.protocol.shapes import Operation
from apiglab.model.clock import Chance
from apiglab.model.http import Headers, Pair, Response


def succeed(operation: Operation, output: object, chance: Chance) -> Response:
    """The answer to an operation that was carried out."""
    return _answer(operation.status, serialize_output(operation, output), chance)


def refuse(error: ControlError, chance: Chance) -> Response:
    """The answer to a request that was refused."""
    body = json_bytes({"message": error.message})
    return _answer(error.status, body, chance, ("x-amzn-ErrorType", error.code))


def _answer(status: int, body: bytes, chance: Chance, *more: Pair) -> Response:
    headers = Headers(
        (
            ("Content-Type", "application/json"),
            ("x-amzn-RequestId", str(UUID(int=chance.getrandbits(128), version=4))),
            ("x-amz-apigw-id", b64encode(chance.randbytes(11)).decode().rstrip("=") + "="),
            *more,
        )
    )
    return Response(status, headers, body)
