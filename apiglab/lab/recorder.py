"""Watch a session's clients: tag what they create, and write it into the ledger.

botocore calls the two hooks around every API call: ``provide-client-params`` before it is checked and sent,
``after-call`` when its answer is read. A learner's own calls stay as plain as they are written.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from apiglab.lab.kinds import BY_CREATION, PARTED_SERVICES, told
from apiglab.lab.ledger import Entry, Ledger
from apiglab.lab.presence import was_there

TAG_MEMBERS = ("tags", "Tags", "UserPoolTags")
_FOUND = "apiglab_found"
_ASKED = "apiglab_asked"

Params = dict[str, Any]
BeforeCall = Callable[[str, str, Params], None]


class Scope(Protocol):
    """Where the session's calls go."""

    @property
    def region(self) -> str:
        """The session's Region."""
        ...

    @property
    def account_id(self) -> str:
        """The session's account."""
        ...


class Recorder:
    """Keeps one ledger for the clients of one session."""

    def __init__(
        self,
        ledger: Ledger,
        scope: Scope,
        *,
        tags: Mapping[str, str] | None = None,
        before_call: BeforeCall | None = None,
    ) -> None:
        self._ledger = ledger
        self._scope = scope
        self._tags = tags or {}
        self._before_call = before_call
        self._session: Any = None

    def watch(self, session: Any) -> None:
        """Record what clients create that ``session`` makes from now on."""
        self._session = session
        session.events.register("provide-client-params.*.*", self.before)
        session.events.register("after-call.*.*", self.after)

    def before(self, params: Params, model: Any, context: Params, **_: Any) -> Params | None:
        """Remember what is asked, and add the lab's tags to a creation that takes tags."""
        service, operation = model.service_model.service_name, model.name
        if self._before_call:
            self._before_call(service, operation, params)
        kind = BY_CREATION.get((service, operation))
        if kind is None:
            return None
        context[_ASKED] = params
        if kind.idempotent:
            region = context.get("client_region") or self._scope.region
            client = self._session.client(service, region_name=region)
            context[_FOUND] = was_there(client, kind, params, account_id=self._scope.account_id, region=region)
            if context[_FOUND]:
                return None  # somebody else's, or tagged already: our tags would make it ours
        return self._tagged(params, model)

    def _tagged(self, params: Params, model: Any) -> Params | None:
        member = next((name for name in TAG_MEMBERS if name in model.input_shape.members), None)
        if not self._tags or member is None:
            return None
        shape = model.input_shape.members[member]
        if shape.type_name == "map":
            return {**params, member: {**self._tags, **params.get(member, {})}}
        key, value = ("Key", "Value") if "Key" in shape.member.members else ("key", "value")
        given = list(params.get(member, ()))
        taken = {tag.get(key) for tag in given}
        ours = [{key: name, value: text} for name, text in self._tags.items() if name not in taken]
        return {**params, member: given + ours}

    def after(self, http_response: Any, parsed: Params, model: Any, context: Params, **_: Any) -> None:
        """Write what came into being into the ledger."""
        if http_response.status_code >= 300 or context.get(_FOUND):
            return
        if (entry := self._entry(model, context.get(_ASKED, {}), parsed)) is not None:
            region = context.get("client_region") or ""
            self._ledger.record(replace(entry, region="" if region == self._scope.region else region))

    def _entry(self, model: Any, request: Params, response: Params) -> Entry | None:
        service, operation = model.service_model.service_name, model.name
        kind = BY_CREATION.get((service, operation))
        if kind is not None:
            key = {name: told(where, request, response) or "" for name, where in kind.key.items()}
            return Entry(kind=kind.name, key=key, label=told(kind.label, request, response) or next(iter(key.values())))
        if operation.startswith("Create") and service not in PARTED_SERVICES:
            return Entry(kind=f"{service}.{operation}", label=operation.removeprefix("Create"))
        return None
