"""The conditions of policies: every operator of IAM's, with IfExists, ForAllValues and ForAnyValue.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

How AWS does this
-----------------
Several values of one key are alternatives; several keys, and several operators, have to hold together. A key that the
request lacks matches nothing, so that a negated operator holds. What cannot be compared is not known to hold, which
never lets anybody in.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from apiglab.language.policy_comparisons import Compare, comparison_of
from apiglab.language.policy_errors import PolicyError
from apiglab.language.policy_patterns import Keys

_ALL, _ANY = "forallvalues", "foranyvalue"


class Condition:
    """One operator over one key."""

    __slots__ = ("_compares", "_if_exists", "_key", "_negated", "_null", "_quantifier")

    def __init__(self, operator: str, key: str, values: list[str], *, variables: bool) -> None:
        quantifier, colon, name = operator.lower().rpartition(":")
        if colon and quantifier not in (_ALL, _ANY):
            raise PolicyError(f"Invalid Condition type : {operator}.")
        self._quantifier = quantifier
        self._if_exists = name.endswith("ifexists")
        name = name.removesuffix("ifexists")
        self._key = key.lower()
        self._null = _nulls(operator, values) if name == "null" else None
        self._negated, make = (False, None) if name == "null" else comparison_of(name, operator)
        self._compares: list[Compare] = [make(value, variables) for value in values] if make else []

    def holds(self, keys: Keys) -> bool | None:
        """Whether the request meets it; None where that cannot be told."""
        actual = keys.get(self._key, ())
        if self._null is not None:
            return any(wanted == (not actual) for wanted in self._null)
        if not actual:
            return self._holds_without_key()
        if self._quantifier == _ALL:
            return _every(self._match(value, keys) for value in actual)
        if self._quantifier == _ANY or not self._negated:
            return _some(self._match(value, keys) for value in actual)
        return _every(self._match(value, keys) for value in actual)

    def _holds_without_key(self) -> bool:
        if self._if_exists or self._quantifier == _ALL:
            return True
        return self._negated and self._quantifier != _ANY

    def _match(self, value: str, keys: Keys) -> bool | None:
        """Whether one value of the request's is among the policy's, or for a negated operator is not."""
        found = _some(compare(value, keys) for compare in self._compares)
        return found if found is None or not self._negated else not found


def parse_conditions(condition: Any, *, variables: bool) -> tuple[Condition, ...]:
    """The ``Condition`` element of a statement."""
    if condition is None:
        return ()
    if not isinstance(condition, Mapping):
        raise PolicyError("Syntax errors in policy: Condition must be an object.")
    parsed = []
    for operator, keys in condition.items():
        if not isinstance(keys, Mapping):
            raise PolicyError(f"Syntax errors in policy: {operator} must hold condition keys and their values.")
        for key, values in keys.items():
            parsed.append(Condition(operator, key, _texts(operator, values), variables=variables))
    return tuple(parsed)


def all_hold(conditions: tuple[Condition, ...], keys: Keys) -> bool | None:
    """Whether every condition holds; None where none is known to fail and one cannot be told."""
    return _every(condition.holds(keys) for condition in conditions)


def _nulls(operator: str, values: list[str]) -> list[bool]:
    lowered = [value.lower() for value in values]
    if not set(lowered) <= {"true", "false"}:
        raise PolicyError(f"Syntax errors in policy: {operator} takes true or false.")
    return [value == "true" for value in lowered]


def _texts(operator: str, values: Any) -> list[str]:
    listed = values if isinstance(values, list) else [values]
    if not all(isinstance(value, str | bool | int | float) for value in listed):
        raise PolicyError(f"Syntax errors in policy: the values of {operator} must be strings, numbers or booleans.")
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in listed]


def _every(results: Iterable[bool | None]) -> bool | None:
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def _some(results: Iterable[bool | None]) -> bool | None:
    unknown = False
    for result in results:
        if result is True:
            return True
        unknown = unknown or result is None
    return None if unknown else False
