"""The usage board reads, follows along, and grants."""

from typing import Any

from apiglab.lab.usage import KeyUsage, PlanUsage
from apiglab.lab.widgets import UsageBoard, usage_board
from tests.unit.lab.fake_aws import FakeAws, refusal
from tests.unit.lab.widgets.kernel import join_threads, live_models


class PlannedLab:
    """A lab with one plan, of which each reading takes one request."""

    def __init__(self, *, limit: int | None = 5, keys: int = 1, **answers: Any) -> None:
        self.aws, self.limit, self.keys = FakeAws(**answers), limit, keys
        self.left = limit or 0

    def usage(self, plan_id: str) -> PlanUsage:
        """One less each time."""
        keys = [KeyUsage(f"k{number}", f"shop {number}", 0, self.left) for number in range(self.keys)]
        self.left = max(0, self.left - 1)
        return PlanUsage(plan_id=plan_id, name="shops", limit=self.limit, period="DAY", keys=keys)

    def client(self, service: str) -> Any:
        """A client that answers from the table."""
        return self.aws.client(service)


def test_refresh_reads_again() -> None:
    """And tells screen readers what it found."""
    board = usage_board(PlannedLab(), "p1")
    before = board.usage.keys[0].left
    board._refresh.click()

    assert (before, board.usage.keys[0].left) == (5, 4)
    assert "shop 0 has least, 4." in board._said.value
    assert "4 left" in board._shown.value


def test_follow_ends_by_itself_or_when_it_is_told() -> None:
    """After a minute; Stop ends it sooner."""
    naps: list[float] = []
    board = UsageBoard(PlannedLab(), "p1", sleep=naps.append)
    board._follow.click()
    join_threads("UsageBoard")
    assert (sum(naps), board.usage.keys[0].left) == (60.0, 0)

    board = UsageBoard(PlannedLab(), "p1", sleep=lambda _: board.stop())
    board._follow.click()
    join_threads("UsageBoard")
    assert board.usage.keys[0].left == 4


def test_a_board_that_follows_already_says_so() -> None:
    """One follower is enough."""
    board = UsageBoard(PlannedLab(), "p1")
    board._following = True
    board._follow.click()

    assert "follows along already" in board._said.value


def test_a_grant_is_update_usage() -> None:
    """For the chosen key, so many as the field says."""
    lab = PlannedLab(keys=2)
    board = usage_board(lab, "p1")
    board._key.value, board._left.value = "k1", 40
    board._grant.click()
    join_threads("UsageBoard")

    operations = [{"op": "replace", "path": "/remaining", "value": "40"}]
    asked = {"usagePlanId": "p1", "keyId": "k1", "patchOperations": operations}
    assert lab.aws.calls == [("apigateway.update_usage", asked)]
    assert "40 left in this period." in board._said.value


def test_what_aws_refuses_is_said_in_the_panel() -> None:
    """And nothing is read."""
    board = usage_board(PlannedLab(apigateway__update_usage=refusal("BadRequestException")), "p1")
    board._grant.click()
    join_threads("UsageBoard")

    assert "refused" in board._said.value
    assert board.usage.keys[0].left == 5


def test_without_a_quota_or_a_key_there_is_nothing_to_grant() -> None:
    """The board says so."""
    for lab in (PlannedLab(limit=None), PlannedLab(keys=0)):
        board = usage_board(lab, "p1")
        board._grant.click()

        assert "nothing to grant" in board._said.value
        assert lab.aws.calls == []


def test_the_static_form_is_the_newest_reading() -> None:
    """As text and as HTML."""
    bundle = usage_board(PlannedLab(), "p1")._repr_mimebundle_()

    assert bundle["text/plain"] == "shops: 5 requests a day for each key\nKey     Today  Left\nshop 0  0      5"
    assert 'role="img"' in bundle["text/html"]


def test_a_closed_board_leaves_no_widget_behind() -> None:
    """And follows no longer."""
    before = live_models()
    board = usage_board(PlannedLab(), "p1")
    board._following = True
    board.close()

    assert (board._following, live_models()) == (False, before)
