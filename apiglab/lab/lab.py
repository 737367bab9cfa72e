"""The lab: what a learner holds in a notebook."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import requests

from apiglab.lab.backend import Backend, rooted
from apiglab.lab.callers import Elsewhere, SimulatedCaller
from apiglab.lab.choice import choose_backend
from apiglab.lab.clock import LabClock, clock_line, in_words
from apiglab.lab.costing import Costing
from apiglab.lab.custom_domains import CustomDomainAdapter, CustomDomains
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import Hint, Outcome, Solution
from apiglab.lab.ledger import Ledger
from apiglab.lab.observing import Observing
from apiglab.lab.predictions import Prediction, Reveal
from apiglab.lab.progress import Progress
from apiglab.lab.security import Security
from apiglab.lab.send import TIMEOUT, Auth, Params, compose, deliver, new_http_session
from apiglab.lab.show import say
from apiglab.lab.traffic import Traffic
from apiglab.lab.tutor import Tutor

if TYPE_CHECKING:
    from apiglab.lab.cleanup import Cleanup
    from apiglab.lab.explanations import Explanation
    from apiglab.lab.http_backend import Answer, HttpBackend
    from apiglab.lab.inventory import Inventory
    from apiglab.lab.load_process import LoadRun
    from apiglab.lab.load_result import LoadResult
    from apiglab.lab.package import Code
    from apiglab.lab.rendering import Rendered
    from apiglab.lab.rest_api import RestApiBuilder
    from apiglab.lab.widgets import JourneyView, LoadPanel, RequestPanel, TemplatePlayground

ROLE_SECONDS = 12
"""How long AWS takes until its services can assume a new role."""


class Lab(Elsewhere, Security, Traffic, Observing, Costing):
    """One lesson's lab, or a bare one for free play, on the local AWS or on an account.

    ``apiglab.Lab("03")`` uses the local AWS and starts it where it is not running;
    ``apiglab.Lab("03", backend="aws", profile="sandbox")`` uses an account.
    """

    def __init__(
        self,
        lesson: str | None = None,
        *,
        backend: str | None = None,
        profile: str | None = None,
        region: str | None = None,
        endpoint_url: str | None = None,
        allow_production: bool = False,
    ) -> None:
        self.lesson = lesson
        self.backend: Backend = choose_backend(
            backend, profile=profile, region=region, endpoint_url=endpoint_url, allow_production=allow_production
        )
        self.clock = LabClock(self.backend)
        self.last: Exchange | None = None
        """The newest exchange of ``send``."""
        self._ledger = Ledger(self.name, self.backend.identity)
        self._predictions: dict[str, Prediction] = {}
        self._tutor = Tutor(lesson)
        say(*self._introduction())

    def _introduction(self) -> tuple[str, ...]:
        first, *more = self.backend.describe()
        lines = [f"{self} · {first}", *more]
        if offset := self.clock.offset:
            lines.append(clock_line(offset))
        if made := len(self._ledger.entries()):
            what, them = ("1 thing that was", "it") if made == 1 else (f"{made} things that were", "them")
            told = f"lab.inventory() lists {them}, lab.cleanup() removes {them}"
            lines.append(f"This lab has made {what} not cleaned up: {told}.")
        return tuple(lines)

    def __str__(self) -> str:
        return f"Lab {self.lesson}" if self.lesson else "Lab"

    def __repr__(self) -> str:
        return f"{self} · {self.backend.kind} · {self.region}"

    @property
    def name(self) -> str:
        """What this lab's resources are marked with: its lesson, or ``free``."""
        return self.lesson or "free"

    @property
    def region(self) -> str:
        """The AWS Region of the lab's clients."""
        return self.backend.region

    @property
    def account_id(self) -> str:
        """The AWS account that the lab works in."""
        return self.backend.account_id

    @cached_property
    def session(self) -> Any:
        """The boto3 session that every client of this lab comes from."""
        session = self.backend.session()
        from apiglab.lab.recorder import Recorder  # with botocore, when the first client is asked for

        tags = self.backend.tags(self.name)
        Recorder(self._ledger, self.backend, tags=tags, before_call=self.backend.before_call).watch(session)
        return session

    def client(self, service: str, **options: Any) -> Any:
        """A plain boto3 client for ``service``."""
        return self.session.client(service, **options)

    def url(self, api_id: str, stage: str, path: str = "/") -> str:
        """The invoke URL of ``path`` in an API's stage."""
        return self.backend.invoke_url(api_id, stage, rooted(path))

    @cached_property
    def domains(self) -> CustomDomains:
        """The custom domain names that this lab's requests reach without DNS."""
        return CustomDomains(self.backend.endpoint_url, self._domain_names)

    def _domain_names(self) -> list[str]:
        pages = self.client("apigateway").get_paginator("get_domain_names").paginate()
        return [domain["domainName"] for page in pages for domain in page["items"]]

    @cached_property
    def _http(self) -> requests.Session:
        return self.http_session()

    def http_session(self) -> requests.Session:
        """A session of ``requests`` that reaches whatever ``send`` does, custom domain names included."""
        session = new_http_session(CustomDomainAdapter(self.domains))
        session.trust_env = self.backend.trusts_environment
        return session

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        params: Params | None = None,
        json: Any = None,
        body: bytes | str | None = None,
        auth: Auth = None,
        caller: SimulatedCaller | None = None,
        timeout: float = TIMEOUT,
    ) -> Exchange:
        """Send one request and show what came back.

        ``auth="iam"`` signs it with the lab's own credentials, what IAM or STS gave out with those; any other text is a
        bearer token; what a sign-in to a user pool gave shows its ID token, or its access token alone. ``caller`` is
        where it is to come from: ``lab.caller(…)``.
        """
        request = compose(method, url, headers=headers, params=params, json=json, body=body)
        if auth is not None and not isinstance(auth, tuple):
            from apiglab.lab.signing import signed  # botocore is imported when the first request is signed

            request = signed(request, auth, self.session, self.region)
        exchange = deliver(self._http, request, timeout=timeout, auth=auth, unseen=caller.headers if caller else ())
        self.last = self._with_journey(exchange)
        return self.last

    def _with_journey(self, exchange: Exchange) -> Exchange:
        request_id = exchange.headers.get("x-amzn-RequestId")
        if request_id is None:
            return replace(exchange, note="No journey: the answer carries no x-amzn-RequestId.")
        try:
            return replace(exchange, journey=self.backend.journey(request_id))
        except LabError as error:
            return replace(exchange, note=f"No journey: {error.what}.")

    @cached_property
    def _http_backends(self) -> Any:
        from apiglab.lab.http_backends import HttpBackends  # when the first is wanted

        return HttpBackends(self.backend)

    @cached_property
    def _cleaner(self) -> Any:
        from apiglab.lab.cleanup import Cleaner  # with botocore, when it is first asked for

        tags = self.backend.tags(self.name)
        return Cleaner(session=self.session, ledger=self._ledger, tags=tags, progress=self.backend.tell)

    def inventory(self) -> "Inventory":
        """What this lab has made and what is still there."""
        inventory: Inventory = self._cleaner.inventory()
        inventory.extend(self._http_backends.owned())
        return inventory

    def cleanup(self) -> "Cleanup":
        """Remove everything that this lab made, and make the lab's time real time again."""
        notes: tuple[str, ...] = ()
        if offset := self.clock.offset:
            self.clock.reset()
            notes = (f"Lab time was {in_words(offset)} ahead of real time; it is real time again.",)
        cleanup: Cleanup = self._cleaner.clean(notes)
        return replace(cleanup, removed=(*cleanup.removed, *self._http_backends.end()))

    def explain(self, exchange: Exchange | None = None) -> "Explanation":
        """Which of the ways to get this answer it was, and where to look; the newest exchange unless one is given."""
        from apiglab.lab.explanations import explain  # the ways are read when somebody asks

        if exchange is None and (exchange := self.last) is None:
            raise LabError("lab.explain", "nothing was sent yet", "send a request: lab.send(…)")
        return explain(exchange)

    def create_function(
        self,
        name: str,
        code: "Code",
        *,
        handler: str | None = None,
        env: Mapping[str, str] | None = None,
        role: str | None = None,
        **settings: Any,
    ) -> str:
        """Create or update a Lambda function from a function, a file, a folder or a zip, showing the calls; its ARN."""
        from apiglab.lab.calls import Calls
        from apiglab.lab.deploy import FunctionDeployer

        deployer = FunctionDeployer(Calls(self.session), self.session)
        return deployer.deploy(name, code, handler=handler, env=env, role=role, settings=settings)

    def rest_api(self, name: str) -> "RestApiBuilder":
        """Create a REST API to be built in a few words, showing the calls."""
        from apiglab.lab.calls import Calls
        from apiglab.lab.rest_api import RestApiBuilder

        return RestApiBuilder(Calls(self.session), self.backend, name)

    def http_backend(
        self, name: str, answer: "Answer", *, port: int = 0, public_url: str | None = None
    ) -> "HttpBackend":
        """Start a small HTTP server on this machine for an API to stand before; ``answer`` answers its requests.

        ``answer(request)`` returns ``status, body`` or ``status, body, headers``. The same name keeps its address.
        AWS cannot reach this machine: there, ``public_url`` is an address that leads to ``port``.
        """
        backend: HttpBackend = self._http_backends.start(name, answer, port=port, public_url=public_url)
        return backend

    def wait_for_roles(self, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Wait until all of AWS knows the roles that were just made; the local AWS knows them at once."""
        if self.backend.kind == "aws" and self.backend.endpoint_url is None:
            self.backend.tell(f"Waiting {ROLE_SECONDS} s: AWS's services do not know a new role at once …")
            sleep(ROLE_SECONDS)

    def load(self, method: str, url: str, **options: Any) -> "LoadResult":
        """Send many requests from a process of its own, wait for the end, and return what was measured.

        ``rate=`` so many a second (open model), or ``workers=`` so many at a time (closed); for ``seconds=`` or until
        ``requests=``; with ``headers=``, ``body=`` and ``timeout=``.
        """
        from apiglab.lab import load  # numbers and pictures are imported when they are wanted

        return load.run(self, method, url, **options)

    def start_load(self, method: str, url: str, **options: Any) -> "LoadRun":
        """Start the same and go on: the handle has ``measured``, ``stop()`` and ``result()``."""
        from apiglab.lab import load  # numbers and pictures are imported when they are wanted

        return load.start(self, method, url, **options)

    def request_panel(self, url: str = "", **fields: Any) -> "RequestPanel":
        """A panel to send requests from; ``method``, ``headers`` and ``body`` may be filled in."""
        from apiglab.lab.widgets import request_panel  # widgets are imported when the first is wanted

        return request_panel(self, url, **fields)

    def load_panel(self, url: str = "", **fields: Any) -> "LoadPanel":
        """A panel to send loads from, with live charts."""
        from apiglab.lab.widgets import load_panel  # widgets are imported when the first is wanted

        return load_panel(self, url, **fields)

    def journey(self, exchange: Exchange | None = None) -> "JourneyView":
        """A view of the way that a request took through API Gateway; the newest exchange unless one is given."""
        from apiglab.lab.widgets import journey  # widgets are imported when the first is wanted

        if exchange is None and (exchange := self.last) is None:
            raise LabError("lab.journey", "nothing was sent yet", "send a request: lab.send(…)")
        return journey(exchange)

    def render(self, template: str, body: str = "", **values: Any) -> "Rendered":
        """What a mapping template makes of a body, or where it fails, by the gateway's own engine.

        ``values``: ``path``, ``querystring``, ``header``, ``stage_variables`` and ``context``, each a mapping.
        """
        from apiglab.lab.rendering import TemplateInput, render  # the engine is imported when it is wanted

        return render(template, TemplateInput(body=body, **values))

    def playground(self, template: str = "", **values: Any) -> "TemplatePlayground":
        """A place to try mapping templates out; ``body`` and what ``render`` takes may be filled in."""
        from apiglab.lab.widgets import playground  # widgets are imported when the first is wanted

        return playground(template, **values)

    def predict(
        self, prediction_id: str, question: str, options: Sequence[str], *, answer: str | None = None
    ) -> Prediction:
        """Ask what will happen before it does; ``answer`` commits without a click."""
        prediction = Prediction(prediction_id=prediction_id, question=question, options=tuple(options))
        if answer is not None:
            prediction.choose(answer)
        self._predictions[prediction_id] = prediction
        return prediction

    def reveal(self, prediction_id: str, actual: object = None, *, because: Mapping[str, str] | None = None) -> Reveal:
        """Compare a prediction with ``actual``, or with the newest exchange's status, and explain each option."""
        where = f"Prediction {prediction_id}"
        if (prediction := self._predictions.get(prediction_id)) is None:
            raise LabError(where, "it was not asked yet", "run the cell with lab.predict first")
        if actual is None and self.last is None:
            raise LabError(where, "nothing has happened yet", "run the cell between lab.predict and lab.reveal")
        happened = actual if actual is not None else self.last and self.last.status
        return Reveal(prediction=prediction, actual=str(happened), because=because or {})

    def check(self, exercise_id: str, attempt: Any = None) -> Outcome:
        """Judge an exercise: the function or value handed over, or what was built where nothing is."""
        return self._tutor.check(self, exercise_id, attempt)

    def hint(self, exercise_id: str) -> Hint:
        """The next hint."""
        return self._tutor.hint(exercise_id)

    def solution(self, exercise_id: str, *, now: bool = False) -> Solution:
        """The solution, after two attempts or where ``now`` insists."""
        return self._tutor.solution(exercise_id, now=now)

    def progress(self) -> Progress:
        """What was tried and solved in this lesson, on this machine."""
        return self._tutor.progress()
