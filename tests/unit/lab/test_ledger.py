"""The ledger of one lab in one AWS."""

from pathlib import Path

from apiglab.lab.ledger import Entry, Ledger

PETS = Entry(kind="lambda.CreateFunction", key={"FunctionName": "pets"}, label="pets")
OWNERS = Entry(kind="lambda.CreateFunction", key={"FunctionName": "owners"}, label="owners")


def test_an_entry_is_kept_once_until_it_is_struck(tmp_path: Path) -> None:
    """A cell that is run again adds nothing; an empty ledger is no file."""
    ledger = Ledger("01", "aws", tmp_path)
    for entry in (PETS, OWNERS, PETS):
        ledger.record(entry)
    both = ledger.entries()
    ledger.forget(PETS)
    left = ledger.entries()
    ledger.forget(OWNERS)

    assert (both, left, ledger.path.exists()) == ([PETS, OWNERS], [OWNERS], False)


def test_each_lab_and_each_aws_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    """What was made in a server that is gone is not looked for in the next."""
    Ledger("01", "server one", tmp_path).record(PETS)

    assert Ledger("01", "server one", tmp_path).entries() == [PETS]
    assert Ledger("02", "server one", tmp_path).entries() == []
    assert Ledger("01", "server two", tmp_path).entries() == []


def test_two_kernels_of_one_lesson_share_the_ledger(tmp_path: Path) -> None:
    """A restarted kernel finds what the one before it made."""
    Ledger("01", "aws", tmp_path).record(PETS)

    assert Ledger("01", "aws", tmp_path).holds(PETS)
