"""Exchanges and journeys as a learner sees them."""

from typing import Any

from apiglab.lab.exchange import SHOWN_BODY, Exchange, SentRequest, tone_of
from apiglab.lab.journey import Journey
from apiglab.model.http import Headers

DOCS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"


def a_record(**changes: Any) -> dict[str, Any]:
    """A journey as the server tells it: refused at its second phase."""
    return {
        "request_id": "6f2b4d7e-0000-4000-8000-000000000001",
        "extended_request_id": "AbCdEfGhIjKlMnO=",
        "api_id": "a1b2c3d4e5",
        "stage": "dev",
        "deployment_id": "dep123",
        "method": "GET",
        "path": "/pets",
        "resource_path": "/pets",
        "started_at": 1_700_000_000.0,
        "clock_offset": 0.0,
        "status": 403,
        "seconds": 0.00125,
        "response_type": "INVALID_API_KEY",
        "reason": "api_key.missing",
        "steps": [
            {
                "phase": "Resource matching",
                "docs": DOCS,
                "outcome": "passed",
                "reason": None,
                "seconds": 0.0001,
                "detail": {},
            },
            {
                "phase": "API key",
                "docs": DOCS,
                "outcome": "refused",
                "reason": "api_key.missing",
                "seconds": 0.0002,
                "detail": {"source": "HEADER", "names": ["x-api-key"], "given": {}},
            },
        ],
        **changes,
    }


def an_exchange(**changes: Any) -> Exchange:
    """A refused exchange, without its journey."""
    fields: dict[str, Any] = {
        "request": SentRequest(
            method="GET",
            url="http://127.0.0.1:40123/_aws/execute-api/a1b2c3d4e5/dev/pets?x=1",
            headers=Headers([("x-api-key", "abcdefghijklmnopqrst")]),
        ),
        "status": 403,
        "headers": Headers([("x-amzn-ErrorType", "ForbiddenException"), ("Content-Type", "application/json")]),
        "body": b'{"message":"Forbidden"}',
        "seconds": 0.0123,
        **changes,
    }
    return Exchange(**fields)


def test_the_text_of_an_exchange_holds_nothing_that_changes_from_run_to_run() -> None:
    """No id, port or duration: the stored output of a lesson can be compared strictly."""
    exchange = an_exchange(journey=Journey.from_json(a_record()))

    assert repr(exchange) == (
        "GET /dev/pets?x=1 → 403 Forbidden\n"
        "x-amzn-ErrorType: ForbiddenException\n"
        '{"message":"Forbidden"}\n'
        "reason: api_key.missing"
    )


def test_an_exchange_tells_its_parts() -> None:
    """Status, text and JSON are at hand."""
    exchange = an_exchange()

    assert (exchange.ok, exchange.text, exchange.json(), exchange.reason) == (
        False,
        '{"message":"Forbidden"}',
        {"message": "Forbidden"},
        None,
    )


def test_a_script_in_an_answer_is_shown_and_not_run() -> None:
    """Whatever an API answers is text in the notebook: body, header values and the path alike."""
    evil = "<script>alert(1)</script>"
    exchange = an_exchange(body=evil.encode(), headers=Headers([("X", evil)]), note=evil)

    html = exchange._repr_html_()

    assert (html.count("<script"), html.count("&lt;script&gt;alert(1)&lt;/script&gt;")) == (0, 3)


def test_a_secret_that_was_sent_is_not_saved_in_the_notebook() -> None:
    """API keys, tokens, cookies and signatures are shown by their first letters only."""
    html = an_exchange()._repr_html_()

    assert ("abcdef…" in html, "abcdefghijklmnopqrst" in html) == (True, False)


def test_status_is_told_by_icon_and_words_not_by_colour_alone() -> None:
    """A colour-blind learner, and one on GitHub where styles are stripped, reads the same."""
    html = an_exchange()._repr_html_()

    assert '<span aria-hidden="true">⊘</span> 403 Forbidden' in html


def test_the_three_tones_of_a_status() -> None:
    """Passed, refused by the gateway or the client's fault, failed behind it."""
    assert [tone_of(status) for status in (200, 302, 404, 429, 502)] == ["ok", "ok", "refused", "refused", "failed"]


def test_a_long_body_is_cut_where_it_is_shown_and_kept_whole() -> None:
    """A megabyte of JSON does not end up in the notebook's file."""
    exchange = an_exchange(body=b"x" * (SHOWN_BODY + 1_500))

    assert (repr(exchange).endswith("… (1,500 characters more)"), len(exchange.body)) == (True, SHOWN_BODY + 1_500)


