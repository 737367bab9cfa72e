"""A panel to send a load from, with live charts: latency and rate over time, and the mix of statuses."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from apiglab.lab import load
from apiglab.lab.html import Html, element, line
from apiglab.lab.load_html import result_html
from apiglab.lab.load_live import LiveLoad, finished_pictures
from apiglab.lab.load_plan import MOST_RATE, MOST_SECONDS, MOST_WORKERS
from apiglab.lab.load_process import LoadRun
from apiglab.lab.load_result import LoadResult
from apiglab.lab.send import compose
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.panel import Panel

FRAME = 0.1
"""Seconds from one picture to the next."""
TELL_EVERY = 50
"""Pictures from one spoken sentence to the next: a screen reader must not be talked over ten times a second."""
Pairs = Sequence[tuple[str, str]]


class LoadPanel(Panel):
    """Start a load, watch it, stop it; ``result`` has what was measured. The load runs in a process of its own."""

    def __init__(
        self,
        lab: load.LoadLab,
        url: str = "",
        *,
        method: str = "GET",
        rate: float = 20.0,
        workers: int = 4,
        seconds: int = 10,
        headers: Pairs = (),
        body: str = "",
        title: str = "Send a load",
    ) -> None:
        super().__init__(title)
        self._lab = lab
        self._headers, self._body = headers, body
        self._run: LoadRun | None = None
        self._busy = False
        self.result: LoadResult | None = None
        """The newest load's result, once it is over."""
        self._method = fields.method_field(method)
        self._url = fields.url_field(url)
        models = (("constant rate (open)", "rate"), ("workers (closed)", "workers"))
        self._model = fields.choice_field("Model", models)
        self._rate = fields.number_field("Requests per second", float(rate), 0.1, MOST_RATE)
        self._workers = fields.number_field("Workers", int(workers), 1, MOST_WORKERS)
        self._seconds = fields.number_field("Seconds", int(seconds), 1, int(MOST_SECONDS))
        self._start = fields.action("Start", "Send this load", self.guarded(self.start), primary=True)
        self._stop = fields.action("Stop", "End the load now", self.guarded(self.stop))
        self._live = widgets.HTML()
        self._model.observe(self.guarded(self._choose_model), names="value")
        self._choose_model()
        self.fill(
            [
                fields.row(self._method, self._url),
                fields.row(self._model, self._rate, self._workers, self._seconds, self._start, self._stop),
                self._said,
                self._live,
            ]
        )

    @property
    def draft(self) -> dict[str, Any]:
        """The load as the fields describe it: what ``lab.load`` takes."""
        model = self._model.value
        number = self._rate.value if model == "rate" else self._workers.value
        return {
            "method": self._method.value,
            "url": self._url.value.strip(),
            "seconds": self._seconds.value,
            "headers": self._headers,
            "body": self._body,
            model: number,
        }

    def start(self) -> None:
        """Start the load that the fields describe and go on."""
        if self._busy:
            self.say("A load is running already: Stop ends it.", "note")
            return
        self._busy = True
        self.in_background(self._carry_out)

    def stop(self) -> None:
        """End the load; what was measured is shown."""
        if self._run is None or not self._run.running:
            self.say("No load is running.", "note")
            return
        self._run.stop()

    def close(self) -> None:
        """Stop a load that is running, and let go of the widgets."""
        if self._run is not None:
            self._run.stop()
        super().close()

    def look(self, run: LoadRun, live: LiveLoad) -> Html:
        """What is drawn while a load runs."""
        del run
        return live.pictures()

    def finished(self, result: LoadResult) -> Html:
        """What is drawn when it is over."""
        return finished_pictures(result)

    def still(self) -> Html:
        """The newest result; before the first one, the load that is ready to start."""
        if self.result is not None:
            return result_html(self.result)
        return line("Load panel: ", element("code", self._target()), " · run this notebook to start it.")

    def __repr__(self) -> str:
        told = repr(self.result) if self.result is not None else "run this notebook to start it"
        return f"Load panel: {self._target()}\n{told}"

    def _target(self) -> str:
        return f"{self._method.value} {compose(self._method.value, self._url.value).path}"

    def _carry_out(self) -> None:
        try:
            self.settle(lambda: self.draft)
            if self.closed:
                return
            self.result = None
            self._run = load.start(self._lab, **self.draft)
            self.say(f"{self._run.plan.model}.", "note", "running")
            self.follow(self._run)
            self.result = self._run.result()
            self._live.value = element("div", self.finished(self.result), class_="apiglab")
            self.say(self.result.alt_text, "ok", "done")
        finally:
            self._busy = False

    def follow(self, run: LoadRun) -> None:
        """Draw what is measured until the load is over."""
        live, frames = LiveLoad(run.plan), 0
        while not run.wait(FRAME):
            if live.take(run.measured):
                self._live.value = element("div", self.look(run, live), class_="apiglab")
            frames += 1
            if frames % TELL_EVERY == 0:
                self.say(live.told(), "note", "running")

    def _choose_model(self) -> None:
        """Show the number that the chosen model needs."""
        for name, field in (("rate", self._rate), ("workers", self._workers)):
            field.layout.display = None if self._model.value == name else "none"
