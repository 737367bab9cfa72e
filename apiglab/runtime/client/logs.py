"""Logging: messages as single events, and the format of Lambda's log lines."""

import os
import sys
import time
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:  # so that no cold start imports what only a type checker needs
    import logging
    from importlib.machinery import ModuleSpec
    from types import ModuleType

PLAIN = 0xA55A0003
ERROR = 0xA55A0017


def write_frame(message: str, kind: int = PLAIN) -> None:
    """Log a message as one event, whatever lines it has."""
    body = message.encode("utf-8", "replace")
    head = kind.to_bytes(4, "big") + len(body).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big")
    try:
        os.write(1, head + body)
    except OSError:
        return  # the handler closed its standard output


def _nothing(_: "ModuleType") -> None:
    """Stands for the loader of ``logging`` until that is known."""


class LoggingSetup:
    """Gives the root logger Lambda's handler as soon as anything imports ``logging``, and costs nothing until then."""

    def __init__(self) -> None:
        self.request_id = ""
        self._logging_exec: Callable[[ModuleType], None] = _nothing

    def find_spec(self, name: str, *_: object) -> "ModuleSpec | None":
        """Part of the import system: called before the finders that find modules."""
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, None, None)
            if spec is not None and spec.loader is not None:
                self._logging_exec = spec.loader.exec_module
                spec.loader.exec_module = self._execute  # type: ignore[method-assign]  # the loader is this spec's own
                return spec
        return None

    def _execute(self, module: "ModuleType") -> None:
        self._logging_exec(module)
        import logging

        setup = self

        class LambdaLoggerHandler(logging.Handler):
            def emit(self, record: "logging.LogRecord") -> None:
                write_frame(self.format(record))

        def add_request_id(record: "logging.LogRecord") -> bool:
            record.aws_request_id = setup.request_id
            record.tenant_id = None
            return True

        logging.Formatter.converter = time.gmtime
        form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        handler = LambdaLoggerHandler()
        handler.setFormatter(logging.Formatter(form, "%Y-%m-%dT%H:%M:%S"))
        handler.addFilter(add_request_id)
        logging.getLogger().addHandler(handler)
