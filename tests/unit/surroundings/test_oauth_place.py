"""Which authorization server a request is for."""

import pytest

from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.oauth.place import Place, find_place

HOST = "shelter.auth.us-east-1.amazoncognito.com"


@pytest.mark.parametrize(
    ("host", "path", "place"),
    [
        (HOST, "/oauth2/token", Place("shelter", "", "/oauth2/token")),
        (HOST.upper() + ":4566", "/", Place("shelter", "", "/")),
        ("127.0.0.1", "/_aws/cognito/shelter/login", Place("shelter", "/_aws/cognito/shelter", "/login")),
        ("127.0.0.1", "/_aws/cognito/shelter", Place("shelter", "/_aws/cognito/shelter", "/")),
        (HOST, "/_aws/cognito/other/login", Place("other", "/_aws/cognito/other", "/login")),
        ("127.0.0.1", "/_aws/cognito/", None),
        ("127.0.0.1", "/_aws/cognito/a.b/login", None),
        ("127.0.0.1", "/x/_aws/cognito/shelter/login", None),
        ("127.0.0.1", "/login", None),
        (HOST + ".evil.example", "/login", None),
        ("evil.example/" + HOST, "/login", None),
        ("amazoncognito.com", "/login", None),
    ],
)
def test_a_domain_is_named_by_a_path_or_a_host(host: str, path: str, place: Place | None) -> None:
    """The path counts where both do. fact: oauth.hosts"""
    assert find_place(HttpRequest("GET", path, "", Headers([("Host", host)]))) == place
