"""Resident size, by each of the ways to learn it."""

import os

import pytest

from apiglab.runtime.memory import ps_resident_bytes, resident_bytes


@pytest.mark.parametrize("measure", [resident_bytes, ps_resident_bytes])
def test_a_process_that_is_there_has_a_size(measure: object) -> None:
    """This very process takes between 10 MB and 2 GB; one that is gone is left out."""
    assert callable(measure)
    sizes = measure([os.getpid(), 2**22 + 1])

    assert list(sizes) == [os.getpid()]
    assert 10_000_000 < sizes[os.getpid()] < 2_000_000_000


@pytest.mark.parametrize("measure", [resident_bytes, ps_resident_bytes])
def test_nobody_has_no_size(measure: object) -> None:
    """Nothing asked, nothing told."""
    assert callable(measure)
    assert measure([]) == {}
