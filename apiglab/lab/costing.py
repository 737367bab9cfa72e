"""What a lab knows of money: what a use, or a load, would cost on AWS."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apiglab.lab.backend import Backend, api_and_stage
from apiglab.lab.errors import LabError

if TYPE_CHECKING:
    from apiglab.lab.cost import Bill
    from apiglab.lab.journey import Journey
    from apiglab.lab.load_result import LoadResult

KEPT = 1_000
"""The newest requests of a load, whose journeys a server still has."""


class Costing:
    """The part of a lab that reckons."""

    backend: Backend

    if TYPE_CHECKING:

        def client(self, service: str, **options: Any) -> Any:
            """The lab's own."""

    def price(self, **amounts: Any) -> "Bill":
        """What so much use costs on AWS, by part, at the dated list prices of ``prices.toml``.

        ``requests``, ``http_requests``, ``not_charged``, ``function_calls``, ``function_gb_seconds``,
        ``authorizer_calls``, ``authorizer_gb_seconds``, ``gb_out``, and ``cache_gb="0.5"`` with ``cache_hours``.
        """
        from apiglab.lab.cost import bill, usage  # figures are read when they are wanted
        from apiglab.lab.prices import price_table

        return bill(usage(**amounts), price_table())

    def cost(self, result: "LoadResult", *, function_gb: float = 0.125) -> "Bill":
        """What a load would have cost on AWS: with the functions, authorizers and bytes that its journeys tell.

        ``function_gb`` is the functions' memory. The newest thousand journeys are read; requests before them are taken
        to be like them. A stage's cache counts for as long as the load took. An account of AWS tells no journeys: there
        requests and cache alone are counted.
        """
        from apiglab.lab.cost import bill, usage_by_journeys, usage_of_load  # figures are read when they are wanted
        from apiglab.lab.prices import price_table

        journeys = self._journeys(result)
        used = usage_by_journeys(result, journeys, function_gb) if journeys else usage_of_load(result)
        told = f"Functions, authorizers and bytes as {len(journeys):,} of {len(result.measured):,} requests tell."
        return bill(replace(used, **self._cache_of(result)), price_table(), told if journeys else "")

    def _cache_of(self, result: "LoadResult") -> dict[str, Any]:
        """The size of the cache of the stage that was called, and for how long; nothing where it has none."""
        try:
            api_id, stage_name = api_and_stage(result.plan.url)
        except LabError:
            return {}  # a custom domain name, or no API at all
        stage = self.client("apigateway").get_stage(restApiId=api_id, stageName=stage_name)
        if not stage.get("cacheClusterEnabled"):
            return {}
        return {"cache_gb": stage["cacheClusterSize"], "cache_hours": result.seconds / 3600}

    def _journeys(self, result: "LoadResult") -> "list[Journey]":
        ids = [one.request_id for one in result.measured if one.request_id]
        found = []
        for request_id in ids[-KEPT:]:
            try:
                found.append(self.backend.journey(request_id))
            except LabError:
                continue
        return found
