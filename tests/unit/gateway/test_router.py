"""The compiled resource tree."""

import pytest

from apiglab.gateway.router import Router

PETS = Router(
    {
        "/": {"GET": "root"},
        "/pets": {"GET": "list", "ANY": "any-pets"},
        "/pets/{id}": {"GET": "one"},
        "/pets/{id}/toys": {"GET": "toys"},
        "/pets/mine": {"POST": "mine"},
        "/files/{proxy+}": {"ANY": "files"},
        "/{proxy+}": {"GET": "rest"},
    }
)


@pytest.mark.parametrize(
    ("verb", "path", "method", "parameters"),
    [
        ("GET", "/", "root", {}),
        ("GET", "/pets", "list", {}),
        ("GET", "/pets/", "list", {}),
        ("GET", "//pets", "list", {}),
        ("DELETE", "/pets", "any-pets", {}),
        ("GET", "/pets/7", "one", {"id": "7"}),
        ("GET", "/pets/a%2Fb", "one", {"id": "a%2Fb"}),
        ("GET", "/pets/7/toys", "toys", {"id": "7"}),
        ("POST", "/pets/mine", "mine", {}),
        ("GET", "/pets/mine", "one", {"id": "mine"}),
        ("GET", "/pets/7/food", "rest", {"proxy": "pets/7/food"}),
        ("PUT", "/files/a//b", "files", {"proxy": "a//b"}),
        ("GET", "/Pets", "rest", {"proxy": "Pets"}),
    ],
)
def test_most_specific_wins(verb: str, path: str, method: str, parameters: dict[str, str]) -> None:
    """Static before {x} before {proxy+}, verb before ANY, and the next branch where one has no method.

    fact: routing.falls-through
    """
    found = PETS.find(path, verb)

    assert found is not None
    assert (found.method, found.path_parameters) == (method, parameters)


@pytest.mark.parametrize(
    ("verb", "path"), [("POST", "/"), ("GET", "/files"), ("POST", "/nowhere"), ("PROPFIND", "/pets")]
)
def test_no_match(verb: str, path: str) -> None:
    """Greedy wants at least one segment (so /files is left to the root's), ANY covers seven verbs and no more.

    fact: routing.any-covers
    """
    found = PETS.find(path, verb)

    assert found is None or found.method == "rest"
    assert (found is None) == (verb != "GET")


def test_cost_does_not_grow_with_the_api() -> None:
    """A lookup visits as many nodes as the path has segments, however many resources there are."""
    large = Router({f"/r{index}/{{id}}": {"GET": index} for index in range(300)})

    found = large.find("/r299/7", "GET")

    assert found is not None
    assert (found.method, found.path_parameters) == (299, {"id": "7"})
