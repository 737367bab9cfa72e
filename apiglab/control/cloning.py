"""A new REST API as a copy of another: what ``cloneFrom`` brings over. fact: control.clone

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html
"""

from dataclasses import replace

from apiglab.control.call import Call
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, Model, Resource, RestApi


def clone(call: Call, source: ApiStore, rest_api: RestApi, root: Resource) -> ApiStore:
    """``rest_api`` with the resources, methods, models and gateway responses of ``source``, under new identifiers.

    Deployments and stages stay behind. Settings that the caller gave go before the source's.
    """
    new_ids = {each.id: call.new_id(6) for each in source.resources.values()}
    new_ids[source.rest_api.root_resource_id] = root.id
    resources = (_copied(each, new_ids) for each in source.resources.values())
    old, new = source.rest_api.id, rest_api.id
    return ApiStore(
        _with_settings_of(source.rest_api, rest_api),
        resources={each.id: each for each in resources},
        models={each.name: _rehomed(replace(each, id=call.new_id(6)), old, new) for each in source.models.values()},
        request_validators=dict(source.request_validators),
        authorizers=dict(source.authorizers),
        gateway_responses=dict(source.gateway_responses),
    )


def _with_settings_of(source: RestApi, rest_api: RestApi) -> RestApi:
    size = rest_api.minimum_compression_size
    return replace(
        rest_api,
        description=rest_api.description or source.description,
        binary_media_types=rest_api.binary_media_types or source.binary_media_types,
        minimum_compression_size=source.minimum_compression_size if size is None else size,
        policy=rest_api.policy or source.policy,
    )


def _rehomed(model: Model, old: str, new: str) -> Model:
    """A model whose references to its API's other models lead to the new API."""
    schema = model.schema and model.schema.replace(f"/restapis/{old}/models/", f"/restapis/{new}/models/")
    return replace(model, schema=schema)


def _copied(resource: Resource, new_ids: dict[str, str]) -> Resource:
    methods = resource.resource_methods
    return replace(
        resource,
        id=new_ids[resource.id],
        parent_id=None if resource.parent_id is None else new_ids[resource.parent_id],
        resource_methods=methods and FrozenMap({verb: _moved(each, new_ids) for verb, each in methods.items()}),
    )


def _moved(method: Method, new_ids: dict[str, str]) -> Method:
    """A method whose cache goes by the new resource's identifier where it went by the old one's."""
    integration = method.method_integration
    if integration is None:
        return method
    namespace = new_ids.get(integration.cache_namespace, integration.cache_namespace)
    return replace(method, method_integration=replace(integration, cache_namespace=namespace))
