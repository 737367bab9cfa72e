"""Resources of a policy that are written in short: ``execute-api:/`` stands for an API's ARN.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
"""

from collections.abc import Mapping
from typing import Any

ABBREVIATED = "execute-api:/"


def written_out(document: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The policy with ``prefix``, an API's ARN and a slash, in place of each abbreviation.

    What is no statement stays as it is: whoever parses the policy says so. fact: resource-policy.abbreviations
    """
    if "Statement" not in document:
        return dict(document)
    statements = document["Statement"]
    listed = [_statement(each, prefix) for each in statements] if isinstance(statements, list) else None
    return {**document, "Statement": _statement(statements, prefix) if listed is None else listed}


def _statement(statement: Any, prefix: str) -> Any:
    if not isinstance(statement, Mapping):
        return statement
    given = {name: statement[name] for name in ("Resource", "NotResource") if name in statement}
    return {**statement, **{name: _resources(value, prefix) for name, value in given.items()}}


def _resources(resources: Any, prefix: str) -> Any:
    if isinstance(resources, list):
        return [_resources(resource, prefix) for resource in resources]
    if isinstance(resources, str) and resources.startswith(ABBREVIATED):
        return prefix + resources.removeprefix(ABBREVIATED)
    return resources
