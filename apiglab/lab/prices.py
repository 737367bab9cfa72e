"""The price of what costs by the hour, told before it is made; ``prices.toml`` has the figures and their date."""

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

HOURS_A_MONTH = 730

_CACHE_CREATIONS = frozenset({"CreateStage", "CreateDeployment"})
_ON = "true"


@cache
def price_table() -> Mapping[str, Any]:
    """The figures as they stand in the file, read once."""
    return tomllib.loads(files("apiglab.lab").joinpath("prices.toml").read_text("utf-8"))


class Prices:
    """The price table, read when it is first asked."""

    @cached_property
    def table(self) -> Mapping[str, Any]:
        """The figures as they stand in the file."""
        return price_table()

    def told_before(self, service: str, operation: str, request: Mapping[str, Any]) -> str | None:
        """The line to show before this call, or None where it starts no hourly cost."""
        if service == "apigateway":
            size = cache_size(operation, request)
            if size is None:
                return None
            return self._line(f"a response cache of {size} GB", self.table["cache"].get(size))
        entry = self.table["hourly"].get(f"{service}.{operation}")
        if entry is None or any(request.get(name) != value for name, value in entry.get("only", {}).items()):
            return None
        return self._line(entry["what"], entry["usd"])

    def _line(self, what: str, usd: float | None) -> str:
        where = f"in {self.table['region']}, list price of {self.table['date']}"
        if usd is None:
            return f"Price: {what} costs by the hour, how much is not in the table of {self.table['date']}."
        month = usd * HOURS_A_MONTH
        return f"Price: {what} costs about ${usd:.4g} an hour, ${month:,.2f} a month, used or not ({where})."


def cache_size(operation: str, request: Mapping[str, Any]) -> str | None:
    """The size of the response cache that a call switches on or resizes, or None where it does neither."""
    if operation in _CACHE_CREATIONS:
        return str(request.get("cacheClusterSize") or "0.5") if request.get("cacheClusterEnabled") else None
    if operation != "UpdateStage":
        return None
    changes = {change.get("path"): str(change.get("value", "")) for change in request.get("patchOperations", ())}
    enabled = changes.get("/cacheClusterEnabled", "").lower() == _ON
    return changes.get("/cacheClusterSize") or "0.5" if enabled or "/cacheClusterSize" in changes else None
