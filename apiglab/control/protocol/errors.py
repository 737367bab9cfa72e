"""Errors of AWS's request protocol itself: what any service answers before an operation has begun."""


class ControlError(Exception):
    """A refusal by a control plane: AWS's code, status and message."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message


def unknown_operation(method: str, path: str) -> ControlError:
    """No operation of the service has that route."""
    return ControlError("UnknownOperationException", 404, f"No API Gateway operation has the route {method} {path}")


def malformed_json(why: str) -> ControlError:
    """The body is not JSON at all. fact: control.malformed-json"""
    return serialization(f"Could not parse request body into json: {why}")


def unconvertible(found: str, wanted: str) -> ControlError:
    """A JSON value of another type than the member's. fact: control.serialization-texts"""
    return serialization(f"{found} can not be converted to {wanted}")


def serialization(message: str) -> ControlError:
    """The body does not have the shape of the operation's input."""
    return ControlError("SerializationException", 400, message)


def validation(complaints: list[str]) -> ControlError:
    """The model's own constraints are broken, all of them told at once."""
    count = len(complaints)
    plural = "error" if count == 1 else "errors"
    return ControlError("ValidationException", 400, f"{count} validation {plural} detected: {'; '.join(complaints)}")
