"""What is done to the control plane, one refused act each, to see an error text recorded from AWS."""

import json
from collections.abc import Callable
from typing import Any

from tests.control_client import (
    Refusal,
    a_method,
    a_mock,
    a_stage,
    refusal,
)

Act = Callable[[Any], Refusal]

OPS = "[add, remove, move, test, replace, copy]"


def invalid(*complaints: str) -> Refusal:
    """The ValidationException that tells these complaints."""
    plural = "error" if len(complaints) == 1 else "errors"
    return Refusal(
        "ValidationException", 400, f"{len(complaints)} validation {plural} detected: {'; '.join(complaints)}"
    )


def enum(value: str, path: str, options: str) -> str:
    """One complaint about a value that is not listed."""
    return f"Value '{value}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: {options}"


def patch(op: str, path: str | None = None, value: str | None = None, **more: str) -> list[dict[str, str]]:
    """A list of one patch operation."""
    given = {"op": op, "path": path, "value": value, **more}
    return [{name: each for name, each in given.items() if each is not None}]


def create_api(**arguments: object) -> Act:
    """CreateRestApi."""
    return lambda client: refusal(client.create_rest_api, **{"name": "pets", **arguments})


def update_api(*operations: dict[str, str], private: bool = False) -> Act:
    """UpdateRestApi of a new API."""

    def act(client: Any) -> Refusal:
        kind = "PRIVATE" if private else "REGIONAL"
        api = client.create_rest_api(name="pets", endpointConfiguration={"types": [kind]})
        return refusal(client.update_rest_api, restApiId=api["id"], patchOperations=list(operations))

    return act


def create_resource(*path: str, below: str | None = None) -> Act:
    """CreateResource of the last of ``path``, after the others were created below the root (or ``below``)."""

    def act(client: Any) -> Refusal:
        api = client.create_rest_api(name="pets")
        parent = {"restApiId": api["id"], "parentId": api["rootResourceId"]}
        if below is not None:
            parent["parentId"] = client.create_resource(**parent, pathPart=below)["id"]
        for path_part in path[:-1]:
            client.create_resource(**parent, pathPart=path_part)
        return refusal(client.create_resource, **parent, pathPart=path[-1])

    return act


def update_resource(*operations: dict[str, str], of: str = "pets") -> Act:
    """UpdateResource; ``{root}``, ``{pets}`` and ``{child}`` in a value stand for identifiers."""

    def act(client: Any) -> Refusal:
        api = client.create_rest_api(name="pets")
        ids = {"root": api["rootResourceId"]}
        for name, parent, path_part in (("pets", "root", "pets"), ("child", "pets", "pets")):
            made = client.create_resource(restApiId=api["id"], parentId=ids[parent], pathPart=path_part)
            ids[name] = made["id"]
        filled = [{name: value.format(**ids) for name, value in each.items()} for each in operations]
        return refusal(client.update_resource, restApiId=api["id"], resourceId=ids[of], patchOperations=filled)

    return act


def put_method(**arguments: object) -> Act:
    """PutMethod on the root of a new API."""

    def act(client: Any) -> Refusal:
        api = client.create_rest_api(name="pets")
        place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        return refusal(client.put_method, **{**place, "authorizationType": "NONE", **arguments})

    return act


def on_method(name: str, /, **arguments: object) -> Act:
    """Another operation on a new method that has nothing yet."""
    return lambda client: refusal(getattr(client, name), **{**a_method(client), **arguments})


def on_mock(name: str, /, **arguments: object) -> Act:
    """Another operation on a new method that calls a MOCK and declares the status 200."""
    return lambda client: refusal(getattr(client, name), **{**a_mock(client), **arguments})


def put_integration(**arguments: object) -> Act:
    """PutIntegration on a new method."""
    return on_method("put_integration", **arguments)


def on_api(name: str, /, **arguments: object) -> Act:
    """An operation on a new API."""
    return lambda client: refusal(
        getattr(client, name), **{"restApiId": client.create_rest_api(name="pets")["id"], **arguments}
    )


def on_model(name: str, /, **arguments: object) -> Act:
    """An operation on a model ``petModel`` of a new API."""

    def act(client: Any) -> Refusal:
        api_id = client.create_rest_api(name="pets")["id"]
        schema = json.dumps({"type": "object"})
        client.create_model(restApiId=api_id, name="petModel", contentType="application/json", schema=schema)
        return refusal(getattr(client, name), **{"restApiId": api_id, "modelName": "petModel", **arguments})

    return act


def delete_used_model(path_part: str | None) -> Act:
    """DeleteModel of a model that an ANY method on the root, or on a child of it, refers to."""

    def act(client: Any) -> Refusal:
        api = client.create_rest_api(name="pets")
        resource_id = api["rootResourceId"]
        if path_part is not None:
            made = client.create_resource(restApiId=api["id"], parentId=resource_id, pathPart=path_part)
            resource_id = made["id"]
        client.put_method(
            restApiId=api["id"],
            resourceId=resource_id,
            httpMethod="ANY",
            authorizationType="NONE",
            requestModels={"application/json": "Empty"},
        )
        return refusal(client.delete_model, restApiId=api["id"], modelName="Empty")

    return act


def update_stage(*operations: dict[str, str]) -> Act:
    """UpdateStage of a stage just deployed."""
    return lambda client: refusal(client.update_stage, **a_stage(client), patchOperations=list(operations))


def delete_served_deployment(client: Any) -> Refusal:
    """DeleteDeployment of what a stage serves."""
    stage = a_stage(client)
    deployment_id = client.get_stage(**stage)["deploymentId"]
    return refusal(client.delete_deployment, restApiId=stage["restApiId"], deploymentId=deployment_id)


def create_canary(**arguments: object) -> Act:
    """CreateDeployment of a canary."""
    return lambda client: refusal(
        client.create_deployment,
        restApiId=a_stage(client)["restApiId"],
        canarySettings={"percentTraffic": 50},
        **arguments,
    )


def create_stage_with_canary(client: Any) -> Refusal:
    """CreateStage whose canary names no deployment."""
    stage = a_stage(client)
    deployment_id = client.get_stage(**stage)["deploymentId"]
    return refusal(
        client.create_stage,
        restApiId=stage["restApiId"],
        stageName="dev3",
        deploymentId=deployment_id,
        canarySettings={"deploymentId": "deploy"},
    )


def endpoint(**configuration: object) -> Act:
    """CreateRestApi with an endpoint configuration."""
    return create_api(endpointConfiguration=configuration)
