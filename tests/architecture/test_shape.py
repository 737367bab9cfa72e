"""The code keeps the shape that lets one page be read at a time."""

import ast
from statistics import median

from tests.architecture.source import functions, line_count, modules, name

OURS = ("apiglab", "bench", "tools", "tests")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "data", "info", "misc"}


def test_no_file_is_longer_than_350_lines() -> None:
    """A file that outgrows 350 lines holds two things."""
    too_long = {name(path): lines for path in modules(*OURS) if (lines := line_count(path)) > 350}

    assert too_long == {}


def test_half_of_the_package_s_files_are_at_most_160_lines() -> None:
    """The median file of the package can be read in one sitting."""
    sizes = [lines for path in modules("apiglab") if (lines := line_count(path))]

    assert median(sizes) <= 160


def test_no_function_is_longer_than_50_lines() -> None:
    """A function that outgrows 50 lines hides a step that has a name."""
    too_long = {
        function.where: function.lines
        for path in modules("apiglab", "bench", "tools")
        for function in functions(path)
        if function.lines > 50
    }

    assert too_long == {}


def test_half_of_the_package_s_functions_are_at_most_12_lines() -> None:
    """Most functions, docstring and signature included, do one thing."""
    sizes = [function.lines for path in modules("apiglab") for function in functions(path)]

    assert median(sizes) <= 12


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module is named for a noun or a phase; a drawer for everything shows a missing noun."""
    drawers = [name(path) for path in modules(*OURS) if {path.stem, path.parent.name} & BANNED_NAMES]

    assert drawers == []


def test_no_function_is_called_handle_something() -> None:
    """``handle_*`` does not say what is done; the verb that does is its name (aiohttp's own aside)."""
    vague = [
        function.where
        for path in modules("apiglab", "bench", "tools")
        for function in functions(path)
        if (called := function.where.split(" ")[1].lstrip("_")).startswith("handle_") and called != "handle_error"
    ]

    assert vague == []


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    """Every module that has code, tests too, opens with a docstring."""
    silent = [
        name(path)
        for path in modules(*OURS)
        if (tree := ast.parse(path.read_text(encoding="utf-8"))).body and not ast.get_docstring(tree)
    ]

    assert silent == []


def test_every_test_says_the_rule_it_proves() -> None:
    """A test's docstring is the specification; its name is the short form."""
    silent = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []
