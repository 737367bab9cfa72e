"""What use of an API would cost on AWS, by part: list prices, without free tiers and volume discounts.

https://aws.amazon.com/api-gateway/pricing/
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, element, line, page, table, text_table
from apiglab.lab.prices import price_table

if TYPE_CHECKING:
    from apiglab.lab.journey import Journey
    from apiglab.lab.load_measurements import Measurements

_HEAD: Final = ("What", "How much", "Price", "Dollars")
FREE: Final = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "ForbiddenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "LimitExceededException",
        "MissingAuthenticationTokenException",
        "TooManyRequestsException",
        "UnauthorizedException",
        "UnrecognizedClientException",
    }
)
"""Error types of requests that are not charged: not let in, no route, no key, too many. fact: cost.not-charged"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of what was used."""

    requests: float = 0
    """Requests to a REST API that are charged."""
    http_requests: float = 0
    """Requests to an HTTP API that are charged."""
    not_charged: float = 0
    """Requests that were refused before they cost anything."""
    function_calls: float = 0
    function_gb_seconds: float = 0
    authorizer_calls: float = 0
    authorizer_gb_seconds: float = 0
    gb_out: float = 0
    """GB of answers sent to the internet."""
    cache_gb: str | None = None
    """The size of a response cache, such as ``"0.5"``."""
    cache_hours: float = 0


@dataclass(frozen=True, slots=True)
class BillPart:
    """One line of a bill."""

    what: str
    amount: str
    price: str
    usd: float


@dataclass(frozen=True, slots=True, repr=False)
class Bill:
    """What something costs, part by part."""

    parts: tuple[BillPart, ...]
    note: str

    @property
    def total(self) -> float:
        """Dollars."""
        return sum(part.usd for part in self.parts)

    def __repr__(self) -> str:
        return f"{text_table(_HEAD, self._rows())}\n{self.note}"

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The bill for a place in a larger output."""
        return element("div", table(_HEAD, self._rows(), caption="What it would cost on AWS"), line(self.note))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for part in self.parts:
            yield part.what, part.amount, part.price, dollars(part.usd)
        yield "together", "", "", dollars(self.total)


def dollars(usd: float) -> str:
    """An amount with the digits that matter: cents, and millionths where it is less than one."""
    return f"${usd:,.2f}" if usd >= 0.01 or usd == 0 else f"${usd:.6f}"


def usage(**amounts: Any) -> Usage:
    """A use of the members of ``Usage``; an unknown name, or less than nothing, is a ``LabError``."""
    known = {each.name for each in fields(Usage)}
    for name, value in amounts.items():
        if name not in known:
            raise LabError("lab.price", f"nothing is called {name}", f"there is: {', '.join(sorted(known))}")
        if not isinstance(value, str | None) and not 0 <= value < float("inf"):
            raise LabError("lab.price", f"{name} is {value}", "give a number of 0 or more")
    return Usage(**amounts)


def bill(used: Usage, prices: Mapping[str, Any], told: str = "") -> Bill:
    """What ``used`` costs by the price table ``prices``; ``told`` says how it was counted."""
    note = f"List prices of {prices['date']} in {prices['region']}, without free tiers and volume discounts."
    return Bill(tuple(_parts(used, prices)), f"{note} {told}".strip())


def _parts(used: Usage, prices: Mapping[str, Any]) -> Iterator[BillPart]:
    if used.requests or not used.http_requests:
        yield _by_use("requests", used.requests, prices["used"]["request"])
    if used.http_requests:
        yield _by_use("requests (HTTP API)", used.http_requests, prices["used"]["http_request"])
    if used.not_charged:
        yield BillPart("requests that were refused", f"{used.not_charged:,.0f}", "not charged", 0.0)
    for what, calls, gb_seconds in (
        ("functions", used.function_calls, used.function_gb_seconds),
        ("authorizers", used.authorizer_calls, used.authorizer_gb_seconds),
    ):
        if calls:
            yield _by_use(f"{what}: calls", calls, prices["used"]["function_call"])
            yield _by_use(f"{what}: GB-seconds", gb_seconds, prices["used"]["gb_second"])
    if used.gb_out:
        yield _by_use("transfer: GB", used.gb_out, prices["used"]["gb_out"])
    if used.cache_gb:
        yield _cache(used.cache_gb, used.cache_hours, prices["cache"])


def _by_use(what: str, amount: float, price: Mapping[str, Any]) -> BillPart:
    per = "each" if price["per"] == 1 else "a million" if price["per"] == 1_000_000 else f"for {price['per']:,}"
    told = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.6f}"
    usd = price["usd"]
    each = f"${usd:.2f}" if usd >= 0.01 else f"${usd:.10f}".rstrip("0")
    return BillPart(what, told, f"{each} {per}", amount * usd / price["per"])


def _cache(size: str, hours: float, prices: Mapping[str, float]) -> BillPart:
    if size not in prices:
        raise LabError("lab.price", f"there is no cache of {size} GB", f"the sizes are {', '.join(prices)}")
    return BillPart(f"cache of {size} GB: hours", f"{hours:,.6g}", f"${prices[size]:g} each", hours * prices[size])


def usage_of_load(result: "Measurements") -> Usage:
    """What a load tells by itself: how many of its requests are charged."""
    free = sum(one.error in FREE or not one.status for one in result.measured)
    return Usage(requests=len(result.measured) - free, not_charged=free)


def bill_of_load(result: "Measurements") -> Bill:
    """What a load's requests cost, by what it tells itself."""
    return bill(usage_of_load(result), price_table())


def usage_by_journeys(result: "Measurements", journeys: "Iterable[Journey]", function_gb: float) -> Usage:
    """The same with functions, authorizers and transfer: as many for each request as some journeys tell."""
    counted = _Counted()
    for journey in journeys:
        counted.add(journey, function_gb)
    of_load = usage_of_load(result)
    times = len(result.measured) / counted.requests if counted.requests else 0
    return Usage(
        requests=of_load.requests,
        not_charged=of_load.not_charged,
        function_calls=round(counted.function_calls * times),
        function_gb_seconds=counted.function_gb_seconds * times,
        authorizer_calls=round(counted.authorizer_calls * times),
        authorizer_gb_seconds=counted.authorizer_gb_seconds * times,
        gb_out=counted.bytes_out * times / 1e9,
    )


class _Counted:
    """What journeys tell, added up."""

    def __init__(self) -> None:
        self.requests = self.function_calls = self.authorizer_calls = self.bytes_out = 0
        self.function_gb_seconds = self.authorizer_gb_seconds = 0.0

    def add(self, journey: "Journey", function_gb: float) -> None:
        """Add one request's."""
        self.requests += 1
        self.bytes_out += _size(journey.record.get("response") or {})
        for step in journey.steps:
            if step.phase == "Integration" and "handler_seconds" in step.detail:
                self.function_calls += 1
                self.function_gb_seconds += _billed(step.detail["handler_seconds"]) * function_gb
            elif step.phase == "Authorization" and step.detail.get("cached") is False:
                took = step.detail.get("authorizer_seconds", 0.0)
                self.authorizer_calls += took > 0
                self.authorizer_gb_seconds += _billed(took) * function_gb


def _billed(seconds: float | None) -> float:
    """Seconds as Lambda bills them: whole milliseconds, rounded up."""
    return ceil((seconds or 0.0) * 1000) / 1000


def _size(response: Mapping[str, Any]) -> int:
    headers = sum(len(name) + len(value) + 4 for name, value in response.get("headers", ()))
    return headers + len(response.get("body", ""))
