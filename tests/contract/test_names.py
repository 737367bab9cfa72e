"""Our nouns and operations bear AWS's names: botocore's service model is the judge."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from types import ModuleType

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

from apiglab.control.operations import OPERATIONS, RECORDS, V2_OPERATIONS, V2_RECORDS
from apiglab.control.protocol.names import snake_case
from apiglab.control.protocol.validate import ENUM_ORDER
from apiglab.gateway.errors import ResponseType
from apiglab.model import rest, stage

OURS = {"RestApiSnapshot"}
"""Records that AWS has no shape for."""

MODEL = ServiceModel(Loader().load_service_model("apigateway", "service-2"))
V2_MODEL = ServiceModel(Loader().load_service_model("apigatewayv2", "service-2"))
EVERY_OPERATION = [
    *((MODEL, name, function) for name, function in OPERATIONS.items()),
    *((V2_MODEL, name, function) for name, function in V2_OPERATIONS.items()),
]
EVERY_RECORD = [
    *((MODEL, name, record) for name, record in RECORDS.items()),
    *((V2_MODEL, name, record) for name, record in V2_RECORDS.items()),
]


def _nouns(module: ModuleType) -> list[type]:
    return [
        each
        for name, each in vars(module).items()
        if inspect.isclass(each) and each.__module__ == module.__name__ and name not in OURS
    ]


def _members(shape: Shape) -> set[str]:
    return {snake_case(name) for name in shape.members}


@pytest.mark.parametrize("noun", [*_nouns(rest), *_nouns(stage)], ids=lambda noun: noun.__name__)
def test_a_noun_s_fields_are_members_of_aws_s_shape(noun: type) -> None:
    """The shape of the same name, camelCase turned snake_case and nothing else."""
    ours = {field.name for field in fields(noun)}

    assert ours - _members(MODEL.shape_for(noun.__name__)) == set()


@pytest.mark.parametrize(("model", "name", "function"), EVERY_OPERATION)
def test_an_operation_takes_exactly_its_input_s_members(
    model: ServiceModel, name: str, function: Callable[..., object]
) -> None:
    """By keyword, in snake_case, without a default where AWS requires the member."""
    shape = model.operation_model(name).input_shape
    parameters = list(inspect.signature(function).parameters.values())[1:]

    assert {each.name for each in parameters} == _members(shape)
    assert {each.name for each in parameters if each.default is inspect.Parameter.empty} == {
        snake_case(member) for member in shape.required_members
    }


@pytest.mark.parametrize(("model", "name", "function"), EVERY_OPERATION)
def test_an_operation_is_named_by_its_function(model: ServiceModel, name: str, function: Callable[..., object]) -> None:
    """``CreateRestApi`` is ``create_rest_api``."""
    assert function.__name__ == snake_case(name)


@pytest.mark.parametrize(("model", "name", "record"), EVERY_RECORD)
def test_a_record_of_an_input_takes_every_member_of_its_shape(model: ServiceModel, name: str, record: type) -> None:
    """A member that boto3 can send never falls on the floor."""
    ours = {field.name for field in fields(record)}

    assert _members(model.shape_for(name)) - ours == set()


@pytest.mark.parametrize("name", ENUM_ORDER)
def test_an_enum_in_aws_s_order_has_the_model_s_values(name: str) -> None:
    """The order is AWS's secret, the values are not. fact: control.enum-order"""
    assert sorted(ENUM_ORDER[name]) == sorted(MODEL.shape_for(name).enum)


def test_the_gateway_responses_are_aws_s_21() -> None:
    """The control plane lists the types that the gateway knows."""
    assert {str(each) for each in ResponseType} == set(MODEL.shape_for("GatewayResponseType").enum)
