"""The picture of a journey shows each phase once, where it ended, and why."""

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

from apiglab.lab.palette import GREEN, PURPLE, VERMILLION
from apiglab.lab.pipeline import BOX_HEIGHT, LANE, PHASES, pipeline


def steps(until: str = PHASES[-1], outcome: str = "passed", reason: str | None = None) -> list[Any]:
    """Phases that took a millisecond each, up to the one that ended as told; API key and cache were skipped."""
    reached = PHASES[: PHASES.index(until) + 1]
    return [
        SimpleNamespace(
            phase=phase,
            outcome=outcome if phase == until else "skipped" if phase in ("API key", "Cache lookup") else "passed",
            reason=reason if phase == until else None,
            seconds=0.001,
        )
        for phase in reached
    ]


def parsed(asked: str, answered: str, journey: list[Any]) -> ElementTree.Element:
    """The picture as XML, its namespace dropped."""
    return ElementTree.fromstring(pipeline(asked, answered, journey).replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def words(picture: ElementTree.Element) -> list[str]:
    """Every text of the picture."""
    return [element.text or "" for element in picture.iter("text")]


def test_a_request_that_passed_goes_out_and_comes_back() -> None:
    """Ten phases, none of them left out, and the answer at the client."""
    picture = parsed("GET /pets", "200 OK", steps())

    assert picture.get("aria-label") == "GET /pets passed every phase and was answered 200 OK."
    assert words(picture)[:4] == ["GET", "/pets", "200", "OK"]
    assert words(picture)[4::2] == list(PHASES)
    assert sorted(set(words(picture)[5::2])) == ["○ skipped", "✓ passed · 1.00 ms"]
    assert words(picture).count("○ skipped") == 2


def test_a_refusal_takes_the_short_way_back_with_its_reason() -> None:
    """Phases behind it were not reached."""
    picture = parsed("GET /pets", "403 Forbidden", steps("Authorization", "refused", "authorization.not_built"))
    ways = [path for path in picture.iter("path") if path.get("stroke") == VERMILLION]

    assert picture.get("aria-label") == (
        "GET /pets was refused at Authorization (authorization.not_built) and was answered 403 Forbidden."
    )
    assert words(picture)[-1] == "authorization.not_built"
    assert words(picture).count("not reached") == 8
    assert len(ways) == 3


def test_a_failure_below_goes_up_to_the_same_way_back() -> None:
    """In its own colour, since the backend failed, not the client."""
    picture = parsed("GET /pets", "502 Bad Gateway", steps("Integration", "failed", None))

    assert (
        picture.get("aria-label")
        == "GET /pets failed at Integration (no reason given) and was answered 502 Bad Gateway."
    )
    assert len([path for path in picture.iter("path") if path.get("stroke") == PURPLE]) == 3


def test_the_reason_stands_where_no_line_crosses_it() -> None:
    """Below the way back of an upper phase, above that of a lower one."""
    lane = 4 + BOX_HEIGHT + LANE / 2
    heights = []
    for phase in ("Authorization", "Integration"):
        picture = parsed("GET /pets", "403 Forbidden", steps(phase, "refused", "a.reason"))
        heights += [float(text.get("y") or 0) for text in picture.iter("text") if text.text == "a.reason"]

    assert heights == [lane + 14, lane - 6]


def test_a_journey_with_other_phases_shows_just_those() -> None:
    """HTTP APIs have fewer."""
    journey = [
        SimpleNamespace(phase=phase, outcome="passed", reason=None, seconds=0.0) for phase in ("Route", "JWT", "Call")
    ]
    picture = parsed("GET /", "200 OK", journey)

    assert words(picture)[4::2] == ["Route", "JWT", "Call"]
    assert {path.get("stroke") for path in picture.iter("path")} == {GREEN}


def test_a_journey_without_steps_shows_phases_not_reached() -> None:
    """Nothing is invented."""
    assert words(parsed("GET /", "403 Forbidden", [])).count("not reached") == 10


def test_a_long_path_is_cut_and_markup_is_text() -> None:
    """The picture keeps its form."""
    assert words(parsed("GET /<b>aaaaaaaaaaaaaaaaaaaaaaaaaa", "200 OK", steps()))[1] == "/<b>aaaaaaaaaaa…"
