"""How each condition operator compares one value of a policy with one of a request."""

import base64
import binascii
import ipaddress
import operator
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from apiglab.language.policy_errors import PolicyError
from apiglab.language.policy_patterns import ArnPattern, Keys, Pattern, tokenize

Compare = Callable[[str, Keys], bool | None]
"""Whether a value of the request's matches; None where the two cannot be compared."""
Make = Callable[[str, bool], Compare]
"""From a policy's value, and whether variables are replaced in it, to what compares."""


def comparison_of(name: str, written: str) -> tuple[bool, Make]:
    """Whether an operator is negated, and what it compares by; ``written`` is how the policy has it."""
    try:
        return _OPERATORS[name]
    except KeyError:
        raise PolicyError(f"Invalid Condition type : {written}.") from None


def _equal(value: str, variables: bool) -> Compare:  # noqa: FBT001  one signature for all of them
    return Pattern(tokenize(value, wildcards=False, variables=variables)).match


def _like(value: str, variables: bool) -> Compare:  # noqa: FBT001
    return Pattern(tokenize(value, wildcards=True, variables=variables)).match


def _equal_ignoring_case(value: str, variables: bool) -> Compare:  # noqa: FBT001
    pattern = Pattern(tokenize(value.lower(), wildcards=False, variables=variables))

    def compare(actual: str, keys: Keys) -> bool | None:
        return pattern.match(actual.lower(), {key: tuple(v.lower() for v in values) for key, values in keys.items()})

    return compare


def _arn(value: str, variables: bool) -> Compare:  # noqa: FBT001
    return ArnPattern(tokenize(value, wildcards=True, variables=variables)).match


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(text: str) -> Decimal | None:
    """Seconds since the epoch, of a date in ISO 8601 or of such seconds."""
    seconds = _number(text)
    if seconds is not None:
        return seconds
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Decimal((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _ordered(
    read: Callable[[str], Decimal | None], holds: Callable[[Decimal, Decimal], bool], value: str, _variables: object
) -> Compare:
    wanted = read(value)
    if wanted is None:
        raise PolicyError(f"Syntax errors in policy: {value} is not a value of its condition's type.")

    def compare(text: str, _: Keys) -> bool | None:
        actual = read(text)
        return None if actual is None else holds(actual, wanted)

    return compare


def _bool(value: str, _variables: object) -> Compare:
    wanted = value.lower()
    if wanted not in ("true", "false"):
        raise PolicyError(f"Syntax errors in policy: {value} is not true or false.")
    return lambda actual, _: actual.lower() == wanted


def _binary(value: str, _variables: object) -> Compare:
    wanted = _bytes(value)
    if wanted is None:
        raise PolicyError(f"Syntax errors in policy: {value} is not base64.")
    return lambda actual, _: None if (given := _bytes(actual)) is None else given == wanted


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _ip(value: str, _variables: object) -> Compare:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise PolicyError(f"Syntax errors in policy: {value} is not an IP address or a range of them.") from None

    def compare(actual: str, _: Keys) -> bool | None:
        try:
            return ipaddress.ip_address(actual) in network
        except ValueError:
            return None

    return compare


def _numeric(holds: Callable[[Decimal, Decimal], bool]) -> Make:
    return partial(_ordered, _number, holds)


def _date(holds: Callable[[Decimal, Decimal], bool]) -> Make:
    return partial(_ordered, _moment, holds)


_OPERATORS: dict[str, tuple[bool, Make]] = {
    "stringequals": (False, _equal),
    "stringnotequals": (True, _equal),
    "stringequalsignorecase": (False, _equal_ignoring_case),
    "stringnotequalsignorecase": (True, _equal_ignoring_case),
    "stringlike": (False, _like),
    "stringnotlike": (True, _like),
    "numericequals": (False, _numeric(operator.eq)),
    "numericnotequals": (True, _numeric(operator.eq)),
    "numericlessthan": (False, _numeric(operator.lt)),
    "numericlessthanequals": (False, _numeric(operator.le)),
    "numericgreaterthan": (False, _numeric(operator.gt)),
    "numericgreaterthanequals": (False, _numeric(operator.ge)),
    "dateequals": (False, _date(operator.eq)),
    "datenotequals": (True, _date(operator.eq)),
    "datelessthan": (False, _date(operator.lt)),
    "datelessthanequals": (False, _date(operator.le)),
    "dategreaterthan": (False, _date(operator.gt)),
    "dategreaterthanequals": (False, _date(operator.ge)),
    "bool": (False, _bool),
    "binaryequals": (False, _binary),
    "ipaddress": (False, _ip),
    "notipaddress": (True, _ip),
    # ArnEquals and ArnLike behave identically.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    "arnequals": (False, _arn),
    "arnlike": (False, _arn),
    "arnnotequals": (True, _arn),
    "arnnotlike": (True, _arn),
}
