"""What a notebook must not keep: the values of headers that open doors, shown by their first letters only."""

import re

from apiglab.model.http import Headers

SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-key", "x-amz-security-token"})
"""Request headers whose value is never shown in full."""

SHOWN = 6
"""Letters that are shown: enough to tell two keys apart."""

# Also as they stand in a Lambda event: under headers, multiValueHeaders and requestContext.identity.
_IN_JSON = re.compile(
    rf'("(?:{"|".join(sorted(SECRET_HEADERS))}|apiKey)"\s*:\s*\[?\s*"[^"\\]{{0,{SHOWN}}})(?:[^"\\]|\\.)+"',
    re.IGNORECASE,
)


def veiled(headers: Headers) -> Headers:
    """The same headers, secrets cut short."""
    return Headers((name, _cut(value) if name.lower() in SECRET_HEADERS else value) for name, value in headers)


def veiled_text(text: str) -> str:
    """The same text, cut short where JSON in it names a secret."""
    return _IN_JSON.sub(r'\1…"', text)


def _cut(value: str) -> str:
    return f"{value[:SHOWN]}…"
