"""A session whose clients answer from a table and remember what they were asked."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

Answer = Callable[..., Any] | dict[str, Any] | Exception


def refusal(code: str, status: int = 400) -> ClientError:
    """An error as a service gives it."""
    error = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, "Operation")


class FakeAws:
    """A boto3 session of one Region; ``answers`` are by ``service.method``, several in a list one after the other."""

    region_name = "us-east-1"

    def __init__(self, **answers: Any) -> None:
        self.answers = {name.replace("__", "."): answer for name, answer in answers.items()}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def client(self, service: str, **_: Any) -> "FakeClient":
        """A client of ``service``."""
        return FakeClient(self, service)

    def ask(self, name: str, /, **parameters: Any) -> Any:
        """Answer one call."""
        self.calls.append((name, parameters))
        answer = self.answers.get(name, {})
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(**parameters) if callable(answer) else answer

    def names(self, prefix: str = "") -> list[str]:
        """What was asked, by name."""
        return [name for name, _ in self.calls if name.startswith(prefix)]


class FakeClient:
    """One service's client."""

    def __init__(self, aws: FakeAws, service: str) -> None:
        self._aws = aws
        self._service = service.replace("-", "_")

    def __getattr__(self, method: str) -> Callable[..., Any]:
        return lambda **parameters: self._aws.ask(f"{self._service}.{method}", **parameters)

    def get_paginator(self, method: str) -> "FakePages":
        """A paginator with one page."""
        return FakePages(self, method)

    def get_waiter(self, name: str) -> "FakeWaiter":
        """A waiter that does not wait."""
        return FakeWaiter(self, name)


class FakePages:
    """One page of answers."""

    def __init__(self, client: FakeClient, method: str) -> None:
        self._client = client
        self._method = method

    def paginate(self, **parameters: Any) -> Iterator[Any]:
        """The page."""
        yield getattr(self._client, self._method)(**parameters)


class FakeWaiter:
    """Records that somebody waited."""

    def __init__(self, client: FakeClient, name: str) -> None:
        self._client = client
        self._name = name

    def wait(self, **parameters: Any) -> None:
        """Do not wait."""
        getattr(self._client, f"wait_{self._name}")(**parameters)
