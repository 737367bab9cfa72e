"""What a lab has made and what of it is still there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from apiglab.lab.html import line, page, table, text_table
from apiglab.lab.kinds import by_arn
from apiglab.lab.ledger import Entry, Ledger
from apiglab.lab.presence import is_there

LAB_TAG, OWNER_TAG = "apiglab:lab", "apiglab:owner"

_SERVICES_ROLES_SERVE = ("lambda.amazonaws.com", "apigateway.amazonaws.com", "states.amazonaws.com")


@dataclass(frozen=True, slots=True, repr=False)
class Owned:
    """One resource that is there and that this lab made."""

    entry: Entry

    @property
    def noun(self) -> str:
        """What kind of thing it is."""
        kind = self.entry.known
        return kind.noun if kind else self.entry.kind

    @property
    def name(self) -> str:
        """What its maker called it."""
        return self.entry.label

    @property
    def rank(self) -> int:
        """Its turn in a cleanup."""
        kind = self.entry.known
        return kind.rank if kind else 100

    def __repr__(self) -> str:
        return f"{self.noun} {self.name}"


class Inventory(list[Owned]):
    """Everything of one lab's making that is still there; a list that shows itself as a table."""

    def __repr__(self) -> str:
        if not self:
            return "Nothing of this lab's making is left."
        return text_table(("What", "Name"), ((owned.noun, owned.name) for owned in self))

    def _repr_html_(self) -> str:
        if not self:
            return page(line(repr(self)))
        rows = [(owned.noun, owned.name) for owned in self]
        return page(table(("What", "Name"), rows, caption=f"Made by this lab: {len(self)}"))


def take_inventory(session: Any, ledger: Ledger, tags: Mapping[str, str]) -> Inventory:
    """What the ledger lists and what carries the lab's tags, as far as it is there; the ledger forgets the rest."""
    found: list[Entry] = []
    for entry in ledger.entries():
        kind = entry.known
        client = None if kind is None else session.client(kind.service, region_name=entry.region or session.region_name)
        if kind is None or is_there(client, kind, entry.key):
            found.append(entry)
        else:
            ledger.forget(entry)
    known = [(entry.kind, entry.key) for entry in found]
    tagged = (entry for entry in _tagged(session, tags) if (entry.kind, entry.key) not in known) if tags else ()
    return Inventory(sorted((Owned(entry) for entry in (*found, *tagged)), key=lambda owned: owned.rank))


def _tagged(session: Any, tags: Mapping[str, str]) -> Iterator[Entry]:
    """What carries the lab's tags in the session's Region, whatever the ledger says: it may have been lost."""
    seen: list[Entry] = []
    for arn in (*_arns(session, tags), *_role_arns(session, tags), *_rest_api_arns(session, tags)):
        for kind, key in by_arn(arn):
            entry = Entry(kind=kind.name, key=key, label=next(iter(key.values())))
            if kind.noun == "queue":
                entry = _queue(session, key["QueueName"])
            client = session.client(kind.service)
            # The tagging service lists what was deleted for a while longer.
            if entry not in seen and is_there(client, kind, entry.key):
                seen.append(entry)
                yield entry


def _queue(session: Any, name: str) -> Entry:
    # A queue's ARN has its name, every call wants its URL, and a URL that is made up is as good as one that was given.
    url = session.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    return Entry(kind="sqs.CreateQueue", key={"QueueUrl": url}, label=name)


def _arns(session: Any, tags: Mapping[str, str]) -> Iterable[str]:
    client = session.client("resourcegroupstaggingapi")
    filters = [{"Key": key, "Values": [value]} for key, value in tags.items()]
    pages = client.get_paginator("get_resources").paginate(TagFilters=filters)
    return [resource["ResourceARN"] for page_ in pages for resource in page_["ResourceTagMappingList"]]


def _rest_api_arns(session: Any, tags: Mapping[str, str]) -> Iterable[str]:
    # The tagging service learns of new APIs with a delay; API Gateway's own list is current.
    items = (
        item
        for page_ in session.client("apigateway").get_paginator("get_rest_apis").paginate()
        for item in page_["items"]
    )
    region = session.region_name
    return [
        f"arn:aws:apigateway:{region}::/restapis/{item['id']}" for item in items if _carries(item.get("tags", {}), tags)
    ]


def _role_arns(session: Any, tags: Mapping[str, str]) -> Iterable[str]:
    """Roles for the services that lessons use: the tagging service does not know IAM, and each role is a call."""
    client = session.client("iam")
    try:
        roles = [role for page_ in client.get_paginator("list_roles").paginate() for role in page_["Roles"]]
        return [role["Arn"] for role in roles if _serves(role) and _carries(_role_tags(client, role["RoleName"]), tags)]
    except (ClientError, BotoCoreError):  # who may not list roles has not made one either
        return []


def _serves(role: Mapping[str, Any]) -> bool:
    return re.search("|".join(map(re.escape, _SERVICES_ROLES_SERVE)), str(role["AssumeRolePolicyDocument"])) is not None


def _role_tags(client: Any, name: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in client.list_role_tags(RoleName=name)["Tags"]}


def _carries(given: Mapping[str, str], tags: Mapping[str, str]) -> bool:
    return all(given.get(key) == value for key, value in tags.items())
