"""What a journey tells of its messages: before and after each mapping, as far as the request came."""

from apiglab.lab.journey import Journey
from tests.unit.lab.test_exchange import a_record


def _step(phase: str, outcome: str = "passed", **detail: object) -> dict[str, object]:
    return {"phase": phase, "outcome": outcome, "reason": None, "seconds": 0.0, "docs": "", "detail": detail}


ASKED = {"headers": [["X-A", "1"], ["Authorization", "Bearer very-secret"]], "body": '{"pet": 1}'}
WHOLE = a_record(
    method="POST",
    status=202,
    reason=None,
    steps=[
        _step("Integration request", uri="https://sqs/", method="POST", headers=[["X-B", "2"]], body="Action=Send"),
        _step("Integration", status=200, body="<ok/>"),
        _step("Integration response", status=202, headers=[], body="{}"),
    ],
    request=ASKED,
    response={"headers": [["Content-Type", "application/json"]], "body": "{}"},
)


def test_each_mapping_has_two_sides() -> None:
    """Client, backend, backend, client; secrets cut short."""
    assert repr(Journey.from_json(WHOLE).messages).splitlines() == [
        "From the client: POST /pets",
        "  X-A: 1",
        "  Authorization: Bearer…",
        '  {"pet": 1}',
        "To the backend: POST https://sqs/",
        "  X-B: 2",
        "  Action=Send",
        "From the backend: 200",
        "  <ok/>",
        "To the client: 202",
        "  Content-Type: application/json",
        "  {}",
    ]


def test_the_two_sides_stand_next_to_each_other() -> None:
    """Request and response, in the journey's own HTML."""
    html = Journey.from_json(WHOLE).to_html()

    assert "What was sent and answered, before and after each mapping" in html
    assert html.index("From the client") < html.index("To the backend") < html.index("From the backend")
    assert "very-secret" not in html


def test_a_request_that_was_refused_has_no_backend() -> None:
    """Only the client's side is there."""
    record = a_record(request=ASKED, response={"headers": [], "body": '{"message":"Forbidden"}'})

    titles = [message.title for message in Journey.from_json(record).messages]

    assert titles == ["From the client", "To the client"]


def test_binary_is_told_as_base64() -> None:
    """As the journey keeps it."""
    record = a_record(request={"headers": [], "body": "iVBORw==", "base64": True})

    assert "(base64) iVBORw==" in repr(Journey.from_json(record).messages)
