"""The auth panel keeps who got what, and says of the newest answer who decided."""

from dataclasses import replace
from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.widgets import AuthPanel, auth_panel
from tests.browser.stub_lab import CALLERS, DOORS, GuardedLab, StubLab
from tests.unit.lab.widgets.kernel import join_threads


def panel() -> AuthPanel:
    """Two callers before two doors."""
    return auth_panel(GuardedLab(), DOORS, CALLERS)


def test_one_request_is_fired_beside_the_kernel() -> None:
    """Who is chosen asks for what is chosen; the table and the reason follow."""
    asked = panel()
    asked._who.value = "ann"

    asked._fire.click()
    join_threads("AuthPanel")

    assert asked.statuses == {("ann", "/pets"): 200}
    assert "ann asked for /pets: 200 OK. Decided by ann/may, statement 1." in asked._said.value


def test_everybody_asks_for_everything() -> None:
    """And the newest refusal is explained."""
    asked = panel()

    asked.fire_all()

    assert asked.statuses == {
        ("nobody", "/pets"): 200,
        ("nobody", "/missing"): 403,
        ("ann", "/pets"): 200,
        ("ann", "/missing"): 403,
    }
    assert "Refused at Resource matching: routing.no_match." in repr(asked)
    assert "No resource has this path" in asked._repr_html_()


def test_before_anybody_asked_the_table_is_empty() -> None:
    """With a dot in each field."""
    assert repr(panel()).splitlines()[1:] == ["        /pets  /missing", "nobody  ·      ·", "ann     ·      ·"]


def test_without_a_journey_nobody_tells_who_decided() -> None:
    """An account of AWS."""

    class Account(StubLab):
        def send(self, method: str, url: str, **identity: Any) -> Exchange:
            return replace(super().send(method, url, **identity), journey=None)

    asked = auth_panel(Account(), DOORS, CALLERS)
    asked.fire()

    assert "AWS does not tell who decided." in repr(asked)


def test_an_error_of_a_request_is_told_in_the_panel() -> None:
    """And the next one can be fired."""
    asked = auth_panel(StubLab(), {"/down": "http://h/dev/down"}, CALLERS)

    asked._fire.click()
    join_threads("AuthPanel")

    assert "nothing answers" in asked._said.value
    assert asked._firing is False


def test_nobody_is_told() -> None:
    """A panel without doors or callers has nothing to do."""
    with pytest.raises(LabError, match="nobody, or nothing to ask for"):
        auth_panel(StubLab(), {}, CALLERS)
