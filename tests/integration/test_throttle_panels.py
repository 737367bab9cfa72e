"""The throttle lab and the usage board on a running AWS: the bucket moves, the limit changes, the quota is counted."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab import Lab
from apiglab.lab.usage import KeyUsage
from tests.integration.lab_server import a_user

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab on a server of its own."""
    with a_user(tmp_path_factory.mktemp("lab")):
        made = Lab("09")
        yield made
        assert len(made.cleanup().left) == 0


def deploy_sold(lab: Lab, **limits: Any) -> tuple[str, str, dict[str, Any]]:
    """GET /dev/pets behind a key in a plan of these limits: its URL, the plan's id and the key."""
    apis = lab.client("apigateway")
    api = lab.rest_api("paws-sold")
    api.resource("/pets").method("GET", api_key=True).mock(["Mona"])
    url = api.deploy("dev") + "pets"
    plan: str = apis.create_usage_plan(name="shops", apiStages=[{"apiId": api.id, "stage": "dev"}], **limits)["id"]
    key = apis.create_api_key(name="shop-north", enabled=True)
    apis.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    return url, plan, key


def background(name: str) -> threading.Thread:
    """The thread that carries out what was pressed last."""
    return [thread for thread in threading.enumerate() if thread.name == name][-1]


def test_the_bucket_is_drawn_while_it_empties(lab: Lab) -> None:
    """Its tokens go from the burst to none; what was refused is counted, and a new limit holds in the middle of it."""
    url, plan, key = deploy_sold(lab, throttle={"rateLimit": 5.0, "burstLimit": 60})
    panel = lab.throttle_lab(url, plan_id=plan, key=key["value"], rate=40, seconds=3)
    pictures: list[str] = []
    panel._live.observe(lambda change: pictures.append(change["new"]), names="value")

    panel._start.click()
    background("ThrottleLab").join(30)

    assert panel.result is not None
    assert sum(panel.result.status_counts.values()) == 120
    # The burst, and the tokens of three seconds; of more, where the machine is busy.
    assert 70 <= panel.result.status_counts[200] <= 90
    tokens = [level.tokens for level in panel.levels.seen["usage plan"]]
    assert max(tokens) > 10 > 1 > min(tokens)
    assert set(panel.levels.drawn) == {"usage plan"}
    assert len(pictures) >= 5
    assert "Tokens in the buckets over time. usage plan: " in pictures[-1]
    assert key["value"] not in panel._repr_html_() + repr(panel)
    passed, refused = (panel.result.status_counts[status] for status in (200, 429))
    assert repr(panel).endswith(f"\n{refused} of 120 refused with 429; in all: 200: {passed} · 429: {refused}.")

    panel._tokens.value, panel._burst.value = 0.5, 7
    panel._apply.click()
    background("ThrottleLab").join(30)

    assert lab.client("apigateway").get_usage_plan(usagePlanId=plan)["throttle"] == {
        "rateLimit": 0.5,
        "burstLimit": 7,
    }
    assert "update_usage_plan: 0.5 a second, 7 at once." in panel._said.value
    panel.close()


def test_the_board_counts_and_grants(lab: Lab) -> None:
    """Each request is one less; a grant is what is left; the next day begins whole."""
    url, plan, key = deploy_sold(lab, quota={"limit": 3, "period": "DAY"})
    board = lab.usage_board(plan)
    before = board.usage.keys

    answers = [lab.send("GET", url, headers={"x-api-key": key["value"]}).status for _ in range(4)]
    board._refresh.click()

    assert answers == [200, 200, 200, 429]
    assert before == [KeyUsage(key["id"], "shop-north", 0, 3)]
    assert repr(board) == "shops: 3 requests a day for each key\nKey         Today  Left\nshop-north  3      0"
    board._left.value = 2
    board._grant.click()
    background("UsageBoard").join(30)
    assert board.usage.keys == [KeyUsage(key["id"], "shop-north", 3, 2)]
    lab.clock.advance(hours=24)
    board._refresh.click()
    lab.clock.reset()
    assert board.usage.keys == [KeyUsage(key["id"], "shop-north", 0, 3)]
    board.close()