def test_curl_repeats_the_request() -> None:
    """Copied into a shell, it sends the same path, headers and body."""
    request = SentRequest(
        method="POST", url="http://h/dev//a%2Fb?q=it's", headers=Headers([("X-A", "1")]), body=b'{"a": 1}'
    )

    assert request.curl() == (
        """curl -i --path-as-is -X POST 'http://h/dev//a%2Fb?q=it'"'"'s' -H 'X-A: 1' --data-binary '{"a": 1}'"""
    )


def test_curl_for_a_signed_request_names_the_keys_and_does_not_hold_them() -> None:
    """A signature lasts minutes, and keys do not belong in a notebook."""
    headers = Headers([("X-Amz-Date", "20261123T000000Z"), ("Authorization", "AWS4-HMAC-SHA256 …"), ("X-A", "1")])
    request = SentRequest(method="GET", url="http://h/dev", headers=headers, signed=True, region="eu-west-1")

    assert request.curl() == (
        "curl -i --path-as-is -X GET http://h/dev -H 'X-A: 1' --aws-sigv4 aws:amz:eu-west-1:execute-api"
        ' --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
    )


def test_a_journey_says_where_it_ended_and_why() -> None:
    """The phase that refused, and which of its ways to refuse it was."""
    journey = Journey.from_json(a_record())

    end = journey.ended_at

    assert (end is not None and end.phase, journey.reason) == ("API key", "api_key.missing")
    assert repr(journey) == (
        "Journey of GET /pets → 403\n+ Resource matching  passed\nx API key            refused: api_key.missing"
    )


def test_a_journey_that_passed_everywhere_ends_nowhere() -> None:
    """Skipped and passed phases are no end."""
    steps = [{"phase": "Resource matching", "outcome": "passed"}, {"phase": "API key", "outcome": "skipped"}]
    journey = Journey.from_json(a_record(steps=steps, reason=None, status=200))

    assert journey.ended_at is None
    assert "Every phase let it pass, 1.2 ms in the gateway." in journey._repr_html_()


def test_a_journey_links_each_phase_to_its_page_of_the_developer_guide() -> None:
    """The way from a refusal to AWS's own words is one click."""
    html = Journey.from_json(a_record())._repr_html_()

    assert f'<a href="{DOCS}" target="_blank" rel="noopener">API key</a>' in html
    assert "<code>names</code>: x-api-key" in html


def test_a_journey_has_a_picture_whose_text_says_the_same() -> None:
    """Refused at the phase that refused, with the reason."""
    html = Journey.from_json(a_record())._repr_html_()

    assert 'aria-label="GET /pets was refused at API key (api_key.missing) and was answered 403 Forbidden."' in html


def test_an_exchange_without_a_journey_says_why() -> None:
    """On AWS nobody tells it, and the learner hears that in one line."""
    assert "No journey: only local." in an_exchange(note="No journey: only local.")._repr_html_()


def test_a_secret_in_the_event_that_a_function_was_given_is_cut_short_too() -> None:
    """The journey shows the event; its headers stand in it twice, and the API key a third time."""
    event = (
        '{"headers":{"Authorization":"Bearer eyJhbGciOi","X-Api-Key":"abcdefghij"},'
        '"multiValueHeaders":{"Authorization":["Bearer eyJhbGciOi"]},'
        '"requestContext":{"identity":{"apiKey":"abcdefghij","user":null}}}'
    )
    step = {"phase": "Integration request", "outcome": "passed", "detail": {"body": event, "log": None}}
    html = Journey.from_json(a_record(steps=[step]))._repr_html_()

    assert ("eyJhbGciOi" in html, "abcdefghij" in html, "<code>log</code>" in html) == (False, False, False)
    assert "&quot;Authorization&quot;:[&quot;Bearer…&quot;]" in html


def test_a_detail_s_seconds_are_told_in_milliseconds() -> None:
    """Seventeen digits say less than three."""
    step = {"phase": "Integration", "outcome": "passed", "detail": {"handler_seconds": 0.0003492010000627488}}

    assert "<code>handler_seconds</code>: 0.35 ms" in Journey.from_json(a_record(steps=[step]))._repr_html_()


def test_without_a_journey_an_exchange_tells_the_client_s_messages() -> None:
    """As on AWS, where nothing tells what the backend got."""
    exchange = an_exchange(journey=None)

    assert [message.title for message in exchange.messages] == ["From the client", "To the client"]
