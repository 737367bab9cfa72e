"""Blocks of a hand-written page that a tool fills: between ``<!-- begin: name -->`` and ``<!-- end: name -->``."""


def fill(page: str, name: str, block: str) -> str:
    """``page`` with ``block`` between the marks of ``name``, and nothing else changed."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise SystemExit(f"The page needs {begin} and {end} once each, around what is generated.")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{block.strip()}\n{end}{after}"
