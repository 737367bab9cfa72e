"""HTTP answers in the form that AWS's clients read."""

import random
import re

from apiglab.control.protocol.answers import refuse, succeed
from apiglab.control.protocol.errors import ControlError
from tests.unit.control.protocol.shapes_for_tests import TEXT, a_structure, an_operation, member


def test_an_answer_carries_aws_s_headers() -> None:
    """A request id, API Gateway's own id and the JSON content type."""
    operation = an_operation(output=a_structure(member("name", TEXT)))

    answer = succeed(operation, {"name": "Rex"}, random.Random(1))

    headers = dict(answer.headers.pairs)
    assert (answer.status, answer.body) == (200, b'{"name":"Rex"}')
    assert headers["Content-Type"] == "application/json"
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", headers["x-amzn-RequestId"]
    )
    assert re.fullmatch(r"[A-Za-z0-9+/]{15}=", headers["x-amz-apigw-id"])


def test_an_error_is_a_message_with_its_type_in_a_header() -> None:
    """Clients read the code from ``x-amzn-ErrorType``."""
    answer = refuse(ControlError("NotFoundException", 404, 'no "x"'), random.Random(1))

    assert (answer.status, answer.body) == (404, b'{"message":"no \\"x\\""}')
    assert answer.headers.get("x-amzn-ErrorType") == "NotFoundException"
