"""Figures name their axes and units, and mark what ended differently by colour and by shape."""

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.unit.lab.load_builders import a_measured, a_mixed_result, a_result


def titles(axes: Axes) -> tuple[str, str, str]:
    """A plot's title and the names of its axes."""
    return axes.get_title(), axes.get_xlabel(), axes.get_ylabel()


def test_latency_is_marked_by_status() -> None:
    """A colour and a marker for each class; the legend counts."""
    (axes,) = a_mixed_result().plot_latency().axes
    legend = axes.get_legend()

    assert titles(axes) == ("Latency over time", "time since the first request (s)", "latency (ms)")
    assert [(line.get_color(), line.get_marker()) for line in axes.lines] == [
        ("#009E73", "o"), ("#D55E00", "^"), ("#CC79A7", "D"), ("#767676", "x"),
    ]  # fmt: skip
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["2xx (90)", "4xx (6)", "5xx (3)", "no answer (1)"]


def test_one_slow_request_makes_the_axes_logarithmic() -> None:
    """Otherwise all the others would lie on the floor."""
    result = a_result([a_measured(latency=ms / 1000) for ms in (1, 1, 1, 500)])
    (latency,), (histogram,) = result.plot_latency().axes, result.plot_histogram().axes

    assert (latency.get_yscale(), histogram.get_xscale()) == ("log", "log")


def test_the_histogram_names_its_percentiles() -> None:
    """Each by a line of its own style."""
    (axes,) = a_mixed_result().plot_histogram().axes
    legend = axes.get_legend()

    assert titles(axes) == ("Requests by latency", "latency (ms)", "requests")
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["p50 50 ms", "p90 89 ms", "p99 98 ms"]
    assert sum(bar.get_height() for bar in axes.patches) == 99  # type: ignore[attr-defined]  # bars are rectangles


def test_statuses_are_labelled_bars() -> None:
    """The sign beside the status says what the colour says."""
    (axes,) = a_mixed_result().plot_status().axes

    assert titles(axes) == ("How the requests ended", "requests", "status")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["● 200", "▲ 429", "◆ 502", "✕ timeout"]


def test_the_overview_has_all_three() -> None:
    """One above the other."""
    figure = a_mixed_result().plot()

    assert [axes.get_title() for axes in figure.axes] == [
        "Latency over time", "Requests by latency", "How the requests ended",
    ]  # fmt: skip


@pytest.mark.parametrize("measured", [[], [a_measured(status=0, error="timeout")]])
def test_a_load_without_answers_can_be_drawn(measured: list[object]) -> None:
    """An empty figure is no error."""
    figure = a_result(measured).plot()  # type: ignore[arg-type]  # an empty list has no type of its own

    assert isinstance(figure, Figure)
    figure.draw_without_rendering()


def test_figures_do_not_touch_pyplot() -> None:
    """It would keep every figure alive until somebody closes it."""
    canvas = a_mixed_result().plot().canvas

    assert canvas.manager is None
