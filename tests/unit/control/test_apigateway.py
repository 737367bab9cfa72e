"""The control plane of REST APIs as boto3 sees it."""

from apiglab.gateway.registry import Registry
from tests.control_client import control_of


def test_an_api_is_built_and_deployed_with_plain_boto3() -> None:
    """The calls of the first lesson end in a stage that the gateway serves."""
    registry = Registry()
    _, client = control_of(registry)
    api = client.create_rest_api(name="pets")
    pets = client.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="pets")
    method = {"restApiId": api["id"], "resourceId": pets["id"], "httpMethod": "GET"}
    client.put_method(**method, authorizationType="NONE")
    client.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    client.put_method_response(**method, statusCode="200")
    client.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": ""})
    deployment = client.create_deployment(restApiId=api["id"], stageName="dev")

    served = registry.find(api["id"], "dev")
    assert served is not None
    assert (served.stage.stage_name, served.deployment.deployment_id) == ("dev", deployment["id"])


def test_reset_forgets_every_api_and_stops_serving_it() -> None:
    """After a reset there is no API, and nothing answers."""
    registry = Registry()
    control, client = control_of(registry)
    api = client.create_rest_api(name="pets")
    method = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    client.put_method(**method, authorizationType="NONE")
    client.put_integration(**method, type="MOCK")
    client.create_deployment(restApiId=api["id"], stageName="dev")

    control.reset()

    assert client.get_rest_apis()["items"] == []
    assert registry.find(api["id"], "dev") is None
