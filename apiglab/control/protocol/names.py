"""AWS's member names and ours: camelCase turned snake_case and nothing else."""

import keyword
import re
from functools import cache

_BEFORE_A_WORD = re.compile(r"(?<!^)(?<![A-Z])(?=[A-Z])")


@cache
def snake_case(name: str) -> str:
    """Our name of AWS's member ``name``; Python's keywords get an underscore (``from`` is ``from_``)."""
    ours = _BEFORE_A_WORD.sub("_", name).lower()
    return f"{ours}_" if keyword.iskeyword(ours) else ours


@cache
def lower_first(name: str) -> str:
    """An operation's name as AWS writes it in validation errors: ``PutIntegration`` is ``putIntegration``."""
    return name[:1].lower() + name[1:]
