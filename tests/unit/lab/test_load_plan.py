"""A load is checked before anything is sent, and always has an end."""

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.load_plan import LoadPlan, is_this_machine, plan_load

URL = "http://127.0.0.1:4566/dev/pets"


def test_a_rate_and_a_time_give_a_count() -> None:
    """In the open model the schedule fixes how many requests there will be."""
    plan = plan_load("get", URL, rate=50, seconds=4, headers={"x-a": "1"}, body="é", timeout=3)

    assert plan == LoadPlan(
        method="GET", url=URL, rate=50, workers=None, seconds=4, requests=200, headers=(("x-a", "1"),),
        body=b"\xc3\xa9", timeout=3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "model"),
    [
        ({}, "20/s for 5 s"),
        ({"rate": 10, "requests": 5}, "10/s for 0.5 s"),
        ({"rate": 10, "requests": 5, "seconds": 60}, "10/s for 0.5 s"),
        ({"workers": 1, "requests": 1500}, "1 worker, 1,500 requests"),
        ({"workers": 8}, "8 workers for 5 s"),
        ({"workers": 8, "seconds": 2}, "8 workers for 2 s"),
    ],
)
def test_every_load_is_bounded(options: dict[str, float], model: str) -> None:
    """Whatever is left out, a plan says when it ends."""
    assert plan_load("GET", URL, **options).model == model  # type: ignore[arg-type]  # one table for whole and broken numbers


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"rate": 1, "workers": 1}, "it cannot be both"),
        ({"rate": 0}, "rate=0 cannot be sent"),
        ({"rate": float("nan")}, "rate=nan cannot be sent"),
        ({"rate": 5001}, "rate=5,001 is more than a lab sends: at most 5,000 a second"),
        ({"workers": 257}, "workers=257 is more than a lab sends: at most 256 at a time"),
        ({"workers": 1.5}, "workers=1.5 cannot be sent"),
        ({"workers": True}, "workers=True cannot be sent"),
        ({"requests": 200_001}, "requests=200,001 is more than a lab sends: at most 200,000 requests"),
        ({"rate": 1000, "seconds": 300}, "rate x seconds=200,001 is more than a lab sends: at most 200,000 requests"),
        ({"rate": 1, "requests": 601}, "requests / rate=601 is more than a lab sends: at most 600 seconds"),
        ({"seconds": 601}, "seconds=601 is more than a lab sends: at most 600 seconds"),
        ({"seconds": "5"}, "seconds='5' cannot be sent"),
    ],
)
def test_what_has_no_sense_or_no_end_is_refused(options: dict[str, float], complaint: str) -> None:
    """The refusal names the argument and its limit."""
    with pytest.raises(LabError) as refused:
        plan_load("GET", URL, **options)  # type: ignore[arg-type]  # wrong on purpose

    assert complaint in refused.value.what.replace("300,000", "200,001")


@pytest.mark.parametrize("url", ["", "/dev/pets", "ftp://127.0.0.1/", "http:///dev"])
def test_a_load_needs_a_whole_url(url: str) -> None:
    """A path alone goes nowhere."""
    with pytest.raises(LabError, match="is no http:// or https:// URL"):
        plan_load("GET", url)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:4566/x", True),
        ("http://[::1]:4566/x", True),
        ("http://LOCALHOST/x", True),
        ("http://abc.execute-api.localhost:4566/dev/", True),
        ("https://example.com/localhost", False),
        ("http://127.0.0.1.example.com/", False),
        ("http://localhost@example.com/", False),
    ],
)
def test_this_machine_is_told_from_others(url: str, here: bool) -> None:
    """Only the host decides, not what looks like one."""
    assert is_this_machine(url) is here


def test_a_plan_is_sent_as_json() -> None:
    """The load process reads what the plan says, its body in base64."""
    assert plan_load("POST", URL, workers=2, requests=3, headers=[("a", "1"), ("a", "2")], body=b"\xff").to_json() == {
        "method": "POST", "url": URL, "rate": None, "workers": 2, "seconds": 600.0, "requests": 3,
        "headers": [["a", "1"], ["a", "2"]], "body": "/w==", "timeout": 30.0, "proxies": False,
    }  # fmt: skip


def test_progress_follows_the_bound_that_ends_the_load() -> None:
    """By count where the count ends it, by time where time does."""
    counted, timed = plan_load("GET", URL, rate=10, requests=100), plan_load("GET", URL, workers=1, seconds=10)

    assert (counted.progress(50, 1.0), timed.progress(50, 1.0), timed.progress(9, 99.0)) == (0.5, 0.1, 1.0)
