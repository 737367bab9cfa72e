"""The control plane of REST APIs as boto3 sees it."""

from typing import Any

from tests.control_client import TO_MOCK, Plane, a_stage, client_of


def test_an_api_is_built_and_deployed_with_plain_boto3(control_plane: Plane) -> None:
    """The calls of the first lesson end in a stage that the gateway serves."""
    client = control_plane.client
    api = client.create_rest_api(name="pets")
    pets = client.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="pets")
    method = {"restApiId": api["id"], "resourceId": pets["id"], "httpMethod": "GET"}
    client.put_method(**method, authorizationType="NONE")
    client.put_integration(**method, **TO_MOCK)
    client.put_method_response(**method, statusCode="200")
    client.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": ""})
    deployment = client.create_deployment(restApiId=api["id"], stageName="dev")

    served = control_plane.registry.find(api["id"], "dev")
    assert served is not None
    assert (served.stage.stage_name, served.deployment.deployment_id) == ("dev", deployment["id"])


def test_reset_forgets_every_api_and_stops_serving_it(control_plane: Plane) -> None:
    """After a reset there is no API, and nothing answers."""
    stage = a_stage(control_plane.client)

    control_plane.control.reset()

    assert control_plane.client.get_rest_apis()["items"] == []
    assert control_plane.registry.find(stage["restApiId"], "dev") is None


def test_accounts_and_regions_see_only_what_is_theirs(control_plane: Plane) -> None:
    """An API belongs to one account in one region."""
    api_id = control_plane.client.create_rest_api(name="pets")["id"]

    def seen(**whose: str) -> list[Any]:
        return [api["id"] for api in client_of(control_plane.control, **whose).get_rest_apis()["items"]]

    assert seen() == [api_id]
    assert seen(account_id="210987654321") == []
    assert seen(region="eu-central-1") == []
