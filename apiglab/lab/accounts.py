"""Keep lessons out of production: the signs by which an account tells what it is for."""

import getpass
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from apiglab.lab.backend import masked
from apiglab.lab.errors import LabError
from apiglab.lab.inventory import LAB_TAG, OWNER_TAG

# As a word of its own: "prod-eu" and "my_production", not "reproduction" or "product".
_PRODUCTION = re.compile(r"(?<![a-z])(?:prod|prd|production|live)(?![a-z])", re.IGNORECASE)


def refuse_production(signs: Mapping[str, str], account_id: str) -> None:
    """Raise ``LabError`` where a name says that the account is one that people depend on."""
    for sign, value in signs.items():
        if _PRODUCTION.search(value):
            raise LabError(
                f"Lab on AWS, account {masked(account_id)}",
                f"its {sign} is {value!r}: that looks like production",
                "use a sandbox account; if it is one, say so: apiglab.Lab(…, allow_production=True)",
            )


def signs_of(session: Any, account_id: str, profile: str | None) -> dict[str, str]:
    """What the account is called: by the profile, its alias, its organization. What may not be read is left out."""
    asked: dict[str, Callable[[], str | None]] = {
        "alias": lambda: next(iter(session.client("iam").list_account_aliases()["AccountAliases"]), None),
        "name in the organization": lambda: (
            session.client("organizations").describe_account(AccountId=account_id)["Account"].get("Name")
        ),
    }
    signs = {"profile": profile} if profile else {}
    for sign, ask in asked.items():
        try:
            value = ask()
        except (ClientError, BotoCoreError):
            continue  # most learners may not read this, and most accounts have none
        if value:
            signs[sign] = value
    return signs


def tags_of(lab: str) -> dict[str, str]:
    """The tags of everything that a lab makes in an account."""
    # AWS takes letters, digits, blanks and _.:/=+-@ in a tag's value.
    owner = re.sub(r"[^\w .:/=+@-]", "-", getpass.getuser()) or "unknown"
    return {LAB_TAG: lab, OWNER_TAG: owner[:256]}
