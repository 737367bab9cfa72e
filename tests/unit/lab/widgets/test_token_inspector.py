"""The token inspector reads what is pasted into it, and does not keep it on the page."""

from apiglab.lab.widgets import TokenInspector, token_inspector
from tests.unit.lab.token_builders import ID, NOW, POOL, token


def inspector(text: str = "", **expected: str) -> TokenInspector:
    """An inspector at the tests' own time."""
    return token_inspector(lambda: NOW, text, **expected)


def test_a_token_that_is_pasted_is_read_after_a_pause() -> None:
    """And what a guard would refuse follows what is expected."""
    panel = inspector()

    panel._token.value = token(ID)
    panel._issuer.value = "https://elsewhere"
    timer = panel._timer
    assert timer is not None
    timer.join()

    assert "Good for 59 minutes more." in panel._said.value
    assert f"iss is {POOL}, another user pool" in panel._answer.value


def test_a_given_token_is_read_at_once_and_kept_out_of_what_is_saved() -> None:
    """Whoever has a token may use it."""
    text = token(ID)
    panel = inspector(text, client_id="app")

    assert panel.view.problems == ()
    assert text not in panel._repr_html_()
    assert text not in repr(panel)


def test_what_is_no_token_is_told() -> None:
    """Where it breaks."""
    panel = inspector("a.b")

    assert "it has 2 parts" in panel._said.value
    assert "it has 2 parts" in panel._repr_html_()
    assert "it has 2 parts" in repr(panel)


def test_what_a_token_said_goes_with_it() -> None:
    """Beside an error no older answer stays."""
    panel = inspector(token(ID))
    panel._token.value = "a.b"
    timer = panel._timer
    assert timer is not None
    timer.join()

    assert "it has 2 parts" in panel._said.value
    assert panel._answer.value == ""
