"""What may be imported when; which layer may import which is import-linter's to say (`make check`)."""

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.architecture.source import ROOT

HEAVY = ("boto3", "botocore", "moto", "pandas", "matplotlib", "aiohttp.web", "IPython", "ipywidgets")


def test_no_modules_import_each_other_in_a_circle() -> None:
    """No import cycle, counting imports inside functions, which is where cycles hide."""
    graph = grimp.build_graph("apiglab", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_import_apiglab_loads_nothing_heavy() -> None:
    """``import apiglab`` starts fast: what is slow to import is imported when it is first needed."""
    program = f"import sys, apiglab; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"


def test_importing_the_command_line_starts_nothing() -> None:
    """No work at import: the modules that start servers start no thread and no process when imported."""
    program = (
        "import threading, pkgutil, importlib, psutil, apiglab\n"
        "for module in pkgutil.walk_packages(apiglab.__path__, 'apiglab.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        "print(threading.active_count(), len(psutil.Process().children(recursive=True)))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (found.stdout.strip(), found.stderr) == ("1 0", "")
