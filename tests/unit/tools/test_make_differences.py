"""The page of differences says where the lab may differ, and nothing else."""

from tools.make_differences import HEAD, Fact, render


def a_fact(**changes: str | None) -> Fact:
    """A documented fact with which the lab agrees."""
    values: dict[str, str | None] = {
        "area": "routing",
        "id": "routing.no-match",
        "statement": "An unknown path\nis a 403",
        "source": "docs",
        "provenance": "documented",
        "date": "2026-11-23",
    }
    return Fact(**{**values, **changes})  # type: ignore[arg-type]  # required members are strings in `values`


def test_a_fact_the_lab_follows_is_not_on_the_page() -> None:
    """Where AWS says what it does and the lab does the same there is nothing to tell."""
    assert render([a_fact()]) == HEAD


def test_a_difference_says_what_aws_does_and_what_the_lab_does() -> None:
    """A difference names both sides."""
    page = render([a_fact(differs="it is a 404.")])

    assert page == (
        HEAD + "\n## Routing\n\n- An unknown path is a 403. **Here:** it is a 404. <!-- routing.no-match -->\n"
    )


def test_a_choice_of_ours_is_on_the_page_under_its_area() -> None:
    """What AWS does not say is listed as our choice, the areas in order."""
    page = render([a_fact(area="vtl", provenance="chosen"), a_fact(area="caching", provenance="unknown")])

    assert page == (
        HEAD + "\n## Caching\n\n"
        "- An unknown path is a 403. *Our choice; AWS does not say.* <!-- routing.no-match -->\n"
        "\n## Vtl\n\n"
        "- An unknown path is a 403. *Our choice; AWS does not say.* <!-- routing.no-match -->\n"
    )
