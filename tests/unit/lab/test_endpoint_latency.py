"""The model of endpoint latency: labelled as one, with its source, and arithmetic that can be checked."""

import pytest

from apiglab.lab.callers import Elsewhere
from apiglab.lab.endpoint_latency import PlaceLatency, endpoint_latency
from apiglab.lab.errors import LabError


def test_a_first_request_costs_three_round_trips_or_one_long_one() -> None:
    """Edge-optimized, the handshakes end nearby."""
    sydney = PlaceLatency("Sydney", 230, 10)

    assert (sydney.regional_new, sydney.regional_kept) == (690, 230)
    assert (sydney.edge_new, sydney.edge_kept) == (260, 240)


def test_far_callers_gain_and_near_ones_pay() -> None:
    """That is why there are both."""
    model = endpoint_latency("us-east-1")
    near, far = model.places[0], model.places[-1]

    assert (near.place, far.place) == ("N. Virginia", "Sydney")
    assert near.edge_new > near.regional_new
    assert far.edge_new < far.regional_new / 2


def test_it_says_that_it_is_a_model_and_where_its_figures_are_from() -> None:
    """In text and in HTML alike."""
    model = endpoint_latency("eu-central-1")

    for shown in (repr(model), model._repr_html_()):
        assert "A model, not a measurement" in shown
        assert "averages of 2017" in shown
        assert "Assumptions: 10 ms" in shown


def test_it_can_be_drawn() -> None:
    """Both types beside each other, with a unit."""
    (axes,) = endpoint_latency("us-east-1").plot().axes

    assert axes.get_ylabel() == "time on the way (ms)"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["regional", "edge-optimized"]


def test_a_region_without_figures_is_refused() -> None:
    """None is invented."""
    with pytest.raises(LabError, match="no figures for eu-north-1"):
        Elsewhere().endpoint_latency("eu-north-1")
