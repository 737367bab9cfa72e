"""Events and results as JSON."""

import json
import os

from .faults import RuntimeFaultError

Json = object


class JsonFormat:
    """JSON as AWS's runtime reads and writes it: with Decimals as numbers, bytes as text, and NaN."""

    def __init__(self, execution_environment: str) -> None:
        minor = execution_environment.rpartition("python3.")[2]
        self._encoder = json.JSONEncoder(ensure_ascii=not (minor.isdigit() and int(minor) >= 12), default=self._default)
        self._decimals: dict[str, str] = {}

    def decode(self, body: bytes) -> Json:
        """The event that ``body`` holds."""
        try:
            return json.loads(body)
        except ValueError as error:
            raise RuntimeFaultError("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error

    def encode(self, value: Json) -> bytes:
        """``value`` as JSON."""
        try:
            text = self._encoder.encode(value)
        except Exception as error:  # a handler's object may raise anything while it is read
            self._decimals.clear()
            raise RuntimeFaultError("Runtime.MarshalError", f"Unable to marshal response: {error}") from error
        if self._decimals:
            for mark, digits in self._decimals.items():
                text = text.replace(f'"{mark}"', digits)
            self._decimals.clear()
        return text.encode("utf-8", "surrogatepass")

    def _default(self, value: object) -> Json:
        if isinstance(value, bytes):
            return value.decode("utf-8")
        if type(value).__name__ == "Decimal" and hasattr(value, "is_nan"):
            if value.is_nan():
                return float("nan")
            mark = f"decimal-{os.urandom(16).hex()}"
            self._decimals[mark] = str(value)
            return mark
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
