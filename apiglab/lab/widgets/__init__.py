"""Panels for a notebook: they work by keyboard, never block the kernel, and are static HTML where nothing is live."""

from collections.abc import Callable, Mapping
from typing import Any

from apiglab.lab.exchange import Exchange
from apiglab.lab.load import LoadLab
from apiglab.lab.widgets.auth_panel import AskingLab, AuthPanel, Identity
from apiglab.lab.widgets.cache_lab import CacheLab, CachingLab
from apiglab.lab.widgets.canary_lab import CanaryLab, ReleasingLab
from apiglab.lab.widgets.journey_view import JourneyView
from apiglab.lab.widgets.load_panel import LoadPanel
from apiglab.lab.widgets.playground import TemplatePlayground
from apiglab.lab.widgets.policy_simulator import PolicySimulator
from apiglab.lab.widgets.request_panel import RequestPanel, SendingLab
from apiglab.lab.widgets.stage_editor import EditingLab, StageEditor
from apiglab.lab.widgets.throttle_lab import ThrottledLab, ThrottleLab
from apiglab.lab.widgets.token_inspector import TokenInspector
from apiglab.lab.widgets.usage_board import UsageBoard, UsageLab

__all__ = [
    "AuthPanel",
    "CacheLab",
    "CanaryLab",
    "JourneyView",
    "LoadPanel",
    "PolicySimulator",
    "RequestPanel",
    "StageEditor",
    "TemplatePlayground",
    "ThrottleLab",
    "TokenInspector",
    "UsageBoard",
    "auth_panel",
    "cache_lab",
    "canary_lab",
    "journey",
    "load_panel",
    "playground",
    "policy_simulator",
    "request_panel",
    "stage_editor",
    "throttle_lab",
    "token_inspector",
    "usage_board",
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


def throttle_lab(lab: ThrottledLab, url: str = "", **fields: Any) -> ThrottleLab:
    """A panel to send a load against a limit: ``plan_id``, ``key``, ``rate``, ``seconds`` and what a load takes."""
    return ThrottleLab(lab, url, **fields)


def usage_board(lab: UsageLab, plan_id: str) -> UsageBoard:
    """A board with what is left of the quota of each key of a usage plan."""
    return UsageBoard(lab, plan_id)


def cache_lab(lab: CachingLab, url: str = "", **fields: Any) -> CacheLab:
    """A panel that looks into a stage's cache: ``method``, ``headers``, ``rate``, ``seconds`` and what a load takes."""
    return CacheLab(lab, url, **fields)


def canary_lab(lab: ReleasingLab, url: str = "", **fields: Any) -> CanaryLab:
    """A panel to compare both arms of a canary: ``percent``, ``rate``, ``seconds`` and what a load takes."""
    return CanaryLab(lab, url, **fields)


def stage_editor(lab: EditingLab, api_id: str, stage: str) -> StageEditor:
    """A panel to change a stage, deploy to it and roll it back."""
    return StageEditor(lab, api_id, stage)


def policy_simulator(policy: str | Mapping[str, Any] = "", **request: Any) -> PolicySimulator:
    """A place to try policies out: ``resource``, ``action``, ``principal`` and ``keys`` filled in."""
    return PolicySimulator(policy, **request)


def token_inspector(now: Callable[[], float], token: str = "", **expected: str) -> TokenInspector:
    """A place to read tokens: ``issuer``, ``client_id`` and ``scopes`` are what a guard expects."""
    return TokenInspector(token, now=now, **expected)


def auth_panel(
    lab: AskingLab, doors: Mapping[str, str], identities: Mapping[str, Identity], **fields: str
) -> AuthPanel:
    """A panel to see who gets in where: ``doors`` are URLs by name, ``identities`` what proves each caller."""
    return AuthPanel(lab, doors, identities, **fields)
