"""What a lab knows of money: what a use, or a load, would cost on AWS."""

from typing import TYPE_CHECKING, Any

from apiglab.lab.backend import Backend
from apiglab.lab.errors import LabError

if TYPE_CHECKING:
    from apiglab.lab.cost import Bill
    from apiglab.lab.journey import Journey
    from apiglab.lab.load_result import LoadResult

SAMPLE = 200
"""Requests of a load whose journeys are read."""


class Costing:
    """The part of a lab that reckons."""

    backend: Backend

    def price(self, **amounts: Any) -> "Bill":
        """What so much use costs on AWS, by part, at the dated list prices of ``prices.toml``.

        ``requests``, ``http_requests``, ``not_charged``, ``function_calls``, ``function_gb_seconds``,
        ``authorizer_calls``, ``authorizer_gb_seconds``, ``gb_out``, and ``cache_gb="0.5"`` with ``cache_hours``.
        """
        from apiglab.lab.cost import bill, usage  # figures are read when they are wanted
        from apiglab.lab.prices import Prices

        return bill(usage(**amounts), Prices().table)

    def cost(self, result: "LoadResult", *, function_gb: float = 0.125) -> "Bill":
        """What a load would have cost on AWS: with the functions, authorizers and bytes that its journeys tell.

        ``function_gb`` is the functions' memory. Up to 200 journeys are read; the others are taken to be like them. An
        account of AWS tells no journeys: there the requests alone are counted.
        """
        from apiglab.lab.cost import bill, usage_by_journeys, usage_of_load  # figures are read when they are wanted
        from apiglab.lab.prices import Prices

        journeys = self._journeys(result)
        used = usage_by_journeys(result, journeys, function_gb) if journeys else usage_of_load(result)
        return bill(used, Prices().table)

    def _journeys(self, result: "LoadResult") -> "list[Journey]":
        ids = [one.request_id for one in result.measured if one.request_id]
        spread = ids[:: max(1, -(-len(ids) // SAMPLE))]
        found = []
        for request_id in spread:
            try:
                found.append(self.backend.journey(request_id))
            except LabError:
                continue
        return found
