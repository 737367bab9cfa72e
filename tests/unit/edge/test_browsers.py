"""Pages of other sites are told from everybody else."""

import pytest

from apiglab.edge.browsers import is_from_another_site, is_local_host
from apiglab.model.http import Headers, HttpRequest


def asked(method: str = "GET", **headers: str) -> HttpRequest:
    """A request with these headers, underscores being hyphens."""
    pairs = [("Host", "127.0.0.1:4566"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return HttpRequest(method, "/", "", Headers(pairs))


@pytest.mark.parametrize(
    ("request_", "service", "foreign"),
    [
        (asked(), "sqs", False),
        (asked(Origin="http://127.0.0.1:4566"), "sqs", False),
        (asked(Origin="http://127.0.0.1:8888"), "sqs", True),
        (asked(Origin="http://evil.example"), "sqs", True),
        (asked(Origin="null"), "sqs", True),
        (asked(Origin=""), "sqs", True),
        (asked(Sec_Fetch_Site="none"), "sqs", False),
        (asked(Sec_Fetch_Site="same-origin"), "sqs", False),
        (asked(Sec_Fetch_Site="same-site"), "sqs", True),
        (asked(Sec_Fetch_Site="cross-site"), "sqs", True),
        (asked(Sec_Fetch_Site="cross-site"), "s3", False),
        (asked("HEAD", Sec_Fetch_Site="cross-site"), "s3", False),
        (asked("PUT", Sec_Fetch_Site="cross-site"), "s3", True),
        (asked(Origin="http://evil.example", Sec_Fetch_Site="cross-site"), "s3", True),
    ],
)
def test_another_site_is_told_by_origin_and_fetch_metadata(request_: HttpRequest, service: str, foreign: bool) -> None:
    """Only what cannot be read back, S3's plain reads, may be asked from elsewhere. fact: edge.other-sites"""
    assert is_from_another_site(request_, service) is foreign


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:4566", "127.0.0.1", "127.0.0.1:4566", "127.1.2.3", "[::1]:4566", "LocalHost."),
        *(
            "bucket.localhost",
            "sqs.us-east-1.amazonaws.com",
            "host.docker.internal:4566",
            "s3.localhost.localstack.cloud",
        ),
    ],
)
def test_names_that_nobody_else_can_point_here_are_local(host: str) -> None:
    """Loopback addresses, names that always mean this machine, and AWS's own. fact: edge.other-sites"""
    assert is_local_host(HttpRequest("GET", "/", "", Headers([("Host", host)])))


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "amazonaws.com.evil.example",
        ),
        *("192.168.1.2", "", "[::2]", "a@localhost", "evilamazonaws.com", "localhost:4566:1", "1127.0.0.1"),
    ],
)
def test_other_names_are_not(host: str) -> None:
    """Whoever owns a name can point it at 127.0.0.1. fact: edge.other-sites"""
    assert not is_local_host(HttpRequest("GET", "/", "", Headers([("Host", host)])))
