"""Calls of deployed APIs are told by path or by host."""

import pytest

from apiglab.edge.refusals import RefusedError
from apiglab.edge.targets import Invocation, find_invocation


@pytest.mark.parametrize(
    ("path", "host", "found"),
    [
        ("/_aws/execute-api/abc/dev/pets", "127.0.0.1:4566", Invocation("abc", "/dev/pets")),
        ("/_aws/execute-api/abc//dev//x", "127.0.0.1", Invocation("abc", "//dev//x")),
        ("/_aws/execute-api/abc", "", Invocation("abc", "/")),
        ("/_aws/execute-api/", "", Invocation("", "/")),
        ("/_aws/execute-api/abc/dev", "xyz.execute-api.localhost", Invocation("abc", "/dev")),
        ("/dev/pets", "abc.execute-api.us-east-1.amazonaws.com", Invocation("abc", "/dev/pets")),
        ("/dev", "abc.execute-api.localhost:4566", Invocation("abc", "/dev")),
        ("/_apiglab/health", "abc.execute-api.localhost", None),
        ("/dev", "execute-api.us-east-1.amazonaws.com", None),
        ("/dev", ".execute-api.us-east-1.amazonaws.com", None),
        ("/dev", "a.b.execute-api.us-east-1.amazonaws.com", None),
        ("/dev", "127.0.0.1:4566", None),
        ("/_aws/execute-api", "127.0.0.1:4566", None),
    ],
)
def test_an_invocation_is_told_by_path_first_and_by_host_then(path: str, host: str, found: Invocation | None) -> None:
    """The path form goes before the host form; everything else is for a service."""
    assert find_invocation(path, host) == found


@pytest.mark.parametrize(
    ("path", "host", "missing"),
    [
        ("/dev", "abc-vpce-0a1b2c.execute-api.us-east-1.amazonaws.com", "private APIs"),
        ("/_aws/execute-api/abc/dev/@connections/id", "127.0.0.1", "@connections"),
        ("/dev/@connections/id", "abc.execute-api.localhost", "@connections"),
    ],
)
def test_what_is_not_built_is_refused_by_name(path: str, host: str, missing: str) -> None:
    """A refusal names what is missing. fact: edge.not-built"""
    with pytest.raises(RefusedError) as refused:
        find_invocation(path, host)

    assert (refused.value.response.status, missing in str(refused.value)) == (501, True)


def test_a_path_that_only_contains_the_word_is_a_path() -> None:
    """Only right behind the stage does ``@connections`` mean those of a WebSocket API."""
    assert find_invocation("/_aws/execute-api/abc/dev/x/@connections", "") == Invocation("abc", "/dev/x/@connections")
