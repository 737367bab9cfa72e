"""Where a function's modules come from, and finding its handler among them."""

import os
import sys
from collections.abc import Callable

from .context import Json, LambdaContext
from .faults import RuntimeFaultError

_RUNTIME_PACKAGES = frozenset(
    [
        "boto3",
        "botocore",
        "s3transfer",
        "jmespath",
        "dateutil",
        "six",
        "urllib3",
        "awslambdaric",
        "runtime_client",
        "simplejson",
        "snapshot_restore_py",
    ]
)
"""What AWS's Python runtimes bring beside the standard library; anything else a function brings itself."""


def find_modules(code: str, opt: str, packages: list[str]) -> None:
    """Have imports look where AWS's runtime looks: the function's code, then its layers, then the runtime."""
    runtime = os.environ.get("AWS_EXECUTION_ENV", "").removeprefix("AWS_Lambda_")
    layers = [f"{opt}/python/lib/{runtime}/site-packages", f"{opt}/python"]
    sys.path[:0] = [code, *(path for path in layers if os.path.isdir(path))]  # noqa: PTH112 - pathlib is slow to import
    sys.meta_path.append(RuntimePackages(packages))  # type: ignore[arg-type]  # a finder by its methods
    sys.argv[1:] = []


class RuntimePackages:
    """Finds the few packages AWS's runtime has, and hides the rest of what this interpreter has installed."""

    def __init__(self, directories: list[str]) -> None:
        self._directories = directories

    def find_spec(self, name: str, path: object = None, *_: object) -> object:
        """Part of the import system: called after the function's own code and layers had their turn."""
        if path is not None or name not in _RUNTIME_PACKAGES:
            return None
        from importlib.machinery import PathFinder

        return PathFinder.find_spec(name, self._directories)


Handler = Callable[[Json, LambdaContext], Json]


def load_handler(name: str) -> Handler:
    """The function that ``module.function`` names."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise RuntimeFaultError(
            "Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        )
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFaultError(
            "Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module"
        )
    path = module_name.replace("/", ".")
    try:
        __import__(path)
    except ImportError as error:
        raise RuntimeFaultError(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise RuntimeFaultError(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace
        ) from error
    try:
        handler: Handler = getattr(sys.modules[path], function_name)
    except AttributeError as error:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise RuntimeFaultError("Runtime.HandlerNotFound", message) from error
    return handler
