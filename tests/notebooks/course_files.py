"""The course's notebooks, by folder."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def notebooks(*folders: str) -> list[Path]:
    """Every notebook of the folders, in their order."""
    return [path for folder in folders for path in sorted((ROOT / folder).glob("*.ipynb"))]


def each_of(*folders: str) -> pytest.MarkDecorator:
    """Run a test once for every notebook of the folders, as ``path``."""
    paths = notebooks(*folders)
    return pytest.mark.parametrize(
        "path", paths, ids=[f"{path.parent.name}/{path.stem.partition('_')[0]}" for path in paths]
    )
