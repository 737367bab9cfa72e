"""What is left of each key's quota, read from AWS's answers and told in words, tables and pictures."""

from datetime import date
from typing import Any

from apiglab.lab.usage import KeyUsage, PlanUsage, read_usage
from tests.unit.lab.fake_aws import FakeAws

TODAY = date(2026, 11, 27)


def an_account(*, quota: bool = True, names: tuple[str, ...] = ("north", "south"), **items: Any) -> FakeAws:
    """An account with one plan, ``p1``, whose keys are ``k0``, ``k1`` …"""
    limits = {"quota": {"limit": 1000, "period": "MONTH"}} if quota else {}
    return FakeAws(
        apigateway__get_usage_plan={"name": "shops", **limits},
        apigateway__get_usage_plan_keys={
            "items": [{"id": f"k{number}", "name": name} for number, name in enumerate(names)]
        },
        apigateway__get_usage={"items": items},
    )


def read(aws: FakeAws) -> PlanUsage:
    """The plan's usage on a Friday."""
    return read_usage(aws.client("apigateway"), "p1", TODAY)


def test_a_key_s_usage_is_that_of_the_newest_day() -> None:
    """One that has sent nothing yet has its whole quota; AWS leaves it out."""
    aws = an_account(k0=[[20, 980]])

    usage = read(aws)

    assert usage == PlanUsage(
        plan_id="p1",
        name="shops",
        limit=1000,
        period="MONTH",
        keys=[KeyUsage("k0", "north", 20, 980), KeyUsage("k1", "south", 0, 1000)],
    )
    asked = {"usagePlanId": "p1", "startDate": "2026-11-27", "endDate": "2026-11-27"}
    assert aws.calls[-1] == ("apigateway.get_usage", asked)


def test_keys_of_one_name_are_told_apart() -> None:
    """By their ids."""
    usage = read(an_account(names=("shop", "shop", "west")))

    assert [key.name for key in usage.keys] == ["shop (k0)", "shop (k1)", "west"]


def test_a_plan_without_a_quota_counts_nothing() -> None:
    """And nobody asks for its usage."""
    aws = an_account(quota=False)
    usage = read(aws)

    assert repr(usage) == "shops: no quota, so nothing is counted."
    assert "no quota, so nothing is counted." in usage._repr_html_()
    assert "apigateway.get_usage" not in aws.names()


def test_a_plan_without_keys_says_so() -> None:
    """Rather than show an empty picture."""
    assert repr(read(an_account(names=()))) == "shops: 1,000 requests a month for each key; the plan has no keys."


def test_usage_is_text_and_picture() -> None:
    """The picture's alternative text is the finding; the numbers stand below it."""
    usage = read(an_account(k0=[[1000, 0]]))
    html = usage._repr_html_()

    assert repr(usage).splitlines() == [
        "shops: 1,000 requests a month for each key",
        "Key    Today  Left",
        "north  1,000  0",
        "south  0      1,000",
    ]
    assert usage.alt_text == (
        "shops: 1,000 requests a month for each key; 1 of 2 keys have nothing left; north has least, 0."
    )
    assert f'aria-label="{usage.alt_text}"' in html
    assert "<td>south</td><td>0</td><td>1,000</td>" in html
    assert ">nothing left<" in html


def test_a_bar_fits_its_frame_and_a_grant_goes_beyond_it() -> None:
    """The frame is the plan's limit; who was granted more has a longer bar."""
    usage = PlanUsage(
        plan_id="p1",
        name="shops",
        limit=10,
        period="DAY",
        keys=[KeyUsage("k", "n" * 40, 0, 20), KeyUsage("l", "m", 5, 5)],
    )
    picture = usage.picture()

    assert 'width="510"' in picture
    assert 'width="127.5"' in picture
    assert "M200 4H455v16H200z" in picture
    assert f">{'n' * 25}…<" in picture


def test_the_figure_has_the_same_bars() -> None:
    """For a notebook that is read later."""
    axes = read(an_account(k0=[[20, 980]])).figure().axes[0]

    assert [patch.get_width() for patch in axes.patches] == [980, 1000]  # type: ignore[attr-defined]  # bars are rectangles
    assert axes.get_title() == "shops: 1,000 requests a month for each key"
