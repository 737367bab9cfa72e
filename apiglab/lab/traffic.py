"""What a lab knows of stages, limits and caches: undeployed changes, quotas, entries, and panels to try them with."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apiglab.lab.backend import Backend, api_and_stage
from apiglab.lab.clock import lab_now

if TYPE_CHECKING:
    from apiglab.lab.cache_reading import CacheReading
    from apiglab.lab.canary_arms import ArmSplit
    from apiglab.lab.load_result import LoadResult
    from apiglab.lab.undeployed import Undeployed
    from apiglab.lab.usage import PlanUsage
    from apiglab.lab.widgets import CacheLab, CanaryLab, StageEditor, ThrottleLab, UsageBoard


class Traffic:
    """The part of a lab that watches stages, usage plans and caches."""

    backend: Backend

    if TYPE_CHECKING:

        def client(self, service: str, **options: Any) -> Any:
            """The lab's own."""

    def usage(self, plan_id: str) -> "PlanUsage":
        """What each key of a usage plan has used today and has left; ``figure()`` draws it."""
        from apiglab.lab.usage import read_usage  # when it is asked for

        today = datetime.fromtimestamp(lab_now(self.backend), UTC).date()
        return read_usage(self.client("apigateway"), plan_id, today)

    def usage_board(self, plan_id: str) -> "UsageBoard":
        """A board with the quota of each key of a usage plan, which follows along and grants more."""
        from apiglab.lab.widgets import usage_board  # widgets are imported when the first is wanted

        return usage_board(self, plan_id)

    def throttle_lab(self, url: str = "", **fields: Any) -> "ThrottleLab":
        """A panel to send a load against a limit: ``plan_id`` and ``key``, a key's value; its bucket is drawn live."""
        from apiglab.lab.widgets import throttle_lab  # widgets are imported when the first is wanted

        return throttle_lab(self, url, **fields)  # type: ignore[arg-type]  # the lab that this is a part of

    def undeployed(self, api_id: str, stage: str) -> "Undeployed":
        """What a deployment to a stage would alter: ``Undeployed changes (3)``; the local AWS alone tells."""
        return self.backend.undeployed(api_id, stage)

    def stage_editor(self, api_id: str, stage: str) -> "StageEditor":
        """A panel to change a stage: variables, settings, undeployed changes, and the deployment that it serves."""
        from apiglab.lab.widgets import stage_editor  # widgets are imported when the first is wanted

        return stage_editor(self, api_id, stage)

    def by_arm(self, result: "LoadResult") -> "ArmSplit":
        """A load's requests by the arm that served them, as far as the server keeps them: the newest 1,000."""
        from apiglab.lab.canary_arms import ArmSplit  # when it is asked for

        split = ArmSplit()
        split.take(result.measured, self.backend.arms(*api_and_stage(result.plan.url)))
        return split

    def canary_lab(self, url: str = "", **fields: Any) -> "CanaryLab":
        """A panel to send a load to a stage with a canary: both arms are drawn live; promote it, or roll it back."""
        from apiglab.lab.widgets import canary_lab  # widgets are imported when the first is wanted

        return canary_lab(self, url, **fields)  # type: ignore[arg-type]  # the lab that this is a part of

    def cached(self, url: str) -> "CacheReading":
        """What the response cache of this URL's stage holds, and how often it answered; the local AWS alone tells."""
        return self.backend.cache(*api_and_stage(url))

    def cache_lab(self, url: str = "", **fields: Any) -> "CacheLab":
        """A panel that looks into the cache of a stage: hits and misses live, entries with their keys and their age."""
        from apiglab.lab.widgets import cache_lab  # widgets are imported when the first is wanted

        return cache_lab(self, url, **fields)  # type: ignore[arg-type]  # the lab that this is a part of
