"""Our templates against Apache Velocity's own."""

import copy
from pathlib import Path

import pytest

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template
from tests.unit.language.vtl import oracle

TEMPLATES = [
    line.encode().decode("unicode_escape")
    for line in (Path(__file__).parent / "templates.txt").read_text().splitlines()
]


def ours(template: str) -> str:
    """What we make of a template, refusals as the oracle writes them."""
    try:
        return Template(template).render(copy.deepcopy(oracle.CONTEXT))
    except VtlError:
        return oracle.REFUSED


@pytest.mark.slow
@pytest.mark.skipif(not oracle.is_there(), reason="Apache Velocity is not installed: apt install velocity")
def test_as_velocity_does() -> None:
    """Every template of the collection gives what Velocity gives, and is refused where Velocity refuses it."""
    theirs = oracle.render(TEMPLATES)

    assert len(theirs) == len(TEMPLATES) > 350
    differing = [
        (template, velocity, mine)
        for template, velocity in zip(TEMPLATES, theirs, strict=True)
        if (mine := ours(template)) != (oracle.REFUSED if velocity.startswith(oracle.REFUSED) else velocity)
    ]
    assert differing == []
