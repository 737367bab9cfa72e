"""Panels for a notebook: they work by keyboard, never block the kernel, and are static HTML where nothing is live."""

from typing import Any

from apiglab.lab.exchange import Exchange
from apiglab.lab.load import LoadLab
from apiglab.lab.widgets.journey_view import JourneyView
from apiglab.lab.widgets.load_panel import LoadPanel
from apiglab.lab.widgets.playground import TemplatePlayground
from apiglab.lab.widgets.request_panel import RequestPanel, SendingLab

__all__ = [
    "JourneyView",
    "LoadPanel",
    "RequestPanel",
    "TemplatePlayground",
    "journey",
    "load_panel",
    "playground",
    "request_panel",
]


def request_panel(lab: SendingLab, url: str = "", **fields: Any) -> RequestPanel:
    """A panel to send requests from: ``method``, ``headers`` and ``body`` may be filled in."""
    return RequestPanel(lab, url, **fields)


def load_panel(lab: LoadLab, url: str = "", **fields: Any) -> LoadPanel:
    """A panel to send loads from: ``method``, ``rate``, ``workers``, ``seconds``, ``headers``, ``body``."""
    return LoadPanel(lab, url, **fields)


def journey(exchange: Exchange) -> JourneyView:
    """A view of the way that an exchange's request took."""
    return JourneyView(exchange)


def playground(template: str = "", **values: Any) -> TemplatePlayground:
    """A place to try mapping templates out: ``body``, ``path``, ``querystring``, ``header`` and the like filled in."""
    return TemplatePlayground(template, **values)
