"""Calls of deployed APIs are told by path or by host."""

import pytest

from apiglab.edge.refusals import RefusedError
from apiglab.edge.targets import Invocation, check_vpc_endpoint, find_invocation
from apiglab.model.origin import Origin


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
        ("/dev", "abc-vpce-0a1b.execute-api.us-east-1.amazonaws.com", Invocation("abc", "/dev", "vpce-0a1b")),
        ("/_aws/execute-api/abc-vpce-0a1b/dev", "127.0.0.1", Invocation("abc", "/dev", "vpce-0a1b")),
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
    assert find_invocation(path, host, {}) == found


@pytest.mark.parametrize(
    ("path", "host", "missing"),
    [
        ("/_aws/execute-api/abc/dev/@connections/id", "127.0.0.1", "@connections"),
        ("/dev/@connections/id", "abc.execute-api.localhost", "@connections"),
    ],
)
def test_what_is_not_built_is_refused_by_name(path: str, host: str, missing: str) -> None:
    """A refusal names what is missing. fact: edge.not-built"""
    with pytest.raises(RefusedError) as refused:
        find_invocation(path, host, {})

    assert (refused.value.response.status, missing in str(refused.value)) == (501, True)


def test_a_path_that_only_contains_the_word_is_a_path() -> None:
    """Only right behind the stage does ``@connections`` mean those of a WebSocket API."""
    assert find_invocation("/_aws/execute-api/abc/dev/x/@connections", "", {}) == Invocation(
        "abc", "/dev/x/@connections"
    )


def test_a_vpc_endpoint_s_name_needs_a_header_for_the_api() -> None:
    """Its host names no API. fact: private.hosts"""
    host = "vpce-0a1b-x9.execute-api.us-east-1.vpce.amazonaws.com"

    assert find_invocation("/dev", host, {"x-apigw-api-id": "abc"}) == Invocation("abc", "/dev", "vpce-0a1b")
    with pytest.raises(RefusedError) as refused:
        find_invocation("/dev", host, {})
    assert refused.value.response.status == 403


@pytest.mark.parametrize("origin", [None, Origin(source_ip="10.0.0.1"), Origin(vpc_endpoint_id="vpce-0c")])
def test_a_vpc_endpoint_s_name_is_of_use_behind_it_only(origin: Origin | None) -> None:
    """Whoever comes from elsewhere is refused. fact: private.hosts"""
    called = Invocation("abc", "/dev", "vpce-0a1b")

    with pytest.raises(RefusedError):
        check_vpc_endpoint(called, origin)
    check_vpc_endpoint(called, Origin(vpc_endpoint_id="vpce-0a1b"))
    check_vpc_endpoint(Invocation("abc", "/dev"), origin)
