"""Lessons stay out of production."""

import getpass
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from apiglab.lab.accounts import refuse_production, signs_of, tags_of
from apiglab.lab.errors import LabError

ACCOUNT = "111122223333"


def a_session(aliases: list[str] | None, organization: str | None) -> Any:
    """A session whose account may or may not be asked what it is called."""

    def client(service: str) -> Any:
        def list_account_aliases() -> dict[str, Any]:
            if aliases is None:
                raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListAccountAliases")
            return {"AccountAliases": aliases}

        def describe_account(**asked: str) -> dict[str, Any]:
            if organization is None:
                raise ClientError({"Error": {"Code": "AWSOrganizationsNotInUseException"}}, "DescribeAccount")
            return {"Account": {"Id": asked["AccountId"], "Name": organization}}

        return SimpleNamespace(list_account_aliases=list_account_aliases, describe_account=describe_account)

    return SimpleNamespace(client=client)


@pytest.mark.parametrize("name", ["acme-prod", "Production", "prd", "my_live_account", "PROD1"])
def test_an_account_that_is_called_production_is_refused(name: str) -> None:
    """By its profile, its alias or its name in the organization."""
    with pytest.raises(LabError) as raised:
        refuse_production({"alias": name}, ACCOUNT)

    assert str(raised.value).startswith(f"Lab on AWS, account ********3333: its alias is {name!r}: that looks like")


@pytest.mark.parametrize("name", ["sandbox", "product-team", "reproduction", "delivery", "default"])
def test_a_word_that_only_holds_those_letters_is_no_sign(name: str) -> None:
    """A product team's sandbox is a sandbox."""
    refuse_production({"alias": name}, ACCOUNT)


def test_the_signs_are_read_as_far_as_they_may_be() -> None:
    """Most learners may not read the organization, and need not."""
    assert signs_of(a_session(["sandbox"], "Acme Prod"), ACCOUNT, "me") == {
        "profile": "me",
        "alias": "sandbox",
        "name in the organization": "Acme Prod",
    }
    assert signs_of(a_session(None, None), ACCOUNT, None) == {}


def test_the_tags_name_lab_and_owner_in_letters_that_aws_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user name may have letters that a tag may not."""
    monkeypatch.setattr(getpass, "getuser", lambda: "ann\\o'neil")

    assert tags_of("03") == {"apiglab:lab": "03", "apiglab:owner": "ann-o-neil"}
