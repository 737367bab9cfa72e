"""Guards side by side: what each did with the same requests, read from their journeys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.html import line, page, table, text_table
from apiglab.lab.journey import JourneyStep

_HERE = "lab.compare_guards"
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "NONE": ("nobody", "nobody", "nobody", "none", "unread"),
    "AWS_IAM": ("AWS accounts: users, roles", "API Gateway: the signature", "IAM's policies", "none", "no"),
    "CUSTOM": (
        "whoever gave out the token",
        "your function",
        "the policy that your function answers",
        "the function",
        "yes",
    ),
    "COGNITO_USER_POOLS": (
        "you, in a user pool",
        "API Gateway: the token",
        "your backend, by the claims",
        "none",
        "no; its sign-in, for a token of the pool",
    ),
}
"""The answers to the first five questions, by the kind of guard."""
_QUESTIONS = (
    "who manages identities",
    "who checks who it is",
    "who decides what it may do",
    "code of yours before the backend",
    "takes a third party's token",
    "decided here by",
    "calls of your function",
    "it added, at first",
    "it added, then",
)


@dataclass(frozen=True, slots=True)
class GuardRun:
    """What one guard did with a run of requests."""

    name: str
    authorization_type: str
    decided_by: str
    """Which policy or pool let the requests in or kept them out."""
    requests: int
    function_calls: int
    first_ms: float
    """Milliseconds of the first request's decision."""
    then_ms: float | None
    """The median of the other decisions, or None where there was one request."""

    @property
    def hit_rate(self) -> float:
        """The share of the requests for which no function was called, from 0 to 1."""
        return 1 - self.function_calls / self.requests

    def answers(self) -> tuple[str, ...]:
        """A column of the table."""
        return (
            *_ABOUT[self.authorization_type],
            self.decided_by,
            f"{self.function_calls} for {self.requests} requests",
            f"{self.first_ms:.2f} ms",
            "-" if self.then_ms is None else f"{self.then_ms:.2f} ms",
        )


@dataclass(frozen=True, slots=True, repr=False)
class GuardComparison:
    """A table with a column for each guard."""

    runs: tuple[GuardRun, ...]

    def __getitem__(self, name: str) -> GuardRun:
        """The run of the guard of that name."""
        return next(run for run in self.runs if run.name == name)

    def __repr__(self) -> str:
        return f"{text_table(self._head, self._rows())}\n{self._note}"

    def _repr_html_(self) -> str:
        return page(table(self._head, self._rows(), caption="Guards, side by side"), line(self._note))

    @property
    def _head(self) -> tuple[str, ...]:
        return ("", *(run.name for run in self.runs))

    def _rows(self) -> Iterable[tuple[str, ...]]:
        columns = [run.answers() for run in self.runs]
        return [(question, *answers) for question, answers in zip(_QUESTIONS, zip(*columns, strict=True), strict=True)]

    @property
    def _note(self) -> str:
        return "Times are this machine's, of the guard alone: the first decision, and the median of those after it."


def compare_guards(runs: Mapping[str, Sequence[Exchange]]) -> GuardComparison:
    """Compare what each guard did with the exchanges of its name.

    Each exchange needs a journey, and has to have got in; raises ``LabError`` where one has not.
    """
    return GuardComparison(tuple(_run(name, exchanges) for name, exchanges in runs.items()))


def _run(name: str, exchanges: Sequence[Exchange]) -> GuardRun:
    steps = [_authorization(name, exchange) for exchange in exchanges]
    if not steps:
        raise LabError(_HERE, f"{name} has no exchanges", "keep what lab.send gives, in a list")
    kinds = {step.detail["authorization_type"] for step in steps}
    if len(kinds) > 1:
        raise LabError(_HERE, f"{name} has exchanges of several guards", "give each guard a name")
    times = [step.seconds * 1000 for step in steps]
    return GuardRun(
        name=name,
        authorization_type=kinds.pop(),
        decided_by=decided_by(steps[-1].detail),
        requests=len(steps),
        function_calls=sum(_called(step.detail) for step in steps),
        first_ms=times[0],
        then_ms=median(times[1:]) if times[1:] else None,
    )


def _authorization(name: str, exchange: Exchange) -> JourneyStep:
    steps = exchange.journey.steps if exchange.journey is not None else ()
    step = next((step for step in steps if step.phase == "Authorization"), None)
    if step is None:
        raise LabError(
            _HERE,
            f"a request of {name} has no journey that tells of a guard",
            "send requests to a method that is there; an account of AWS tells no journeys",
        )
    if step.outcome != "passed":
        raise LabError(_HERE, f"a request of {name} was refused: {step.reason}", "compare requests that get in")
    return step


def _called(detail: Mapping[str, Any]) -> bool:
    return detail["authorization_type"] == "CUSTOM" and not detail["cached"]


def decided_by(detail: Mapping[str, Any]) -> str:
    """Which policy or pool let a request in, by what the journey tells of its authorization."""
    decision = detail.get("decided_by") or detail.get("identity_policies") or {}
    if "policy" in decision:
        return f"{decision['policy']}, statement {decision['statement']}"
    if detail["authorization_type"] == "AWS_IAM":
        return "the API's resource policy"
    return "a valid token of its pool" if "user_pool" in detail else "nothing"
