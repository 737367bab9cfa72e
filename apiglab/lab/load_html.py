"""A load's result as static HTML: what it showed in words, three small pictures, a table."""

from apiglab.lab.charts import histogram_chart, latency_chart, rate_chart, status_bar
from apiglab.lab.cost import bill_of_load
from apiglab.lab.html import Html, badge, details, element, line, page, table
from apiglab.lab.load_measurements import PERCENTILES, Measurements
from apiglab.lab.load_text import finding, milliseconds, notes
from apiglab.lab.palette import CHART_CSS
from apiglab.lab.timeline import Timeline


def result_page(result: Measurements) -> str:
    """The whole result, with the style sheet."""
    return page(Html(f"<style>{CHART_CSS}</style>"), result_html(result))


def result_html(result: Measurements) -> Html:
    """The result for a place in a larger output."""
    plan = result.plan
    head = line(element("code", f"{plan.method} {plan.path}"), " ", element("span", plan.model, class_="apiglab-quiet"))
    warnings = [line(badge("note", "note"), " ", note) for note in notes(result)]
    cost = details("What the requests would cost on AWS", bill_of_load(result).to_html())
    return element("div", head, line(finding(result)), *warnings, *_pictures(result), _numbers(result), cost)


def _pictures(result: Measurements) -> list[Html]:
    if not result.measured:
        return []
    timeline = Timeline(result.seconds or 1.0, result.plan.rate)
    timeline.add(result.measured)
    parts = [
        status_bar(result.status_counts, status_alt(result)),
        latency_chart(timeline, result.seconds, latency_alt(result)),
    ]
    parts.append(latency_histogram(result))
    more = rate_chart(
        timeline, result.seconds, f"Requests per second over time: {result.rate:.1f} answers a second on average."
    )
    return [*parts, details("Requests per second", more)]


def latency_histogram(result: Measurements) -> Html:
    """How the answered requests' latencies are spread; nothing where none was answered."""
    if not result.answered:
        return Html("")
    marked = {name: result.percentile(share) for name, share in (("p50", 50), ("p90", 90), ("p99", 99))}
    return histogram_chart(result.bins(), marked, histogram_alt(result))


def _numbers(result: Measurements) -> Html:
    rows: list[tuple[object, object]] = [(f"status {status}" if isinstance(status, int) else status, f"{count:,}")
                                         for status, count in result.status_counts.items()]  # fmt: skip
    rows.append(("answers a second", f"{result.rate:,.1f}"))
    if result.answered:
        rows += [(f"latency {name}", milliseconds(result.percentile(share))) for name, share in PERCENTILES.items()]
    return details("The numbers", table(("What", "Measured"), rows))


def status_alt(result: Measurements) -> str:
    """What the status mix shows."""
    told = ", ".join(f"{count:,} times {status}" for status, count in result.status_counts.items())
    return f"How {len(result.measured):,} requests ended: {told}."


def latency_alt(result: Measurements) -> str:
    """What latency over time shows."""
    if not result.answered:
        return "Latency over time: nothing was answered."
    half, slowest = milliseconds(result.percentile(50)), milliseconds(result.percentile(100))
    return f"Latency over {result.seconds:.1f} seconds: half within {half}, the slowest {slowest}."


def histogram_alt(result: Measurements) -> str:
    """What the histogram shows."""
    half, most = milliseconds(result.percentile(50)), milliseconds(result.percentile(99))
    return f"Requests by latency: half within {half}, 99 % within {most}."
