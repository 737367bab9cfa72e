"""A load's HTML is static, tells its finding in words, and escapes what it was given."""

from apiglab.lab.load_plan import plan_load
from tests.unit.lab.load_builders import a_measured, a_mixed_result, a_result


def test_the_finding_stands_beside_the_pictures() -> None:
    """Four pictures, each with its own finding, and a table; no script."""
    html = a_mixed_result()._repr_html_()

    assert html.count('role="img"') == 4
    assert 'aria-label="How 100 requests ended: 90 times 200, 6 times 429, 3 times 502, 1 times timeout."' in html
    assert 'aria-label="Latency over 1.0 seconds: half within 50.0 ms, the slowest 99.0 ms."' in html
    assert 'aria-label="Requests by latency: half within 50.0 ms, 99 % within 98.0 ms."' in html
    assert "90.0% 200 OK" in html
    assert "<td>latency p99.9</td><td>99.0 ms</td>" in html
    assert "<script" not in html


def test_nothing_measured_needs_no_picture() -> None:
    """The sentence is enough."""
    html = a_result([], stopped=True)._repr_html_()

    assert 'role="img"' not in html
    assert "nothing was answered before the load ended" in html
    assert "stopped early; 0 requests were under way" in html


def test_a_dead_server_has_no_histogram() -> None:
    """There is no latency to show."""
    html = a_result([a_measured(status=0, error="connection refused")])._repr_html_()

    assert "Latency over time: nothing was answered." in html
    assert "Requests by latency" not in html


def test_what_a_url_or_an_error_holds_is_text() -> None:
    """Neither becomes markup."""
    plan = plan_load("GET", "http://localhost/<script>alert(1)</script>", requests=1)
    html = a_result([a_measured(status=403, error="<b>")], plan=plan)._repr_html_()

    assert "<script" not in html
    assert "GET /&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_same_result_has_the_same_html() -> None:
    """No random id, so that two runs over the same numbers compare."""
    assert a_mixed_result()._repr_html_() == a_mixed_result()._repr_html_()
