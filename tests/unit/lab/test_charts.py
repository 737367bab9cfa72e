"""The pictures of a load show what was measured, by colour and by mark, and say so."""

from xml.etree import ElementTree

from apiglab.lab.charts import histogram_chart, latency_chart, rate_chart, status_bar
from apiglab.lab.html import Html
from apiglab.lab.palette import ACCENT, STATUS_LOOKS, status_class
from apiglab.lab.timeline import Timeline
from tests.unit.lab.load_builders import a_measured, a_mixed_result, a_result


def parsed(chart: Html) -> ElementTree.Element:
    """The picture as XML, its namespace dropped."""
    return ElementTree.fromstring(chart.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def words(chart: Html) -> list[str]:
    """Every text of the picture."""
    return [element.text or "" for element in parsed(chart).iter("text")]


def a_timeline() -> Timeline:
    """The hundred requests of the mixed result, one second long."""
    timeline = Timeline(1.0)
    timeline.add(a_mixed_result().measured)
    return timeline


def test_latency_has_a_mark_for_every_request_while_they_are_few() -> None:
    """One path for each class of status, in its colour, and one for the median."""
    chart = latency_chart(a_timeline(), 1.0, "the finding")
    marks = {path.get("stroke"): (path.get("d") or "").count("M") for path in parsed(chart).findall("path")[1:6]}

    assert parsed(chart).get("aria-label") == "the finding"
    assert marks == {
        STATUS_LOOKS["2xx"].colour: 90, STATUS_LOOKS["4xx"].colour: 6, STATUS_LOOKS["5xx"].colour: 3,
        STATUS_LOOKS["no answer"].colour: 1, ACCENT: 1,
    }  # fmt: skip
    assert words(chart)[-5:] == ["no answer", "5xx", "4xx", "2xx", "median"]
    assert "Latency (ms)" in words(chart)


def test_one_slow_request_makes_the_latency_scale_logarithmic() -> None:
    """And the title says so."""
    timeline = Timeline(1.0)
    timeline.add([a_measured(0.1 * n, 0.001) for n in range(9)] + [a_measured(0.9, 0.8)])

    assert "Latency (ms, log scale)" in words(latency_chart(timeline, 1.0, "x"))


def test_a_load_without_any_answer_yet_has_an_empty_picture() -> None:
    """Axes and titles, no marks."""
    chart = latency_chart(Timeline(5), 5, "nothing yet")

    assert len(parsed(chart).findall("path")) == 3
    assert parsed(rate_chart(Timeline(5), 5, "nothing yet")).findall("rect") == []


def test_rates_are_stacked_by_class() -> None:
    """The bars of one slice stand on each other, and are as high together as the slice's rate."""
    timeline = Timeline(60)
    timeline.add([a_measured(0.1)] * 3 + [a_measured(0.2, status=429)])
    low, high = parsed(rate_chart(timeline, 60, "x")).findall("rect")
    top, bottom = float(high.get("y") or 0), float(low.get("y") or 0) + float(low.get("height") or 0)

    assert [low.get("fill"), high.get("fill")] == [STATUS_LOOKS["2xx"].colour, STATUS_LOOKS["4xx"].colour]
    assert abs(float(high.get("y") or 0) + float(high.get("height") or 0) - float(low.get("y") or 0)) < 0.2
    assert (bottom, round(bottom - top)) == (140.0, round(114 / 1.08))


def test_a_histogram_has_a_bar_for_each_bin_and_names_the_percentiles() -> None:
    """Percentiles too close to each other share the first one's name."""
    result = a_mixed_result()
    chart = histogram_chart(result.bins(), {"p50": 50.0, "p90": 50.1, "p99": 99.0}, "x")

    assert len(parsed(chart).findall("rect")) == len(result.bins())
    assert [word for word in words(chart) if word.startswith("p")] == ["p50", "p99"]
    assert "milliseconds" in words(chart)


def test_a_wide_histogram_says_that_its_scale_is_logarithmic() -> None:
    """Its bins grow."""
    result = a_result([a_measured(latency=ms / 1000) for ms in (1, 1, 1, 500)])

    assert "milliseconds (log scale)" in words(histogram_chart(result.bins(), {}, "x"))


def test_the_status_bar_says_in_words_what_it_shows_in_colours() -> None:
    """Each part is as wide as its share."""
    chart = status_bar({200: 75, "timeout": 25}, "x")
    parts = parsed(chart).findall("rect")

    assert [(part.get("width"), part.get("fill")) for part in parts] == [("659", "#009E73"), ("219", "#767676")]
    assert words(chart) == ["200: 75 (75.0%)", "timeout: 25 (25.0%)"]


def test_long_labels_take_more_rows() -> None:
    """The picture grows downwards, not sideways."""
    one = parsed(status_bar({200: 1}, "x")).get("viewBox")
    many = parsed(status_bar(dict.fromkeys(range(400, 412), 100), "x")).get("viewBox")

    assert (one, many) == ("0 0 880 46", "0 0 880 62")


def test_every_status_has_a_class() -> None:
    """By its first digit; what has none was not answered."""
    named = {status: status_class(status) for status in (100, 200, 304, 429, 504, 999, 0, "timeout")}

    assert named == {
        100: "2xx", 200: "2xx", 304: "3xx", 429: "4xx", 504: "5xx", 999: "5xx", 0: "no answer", "timeout": "no answer",
    }  # fmt: skip
