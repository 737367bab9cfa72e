"""The documents say what the code does: what can be generated is, and what is named exists."""

import importlib
import pkgutil
import re
from pathlib import Path
from types import FunctionType

import apiglab
import apiglab.gateway
from apiglab.edge.admin import Admin
from apiglab.edge.origins import Origins
from apiglab.gateway.journal import Journal
from apiglab.gateway.response_cache import ResponseCaches
from apiglab.model.clock import Clock
from apiglab.model.http import HttpRequest
from tests.architecture.source import ROOT, modules
from tools.make_reference import PAGE, render

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def _text(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_the_reference_is_the_one_the_code_gives() -> None:
    """Names and commands in docs/reference.md are generated; `python -m tools.make_reference` writes them."""
    page = _text(PAGE)

    assert page == render(page)


def test_every_public_name_is_in_the_reference() -> None:
    """`__all__` is importable and documented, in its own order."""
    documented = re.findall(r"^### `(\w+)`$", _text(PAGE), re.MULTILINE)

    assert documented == list(apiglab.__all__)


def test_every_environment_variable_of_ours_is_in_the_reference() -> None:
    """Whoever reads a variable of the lab's own writes it down."""
    read = set(re.findall(r"\bAPIGLAB_[A-Z_]+\b", _text(*modules("apiglab"))))

    assert read - set(re.findall(r"`(APIGLAB_[A-Z_]+)`", _text(PAGE))) == set()


async def test_every_server_endpoint_is_in_the_reference() -> None:
    """The server's own list of its endpoints is the page's list."""

    async def nothing() -> None:
        """Reset nothing."""

    class NoReleases:
        def undeployed(self, api_id: str, stage_name: str) -> dict[str, object]:
            raise LookupError(api_id, stage_name)

    caches, releases = ResponseCaches(), NoReleases()
    admin = Admin(clock=Clock(), journal=Journal(), caches=caches, releases=releases, reset=nothing, origins=Origins())
    answer = await admin.respond(HttpRequest("GET", "/_apiglab/no-such-endpoint"))
    served = set(re.findall(r"/_apiglab/[a-z]+\b(?!-)", answer.body.decode()))

    assert len(served) >= 4
    assert set(re.findall(r"`[A-Z]+ (/_apiglab/[a-z]+)`", _text(PAGE))) == served


def test_every_phase_is_in_the_architecture_page() -> None:
    """The page's table of phases is the one that the gateway runs, each with its file."""
    phases = {
        (member.phase.name, module.name.removeprefix("apiglab.gateway.") + ".py")
        for module in pkgutil.iter_modules(apiglab.gateway.__path__, "apiglab.gateway.")
        for member in vars(importlib.import_module(module.name)).values()
        if isinstance(member, FunctionType) and hasattr(member, "phase") and member.__module__ == module.name
    }
    rows = set(re.findall(r"^\| ([A-Z][\w ]+) \| `(\w+\.py)` \|", _text(ROOT / "docs/architecture.md"), re.MULTILINE))

    assert len(phases) >= 10
    assert rows == phases


def test_every_link_between_our_pages_leads_somewhere() -> None:
    """A relative link or picture is a file of the repository."""
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", _text(page))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_make_target_and_tool_that_is_named_exists() -> None:
    """`make x` and `python -m tools.x` in a page can be typed."""
    text = _text(*PAGES)
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    tools = {path.stem for path in modules("tools")}

    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) - targets == set()
    assert set(re.findall(r"python -m tools\.(\w+)", text)) - tools == set()
