"""Predict, run, reveal."""

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.predictions import Prediction, Reveal


def a_prediction(chosen: str | None = None) -> Prediction:
    """A question with three options."""
    return Prediction(
        prediction_id="p1", question="Which status?", options=("200", "403 Forbidden", "404"), chosen=chosen
    )


def test_a_prediction_lists_its_options_as_text() -> None:
    """On GitHub and in a strict comparison there are no buttons."""
    assert repr(a_prediction("404")) == "Predict p1: Which status?\n  ( ) 200\n  ( ) 403 Forbidden\n  (x) 404"


def test_a_prediction_is_shown_as_buttons_html_and_text_at_once() -> None:
    """JupyterLab takes the widget, an export the HTML, a terminal the text."""
    bundle = a_prediction()._repr_mimebundle_()

    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}


def test_only_an_option_can_be_predicted() -> None:
    """A typing error is told with the options."""
    with pytest.raises(LabError, match="choose one of: 200, 403 Forbidden, 404"):
        a_prediction().choose("500")


def test_a_reveal_explains_every_option() -> None:
    """Also the wrong ones: each stands for a misconception."""
    reveal = Reveal(prediction=a_prediction("200"), actual="403", because={"200": "it was never deployed", "404": "no"})

    assert repr(reveal) == (
        "You predicted 200; it was 403.\n    200: it was never deployed\n  > 403 Forbidden\n    404: no"
    )


@pytest.mark.parametrize(
    ("chosen", "said", "right"),
    [
        ("403 Forbidden", "It was 403, as you predicted.", True),
        ("404", "You predicted 404; it was 403.", False),
        (None, "It was 403. You did not predict: next time commit first, it is worth it.", False),
    ],
)
def test_a_reveal_compares_with_what_happened(chosen: str | None, said: str, right: bool) -> None:
    """An option may name the status with its words."""
    reveal = Reveal(prediction=a_prediction(chosen), actual="403", because={})

    assert (repr(reveal).splitlines()[0], reveal.right) == (said, right)
