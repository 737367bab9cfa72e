"""The request panel sends what its fields hold, shows what came back, and keeps no secret where it could be saved."""

from typing import Any

import pytest

from apiglab.lab.widgets import RequestPanel, request_panel
from tests.browser.stub_lab import StubLab
from tests.unit.lab.widgets.kernel import join_threads, live_models

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"


def a_panel(path: str = "/pets", **fields: object) -> RequestPanel:
    """A panel on the stub lab."""
    return request_panel(StubLab(), URL.replace("/pets", path), **fields)


def press(panel: RequestPanel) -> None:
    """Press Send and wait until the answer is there."""
    panel._send.click()
    join_threads("RequestPanel")


def test_what_the_fields_hold_is_sent() -> None:
    """Method, URL, headers and body."""
    exchange = a_panel(method="POST", headers=[("X-A", "1")], body='{"name": "Rex"}').send()

    assert exchange.json() | {"note": ""} == {
        "method": "POST", "headers": {"X-A": "1"}, "body": '{"name": "Rex"}', "auth": None, "note": "",
    }  # fmt: skip


def test_the_button_sends_beside_the_kernel_and_wakes_again() -> None:
    """The answer, its status for screen readers, and the journey are shown."""
    panel = a_panel()
    press(panel)

    assert 'role="status"' in panel._said.value
    assert "200 OK in 12.3 ms." in panel._said.value
    assert "GET /dev/pets passed every phase and was answered 200 OK." in panel._answer.value
    assert panel._sending is False


def test_what_an_api_answers_is_text() -> None:
    """A learner's API may answer with a script."""
    panel = a_panel()
    panel.send()

    assert "<script" not in panel._answer.value
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in panel._answer.value


@pytest.mark.parametrize(
    ("path", "headers", "told"),
    [
        ("/down", "", "nothing answers at 127.0.0.1. Next: check the URL."),
        ("/broken", "", "RuntimeError: a bug of ours"),
        ("/pets", "X-A: 1\nno header", "Headers, line 2: &#x27;no header&#x27; is no header. Next: write Name: value."),
    ],
)
def test_errors_are_shown_in_the_panel(path: str, headers: str, told: str) -> None:
    """Not in a log that nobody reads; and the button works again."""
    panel = a_panel(path)
    panel._headers.value = headers
    press(panel)

    assert told in panel._said.value
    assert panel._sending is False
    assert panel.exchange is None


@pytest.mark.parametrize(
    ("kind", "headers", "auth"),
    [
        ("none", {}, None),
        ("api_key", {"x-api-key": "s3cret"}, None),
        ("bearer", {"Authorization": "Bearer s3cret"}, None),
        ("iam", {}, "iam"),
    ],
)
def test_auth_says_who_asks(kind: str, headers: dict[str, str], auth: str | None) -> None:
    """As a header, or as a signature made by the lab."""
    panel = a_panel()
    panel._secret.kind = kind
    panel._secret._typed.value = "s3cret"
    told = panel.send().json()

    assert (told["headers"], told["auth"]) == (headers, auth)


def test_a_secret_does_not_stay_where_a_notebook_would_save_it() -> None:
    """Neither in a field nor in the history; but the next request has it still, until another kind is chosen."""
    panel = a_panel()
    panel._secret.kind = "api_key"
    panel._secret._typed.value = "s3cret"
    panel.send()
    saved = [widget.get_state() for widget in (panel._secret._typed, panel._past, panel._headers, panel._url)]
    again = panel.send().json()["headers"]
    panel._secret.kind = "bearer"

    assert "s3cret" not in str(saved)
    assert again == {"x-api-key": "s3cret"}
    assert panel.send().json()["headers"] == {"Authorization": "Bearer "}


def test_the_field_for_a_secret_is_there_only_when_it_is_needed() -> None:
    """One thing less to look at."""
    panel = a_panel()
    shown = []
    for kind in ("none", "api_key", "iam", "bearer"):
        panel._secret.kind = kind
        shown.append(panel._secret._typed.layout.display)

    assert shown == ["none", None, "none", None]


