"""Pictures are well-formed, have a text alternative, and put values where they belong."""

from xml.etree import ElementTree

import pytest

from apiglab.lab.svg import Scale, axes, fitted, linear, number, picture, text, tick_label

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_is_an_image_with_a_text_alternative() -> None:
    """A screen reader reads the finding; whatever the text holds, the XML stays well-formed."""
    root = ElementTree.fromstring(picture('p50 < 5 ms & "fine"', text(1, 2.25, "<b>")))

    assert (root.tag, root.get("role"), root.get("aria-label")) == (f"{SVG}svg", "img", 'p50 < 5 ms & "fine"')
    assert [(child.get("x"), child.get("y"), child.text) for child in root] == [("1", "2.2", "<b>")]


def test_a_linear_scale_maps_its_ends_and_keeps_what_lies_outside_at_the_edge() -> None:
    """Upwards on the screen is towards smaller numbers."""
    up = linear(10, 160, 20)

    assert [up(value) for value in (-1, 0, 5, 10, 11)] == [160, 160, 90, 20, 20]


def test_a_logarithmic_scale_gives_each_decade_the_same_room() -> None:
    """So that 1 and 10 are as far apart as 10 and 100."""
    scale = Scale(1, 100, 0, 200, log=True)

    assert [scale(value) for value in (0, 1, 10, 100)] == pytest.approx([0, 0, 100, 200])


@pytest.mark.parametrize(
    ("scale", "ticks"),
    [
        (linear(5, 0, 576), [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]),
        (linear(7.3, 140, 26), [0, 2, 4, 6]),
        (linear(90, 140, 26), [0, 50]),
        (linear(0, 140, 26), [0, 0.5, 1]),
        (Scale(0.9, 2000, 160, 0, log=True), [1, 10, 100, 1000]),
        (Scale(0.7, 40, 160, 0, log=True), [1, 3, 10, 30]),
        (Scale(0.7, 4, 160, 0, log=True), [1, 3]),
    ],
)
def test_ticks_are_round(scale: Scale, ticks: list[float]) -> None:
    """Steps of 1, 2 or 5 times a power of ten."""
    assert scale.ticks == pytest.approx(ticks)


def test_latencies_get_a_logarithmic_scale_only_where_one_would_flatten_the_others() -> None:
    """The median decides, not the fastest."""
    even, spread, none = ([1, 2, 20], [1, 1, 26], [])

    assert [fitted(values, 160, 20, log_from=25).log for values in (even, spread, none)] == [False, True, False]


@pytest.mark.parametrize(("value", "label"), [(0.0, "0"), (0.5, "0.5"), (20.0, "20"), (3000.0, "3k"), (1e-12, "0")])
def test_tick_labels_are_short(value: float, label: str) -> None:
    """Thousands are a k."""
    assert tick_label(value) == label


def test_axes_name_both_units() -> None:
    """Every tick has a label, every axis a title."""
    parts = axes(linear(3, 50, 180), linear(100, 100, 26), across_title="seconds", up_title="Latency (ms)")
    words = [element.text for part in parts if (element := ElementTree.fromstring(part)).tag == "text"]

    assert words == ["0", "50", "100", "0", "1", "2", "3", "Latency (ms)", "seconds"]


def test_coordinates_are_short() -> None:
    """A tenth of a pixel is enough."""
    assert [number(value) for value in (1.0, 1.26, 100.04)] == ["1", "1.3", "100"]
