"""What is sent is what the learner wrote."""

from io import BytesIO
from typing import Any

import pytest
import requests
from urllib3 import HTTPResponse

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import SentRequest
from apiglab.lab.send import RawTargetAdapter, compose, deliver, new_http_session
from apiglab.model.http import Headers


class Recorder(RawTargetAdapter):
    """An adapter that answers 302 without a network and keeps what it was asked to send."""

    sent: requests.PreparedRequest

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Keep the request, answer it."""
        self.sent = request
        raw = HTTPResponse(
            body=BytesIO(), preload_content=False, headers={"Location": "/elsewhere", "Set-Cookie": "a=b"}, status=302
        )
        return self.build_response(request, raw)

    def target(self) -> str:
        """What would stand on the request line."""
        return self.request_url(self.sent, {})


def a_session() -> tuple[requests.Session, Recorder]:
    """The lab's session over a recorder."""
    session = new_http_session()
    recorder = Recorder()
    session.mount("http://", recorder)
    return session, recorder


@pytest.mark.parametrize(
    "target", ["//stage//x", "/dev/a%2Bb", "/dev/%7Etilde", "/dev/./../up", "/dev/a%2Fb?q=%20+&&", "/dev/x?"[:-1]]
)
def test_the_path_goes_out_as_it_was_written(target: str) -> None:
    """Routing, signatures and greedy parameters depend on every slash and escape."""
    session, recorder = a_session()

    deliver(session, compose("GET", f"http://127.0.0.1:9{target}"), timeout=1)

    assert recorder.target() == target


def test_a_redirect_is_an_answer_like_any_other() -> None:
    """Following it would hide what the API said; nor is a cookie brought back unasked."""
    session, recorder = a_session()

    first = deliver(session, compose("GET", "http://127.0.0.1:9/dev"), timeout=1)
    deliver(session, compose("GET", "http://127.0.0.1:9/dev"), timeout=1)

    assert (first.status, recorder.sent.headers.get("Cookie")) == (302, None)


def test_headers_go_out_in_their_case_and_repeated() -> None:
    """A name may be sent twice, as ``multiValueHeaders`` shows; what the learner sets replaces the lab's own."""
    session, _ = a_session()
    request = compose("GET", "http://127.0.0.1:9/", headers=[("X-One", "1"), ("X-One", "2"), ("user-agent", "me")])

    sent = deliver(session, request, timeout=1).request.headers

    assert sent == Headers(
        [("Accept", "*/*"), ("Accept-Encoding", "identity"), ("X-One", "1"), ("X-One", "2"), ("user-agent", "me")]
    )


def test_json_is_sent_as_json_unless_the_learner_says_otherwise() -> None:
    """``json=`` sets the content type; a content type of one's own stays."""
    plain = compose("post", "http://h/", json={"a": 1})
    own = compose("post", "http://h/", json=[], headers={"content-type": "application/vnd.api+json"})

    assert plain == SentRequest(
        method="POST", url="http://h/", headers=Headers([("Content-Type", "application/json")]), body=b'{"a": 1}'
    )
    assert own.headers == Headers([("content-type", "application/vnd.api+json")])


def test_parameters_are_appended_and_may_repeat() -> None:
    """A list sends the name once for each of its values."""
    assert compose("GET", "http://h/x?a=0", params={"b": ["1", "2"]}).url == "http://h/x?a=0&b=1&b=2"
    assert compose("GET", "http://h/x", params=[("b", "ä")]).url == "http://h/x?b=%C3%A4"


@pytest.mark.parametrize(
    ("headers", "url", "what"),
    [
        ({}, "127.0.0.1/dev", "Invalid URL '127.0.0.1/dev': No scheme supplied."),
        ({"X": "a\r\nb"}, "http://127.0.0.1:9/", "Invalid leading whitespace, reserved character"),
    ],
)
def test_what_cannot_be_sent_is_said_in_the_lab_s_three_lines(headers: dict[str, str], url: str, what: str) -> None:
    """No traceback of the HTTP library's."""
    session, _ = a_session()

    with pytest.raises(LabError) as raised:
        deliver(session, compose("GET", url, headers=headers), timeout=1)

    assert raised.value.what.startswith(what)


def test_json_and_body_exclude_each_other() -> None:
    """Which of two bodies would be sent is not guessed."""
    with pytest.raises(LabError, match="json= and body= were both given"):
        compose("POST", "http://h/", json={}, body="x")


def test_nobody_there_is_one_clear_line() -> None:
    """A server that was stopped in the middle of a lesson."""
    with pytest.raises(LabError) as raised:
        deliver(new_http_session(), compose("GET", "http://127.0.0.1:9/dev"), timeout=1)

    assert raised.value.what == "nothing answers at 127.0.0.1:9"
