"""A load is split by the arm that served each request."""

from apiglab.lab.canary_arms import ArmSplit
from tests.unit.lab.load_builders import a_measured


def a_split() -> ArmSplit:
    """Of ten requests in two seconds the canary has four and fails twice; one has no answer."""
    measured = [a_measured(n / 5, request_id=f"s{n}") for n in range(6)]
    measured += [a_measured(n / 2, status=500 if n % 2 else 200, request_id=f"c{n}") for n in range(4)]
    split = ArmSplit()
    split.take(measured[:5], {})
    arms = {f"s{n}": False for n in range(6)} | {f"c{n}": True for n in range(4)}
    split.take([*measured, a_measured(2.0, status=0, request_id=None)], arms)  # type: ignore[arg-type]
    return split


def test_each_arm_is_counted() -> None:
    """Those that were told of late, too; one that nobody tells of is said to be."""
    stage = "the stage 6 (60%), 0.0 % of them errors"
    canary = "the canary 4 (40%), 50.0 % of them errors"

    assert repr(a_split()).splitlines() == [
        f"Of 10 requests: {stage}; {canary}. Of 1 more nobody told the arm.",
        "Arm     Requests  Share  Errors  Error rate",
        "stage   6         60.0%  0       0.0 %",
        "canary  4         40.0%  2       50.0 %",
    ]


def test_the_picture_shows_each_half_second() -> None:
    """An arm that served nothing in it has no error rate."""
    split = a_split()

    assert split.points("canary's share") == [(0.25, 25.0), (0.75, 100 / 3), (1.25, 50.0), (1.75, 100.0)]
    assert split.points("errors of the stage") == [(0.25, 0.0), (0.75, 0.0), (1.25, 0.0)]
    assert split.points("errors of the canary") == [(0.25, 0.0), (0.75, 100.0), (1.25, 0.0), (1.75, 100.0)]
    assert "Share and error rate of each arm over time. Of 10 requests" in split.picture(2.0)
    assert [line.get_label() for line in split.figure().axes[0].lines] == [
        "canary's share",
        "errors of the stage",
        "errors of the canary",
    ]


def test_a_load_that_nobody_tells_of_says_so() -> None:
    """Rather than a share of nothing."""
    assert repr(ArmSplit()) == "No request's arm is known yet."
