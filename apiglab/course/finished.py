"""The finished thing at a lesson's beginning: an API in one call, which tells every AWS call that it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name

from apiglab.course.build import RUNTIME, STAGE, Route, add_route, execution_role, fresh_name, new_function, permit
from apiglab.course.package import package
from apiglab.lab.show import say


@dataclass(slots=True)
class Telling:
    """Stands in for a lab while something is built, and notes what its clients are asked to change."""

    lab: Any
    calls: list[str] = field(default_factory=list)

    @property
    def backend(self) -> Any:
        """The lab's backend."""
        return self.lab.backend

    @property
    def name(self) -> str:
        """The lab's name."""
        return str(self.lab.name)

    @property
    def region(self) -> str:
        """The lab's Region."""
        return str(self.lab.region)

    @property
    def account_id(self) -> str:
        """The lab's account."""
        return str(self.lab.account_id)

    def client(self, service: str) -> Any:
        """A client whose changing calls are noted."""
        client = self.lab.client(service)

        def note(model: Any, **_: Any) -> None:
            if not model.name.startswith(("Get", "List", "Describe")):
                self.calls.append(f"{service}.{xform_name(model.name)}")

        client.meta.events.register("before-call.*.*", note)
        return client

    def tell(self) -> None:
        """Show the calls in their order, repeated ones once with their number."""
        lines = [f"{len(self.calls)} calls to AWS:"]
        for number, call in enumerate(dict.fromkeys(self.calls), 1):
            times = self.calls.count(call)
            lines.append(f"  {number} {call}" + (f", {times} times" if times > 1 else ""))
        say(*lines)


def finished_api(lab: Any, handler: Callable[..., Any], *routes: Route) -> str:
    """An API whose ``routes`` all call ``handler``, deployed to dev; its id. Tells the calls that it took."""
    telling = Telling(lab)
    name = fresh_name("finished")
    code, handler_name = package(handler)
    settings = {"FunctionName": name, "Runtime": RUNTIME, "Handler": handler_name, "Code": {"ZipFile": code}}
    function_arn = new_function(telling.client("lambda"), Role=execution_role(telling), **settings)
    apis = telling.client("apigateway")
    api_id: str = apis.create_rest_api(name=name, endpointConfiguration={"types": ["REGIONAL"]})["id"]
    for verb, path in routes:
        add_route(telling, api_id, verb, path, function_arn)
    permit(telling, function_arn, api_id)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    telling.tell()
    return api_id