def test_the_history_brings_a_request_back() -> None:
    """With its fields and its answer; the newest comes first."""
    panel = a_panel()
    panel.send()
    panel._url.value = URL.replace("/pets", "/missing")
    panel._method.value = "POST"
    panel.send()
    labels = [label for label, _ in panel._past.options]
    panel._past.value = 0

    assert labels == ["2  POST /dev/missing → 403", "1  GET /dev/pets → 200"]
    assert (panel.draft.method, panel.draft.url) == ("GET", URL)
    assert "200 OK" in panel._answer.value


def test_what_is_typed_while_a_request_is_under_way_stays() -> None:
    """Its answer does not put the old request back into the fields."""
    panel = a_panel()
    send = panel._lab.send

    def type_meanwhile(*asked: Any, **options: Any) -> Any:
        panel._url.value = "http://127.0.0.1:4566/dev/next"
        return send(*asked, **options)

    panel._lab.send = type_meanwhile  # type: ignore[method-assign]  # the stub's own
    panel._send.click()
    join_threads("RequestPanel")

    assert panel.exchange is not None
    assert panel.draft.url == "http://127.0.0.1:4566/dev/next"


def test_a_second_press_while_a_request_is_under_way_is_not_a_second_request() -> None:
    """The button stays enabled, so that the keyboard's focus stays on it."""
    panel = a_panel("/slow")
    panel._send.click()
    press(panel)

    assert len(panel._history) == 1
    assert panel._send.disabled is False


def test_letters_that_come_after_the_press_are_sent_too() -> None:
    """The front end keeps typed text back while the kernel has not answered, but not the press."""
    panel = a_panel()
    panel._send.click()
    panel._url.value = f"{URL}/17"
    join_threads("RequestPanel")

    assert panel.exchange is not None
    assert panel.exchange.request.path == "/dev/pets/17"


def test_enter_in_the_url_sends() -> None:
    """As in every browser's address line."""
    panel = a_panel()
    panel._url._handle_msg({"content": {"data": {"method": "custom", "content": {"event": "submit"}}}, "buffers": []})
    join_threads("RequestPanel")

    assert panel.exchange is not None


def test_a_request_can_be_copied_as_curl_without_its_secret() -> None:
    """The shell puts the secret in its place; the same button hides the command."""
    panel = a_panel(body="a'b")
    panel._secret.kind = "bearer"
    panel._secret._typed.value = "s3cret"
    panel._curl.button.click()
    shown = panel._curl.widget.value
    panel._curl.button.click()

    assert "-H &quot;Authorization: Bearer $TOKEN&quot;" in shown
    assert "s3cret" not in shown
    assert panel._curl.widget.value == ""


def test_a_signed_request_is_copied_as_curl_that_signs() -> None:
    """With the lab's Region."""
    panel = a_panel()
    panel._secret.kind = "iam"
    panel._curl.button.click()

    assert "--aws-sigv4 aws:amz:us-east-1:execute-api" in panel._curl.widget.value


def test_without_a_front_end_the_panel_is_static_and_the_same_every_time() -> None:
    """Text, HTML and the live view lie in one output; neither port nor API id is in it."""
    bundle = a_panel()._repr_mimebundle_()

    assert set(bundle) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"] == "Request panel: GET /dev/pets\nrun this notebook to send it"
    assert "<code>GET /dev/pets</code> · run this notebook to send it." in bundle["text/html"]
    assert "4566" not in bundle["text/html"]


def test_after_an_answer_the_static_form_has_it() -> None:
    """Displayed again, an exported page shows the last exchange."""
    panel = a_panel()
    panel.send()

    assert repr(panel).startswith("Request panel: GET /dev/pets\nGET /dev/pets → 200 OK")
    assert "passed every phase" in panel._repr_html_()


def test_a_closed_panel_leaves_no_widget_behind() -> None:
    """Layouts and styles are models too."""
    before = live_models()
    panel = a_panel()
    panel.send()
    made = len(live_models() - before)
    panel.close()

    assert made > 20
    assert live_models() - before == set()
