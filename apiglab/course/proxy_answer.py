"""What a handler behind ``AWS_PROXY`` may return, and the misunderstandings that break it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.gateway.integrations.lambda_answer import MalformedAnswerError, read_answer

KEYS = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")  # in the order of the lesson's table
SHAPE = '{"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": "…text…"}'
TABLE = 'the table "What a handler may return" in lesson 01'


def malformed(answer: Any) -> Diagnosis | None:
    """Why API Gateway would answer 502 to what the handler returned, or None where it takes it."""
    if not isinstance(answer, Mapping):
        return _no_mapping(answer)
    return first(_findings(answer))


def _findings(answer: Mapping[Any, Any]) -> Iterator[Diagnosis | None]:
    yield _unknown_key(answer)
    yield _status(answer.get("statusCode"))
    yield _body(answer.get("body"))
    yield _headers(answer.get("headers"))
    yield _refused(answer)


def _no_mapping(answer: Any) -> Diagnosis:
    if answer is None:
        return Diagnosis(
            id="returned-nothing",
            expected=SHAPE,
            got="None",
            cause="A Python function without a return statement returns None.",
            next_look="the last line of your handler: does every way through it return?",
        )
    return Diagnosis(
        id="not-a-proxy-response",
        expected=SHAPE,
        got=shown(answer),
        cause="The handler returned bare content. API Gateway wants it in an envelope: status, headers, body.",
        next_look=TABLE,
    )


def _unknown_key(answer: Mapping[Any, Any]) -> Diagnosis | None:
    unknown = next((str(key) for key in answer if key not in KEYS), None)
    if unknown is None:
        return None
    meant = difflib.get_close_matches(unknown.replace("_", "").lower(), [key.lower() for key in KEYS], 1)
    if meant:
        right = next(key for key in KEYS if key.lower() == meant[0])
        return Diagnosis(
            id="misspelt-key",
            expected=f"the key {right!r}",
            got=f"the key {unknown!r}",
            cause="The keys are compared letter by letter, capitals included. One unknown key spoils the answer.",
            next_look=TABLE,
        )
    return Diagnosis(
        id="unknown-key",
        expected=f"only the keys {', '.join(KEYS)}",
        got=f"the key {unknown!r}",
        cause="Your content stands beside the envelope's own keys. It belongs inside body, as text.",
        next_look=TABLE,
    )


def _status(status: Any) -> Diagnosis | None:
    if status is None or (not isinstance(status, bool) and str(status).lstrip("-").isdecimal()):
        return None
    return Diagnosis(
        id="status-not-a-number",
        expected="statusCode as a number, such as 200",
        got=shown(status),
        cause="statusCode is the number alone, without its phrase.",
        next_look="the value of statusCode",
    )


def _body(body: Any) -> Diagnosis | None:
    if body is None or isinstance(body, str):
        return None
    return Diagnosis(
        id="body-not-a-string",
        expected='body as a string, such as \'{"name": "Mona"}\'',
        got=f"body as a {type(body).__name__}: {shown(body)}",
        cause="HTTP carries text, and API Gateway does not write JSON for you.",
        next_look="what json.dumps does with a dict or a list",
    )


def _headers(headers: Any) -> Diagnosis | None:
    if headers is None:
        return None
    if not isinstance(headers, Mapping):
        return Diagnosis(
            id="headers-not-a-dict",
            expected='headers as a dict, such as {"Content-Type": "application/json"}',
            got=shown(headers),
            cause="headers maps each header's name to its value.",
            next_look=TABLE,
        )
    for name, value in headers.items():
        if not isinstance(value, str | bool | None):
            return Diagnosis(
                id="header-not-a-string",
                expected=f"the header {name} as a string",
                got=f"{name}: {shown(value)}, a {type(value).__name__}",
                cause="A header's value is text on the wire. API Gateway refuses a number, a list or a dict.",
                next_look=f"the value of the header {name}",
            )
    return None


def _refused(answer: Mapping[Any, Any]) -> Diagnosis | None:
    """What is left: the gateway's own reading of the answer as JSON, which is the measure of all the others."""
    try:
        read_answer(json.dumps(answer).encode(), decode_base64=False)
    except (MalformedAnswerError, TypeError, ValueError) as error:
        return Diagnosis(
            id="malformed",
            expected=SHAPE,
            got=str(error),
            cause="API Gateway reads the answer as JSON and takes exactly this form.",
            next_look=TABLE,
        )
    return None


def wrong_status(answer: Mapping[Any, Any], expected: int, when: str) -> Diagnosis | None:
    """Whether the answer's status is not the ``expected`` one; ``when`` says for which request."""
    status = answer.get("statusCode")
    if str(status) == str(expected):
        return None
    return Diagnosis(
        id="wrong-status",
        expected=f"statusCode {expected} {when}",
        got="no statusCode" if status is None else f"statusCode {status}",
        cause="The status is the first thing a client looks at, before any body.",
        next_look="the statusCode that this way through your handler returns",
    )


def not_json(body: str | None) -> Diagnosis | None:
    """Whether the body is no JSON text."""
    try:
        json.loads(body or "")
    except ValueError:
        return Diagnosis(
            id="body-not-json",
            expected='JSON text, such as [{"name": "Mona"}] with double quotes',
            got=shown(body),
            cause="str() writes Python, not JSON: single quotes, None, True.",
            next_look="json.dumps instead of str",
        )
    return None


def wrong_content_type(answer: Mapping[Any, Any]) -> Diagnosis | None:
    """Whether the answer does not say itself that its body is JSON."""
    given = {str(name).lower(): str(value) for name, value in (answer.get("headers") or {}).items()}
    if given.get("content-type", "").split(";")[0].strip() == "application/json":
        return None
    return Diagnosis(
        id="no-content-type",
        expected="the header Content-Type: application/json, set by your handler",
        got=f"Content-Type: {given['content-type']}" if "content-type" in given else "no Content-Type header",
        cause="API Gateway adds application/json where nothing is said. A client should not have to rely on that.",
        next_look="the headers of your answer",
    )
