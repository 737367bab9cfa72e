"""Undeployed changes are told in words."""

import pytest

from apiglab.lab.undeployed import Undeployed

CHANGES = (
    {"subject": "GET /pets", "part": "integration timeout", "before": "29000", "after": "5000"},
    {"subject": "POST /pets", "part": "", "before": None, "after": ""},
    {"subject": "GET /pets", "part": "authorizer", "before": "gate (a1)", "after": None},
    {"subject": "model <Pet>", "part": "schema", "before": "", "after": "x\n" * 40},
)


def _told(*changes: object) -> Undeployed:
    return Undeployed.from_json({"stage": "dev", "deployment_id": "d1", "changes": changes})


def test_each_change_is_a_line() -> None:
    """With what is served and what would be, cut short where it is long."""
    assert repr(_told(*CHANGES)).splitlines() == [
        "Undeployed changes (4)",
        "  GET /pets: integration timeout 29000 → 5000",
        "  POST /pets: added",
        "  GET /pets: authorizer gate (a1) removed",
        f'  model <Pet>: schema "" → {"x " * 29}x…',
    ]


@pytest.mark.parametrize("told", ["Undeployed changes (4): a deployment to dev would alter this", "model &lt;Pet&gt;"])
def test_a_notebook_shows_them_as_a_table(told: str) -> None:
    """Whose cells are escaped."""
    assert told in _told(*CHANGES)._repr_html_()


def test_a_stage_that_serves_the_api_as_it_stands_says_so() -> None:
    """In text and HTML alike."""
    none = _told()

    assert (len(none), repr(none)) == (0, "Undeployed changes (0): dev serves the API as it stands.")
    assert repr(none) in none._repr_html_()
