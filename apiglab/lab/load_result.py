"""A load's result as a learner meets it: text, static HTML, figures."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from apiglab.lab import load_html, load_text, plots
from apiglab.lab.cost import Bill, bill_of_load
from apiglab.lab.load_measurements import Measurements

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, repr=False)
class LoadShape:
    """What a load's result has in common with that of the next run."""

    told: str

    def __repr__(self) -> str:
        return self.told


class LoadResult(Measurements):
    """A finished load. Its text is of fixed form, its HTML static; ``shape_only()`` leaves out what varies."""

    def shape_only(self) -> LoadShape:
        """The result without times: the same on every run, so that a notebook's stored output can be compared."""
        return LoadShape(load_text.shape(self))

    @cached_property
    def alt_text(self) -> str:
        """What the load showed, in words: the pictures' alternative text."""
        return load_text.finding(self)

    @cached_property
    def cost(self) -> Bill:
        """What the requests would have cost on AWS; ``lab.cost(result)`` adds functions, authorizers and transfer."""
        return bill_of_load(self)

    def plot_latency(self) -> "Figure":
        """Each request's latency over time, marked by its status."""
        return plots.latency_figure(self)

    def plot_histogram(self) -> "Figure":
        """How many requests took how long."""
        return plots.histogram_figure(self)

    def plot_status(self) -> "Figure":
        """How the requests ended."""
        return plots.status_figure(self)

    def plot(self) -> "Figure":
        """The three pictures in one figure."""
        return plots.overview_figure(self)

    def __repr__(self) -> str:
        return load_text.text(self)

    def _repr_html_(self) -> str:
        return load_html.result_page(self)
