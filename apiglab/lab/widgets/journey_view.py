"""A journey to look into: the pipeline as a picture, and each phase with its outcome, reason and details."""

import ipywidgets as widgets

from apiglab.lab.exchange import Exchange
from apiglab.lab.html import Html, element, line
from apiglab.lab.journey import Journey
from apiglab.lab.widgets.panel import Panel


class JourneyView(Panel):
    """The way of one request through API Gateway; ``show`` turns it to another one."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__("The request's journey")
        self._picture = widgets.HTML()
        self.show(exchange)
        self.fill([self._picture])

    def show(self, exchange: Exchange) -> None:
        """Show the journey of this exchange instead."""
        self._exchange = exchange
        self._picture.value = element("div", self.still(), class_="apiglab")

    def still(self) -> Html:
        """The same as it stands in an exchange's own output."""
        return journey_html(self._exchange)

    def __repr__(self) -> str:
        return repr(self._exchange.journey) if self._exchange.journey else self._exchange.note


def journey_html(exchange: Exchange) -> Html:
    """The exchange's journey, or why there is none."""
    journey: Journey | None = exchange.journey
    return journey.to_html() if journey else line(exchange.note or "No journey: this backend tells none.")
