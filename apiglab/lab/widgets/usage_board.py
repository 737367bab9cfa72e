"""A board with what is left of every key's quota in a usage plan; it can grant more, and follow along."""

import time
from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as widgets
from botocore.exceptions import ClientError

from apiglab.lab.html import Html, element
from apiglab.lab.usage import PlanUsage
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.panel import Panel

LOOK_EVERY = 0.5
"""Seconds from one look to the next while the board follows along."""
FOLLOWS_FOR = 60.0
"""Seconds after which it stops by itself: on an account each look is a call."""
MOST_LEFT = 2**31 - 1


class UsageLab(Protocol):
    """What a board needs of a lab."""

    def usage(self, plan_id: str) -> PlanUsage:
        """What the keys of a plan have used and have left."""
        ...

    def client(self, service: str) -> Any:
        """A plain boto3 client."""
        ...


class UsageBoard(Panel):
    """Quota per key; ``usage`` is the newest reading."""

    def __init__(self, lab: UsageLab, plan_id: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__("Usage by key")
        self._lab, self._plan_id, self._sleep = lab, plan_id, sleep
        self._following = False
        self._shown = widgets.HTML()
        self.usage = lab.usage(plan_id)
        self._key = fields.choice_field("Key", [(key.name, key.key_id) for key in self.usage.keys])
        self._left = fields.number_field("Requests left", self.usage.limit or 0, 0, MOST_LEFT)
        self._refresh = fields.action("Refresh", "Read the usage again", self.guarded(self.refresh), primary=True)
        self._follow = fields.action("Follow", "Read it again twice a second", self.guarded(self.follow))
        self._stop = fields.action("Stop", "Follow no longer", self.guarded(self.stop))
        self._grant = fields.action("Grant", "Let the key have so many in this period", self.guarded(self.grant))
        self._show()
        self.fill(
            [
                fields.row(self._refresh, self._follow, self._stop),
                fields.row(self._key, self._left, self._grant),
                self._said,
                self._shown,
            ]
        )

    def refresh(self) -> None:
        """Read the usage again."""
        self._look()
        self.say(self.usage.alt_text)

    def follow(self) -> None:
        """Read the usage again and again, beside the kernel, for a minute at most."""
        if self._following:
            self.say("The board follows along already: Stop ends it.", "note")
            return
        self._following = True
        self.in_background(self._carry_on)

    def stop(self) -> None:
        """Follow no longer."""
        self._following = False

    def grant(self) -> None:
        """Let the chosen key have so many requests in what is left of the period."""
        if self.usage.limit is None or self._key.value is None:
            self.say("The plan has no quota, or no key: there is nothing to grant.", "note")
            return
        self.in_background(self._give)

    def close(self) -> None:
        """Stop following, and let go of the widgets."""
        self.stop()
        super().close()

    def still(self) -> Html:
        """The newest reading."""
        return self.usage.to_html()

    def __repr__(self) -> str:
        return repr(self.usage)

    def _give(self) -> None:
        self.settle(lambda: (self._key.value, self._left.value))
        more = [{"op": "replace", "path": "/remaining", "value": str(self._left.value)}]
        try:
            self._lab.client("apigateway").update_usage(
                usagePlanId=self._plan_id, keyId=self._key.value, patchOperations=more
            )
        except ClientError as error:
            self.say(error.response["Error"]["Message"], "refused", "refused")
            return
        self._look()
        self.say(f"update_usage: {self._left.value:,} left in this period.", "ok", "granted")

    def _carry_on(self) -> None:
        try:
            self.say("The board follows along.", "note", "live")
            for _ in range(round(FOLLOWS_FOR / LOOK_EVERY)):
                if self.closed or not self._following:
                    break
                self._look()
                self._sleep(LOOK_EVERY)
            if not self.closed:
                self.say(self.usage.alt_text, "ok", "stopped")
        finally:
            self._following = False

    def _look(self) -> None:
        usage = self._lab.usage(self._plan_id)
        if usage != self.usage:
            self.usage = usage
            self._show()

    def _show(self) -> None:
        self._shown.value = element("div", self.usage.to_html(), class_="apiglab")
