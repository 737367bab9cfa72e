"""The deploy helpers make plain boto3 calls and show every one of them."""

import ast
from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab import calls as calls_module
from apiglab.lab.calls import Calls, Named, Script, written
from apiglab.lab.deploy import ROLE_PAUSE, FunctionDeployer
from apiglab.lab.errors import LabError
from apiglab.lab.rest_api import RestApiBuilder
from tests.unit.lab.fake_aws import FakeAws, refusal

BACKEND: Any = SimpleNamespace(
    region="us-east-1", account_id="111122223333", invoke_url=lambda *parts: "http://h/" + "/".join(parts)
)
NEW = refusal("ResourceNotFoundException", 404)


def pets(event: Any, context: Any) -> Any:
    """A handler."""
    return {"statusCode": 200, "body": "[]"}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown, one text per block."""
    blocks: list[str] = []
    monkeypatch.setattr(calls_module, "show", lambda script: blocks.append(repr(script)))
    return blocks


def deploy(aws: FakeAws, slept: list[float] | None = None, **options: Any) -> str:
    """Deploy the handler as ``pets``."""
    deployer = FunctionDeployer(Calls(aws), aws, sleep=(slept if slept is not None else []).append)
    return deployer.deploy("pets", options.pop("code", pets), settings=options.pop("settings", {}), **options)


def test_a_new_function_gets_a_role_and_is_waited_for(shown: list[str]) -> None:
    """Every call is shown as Python that a learner could have written, ids by their names."""
    aws = FakeAws(
        lambda__get_function_configuration=NEW,
        iam__create_role={"Role": {"Arn": "arn:role"}},
        lambda__create_function={"FunctionArn": "arn:function"},
    )

    arn = deploy(aws, env={"TABLE": "pets"}, settings={"Timeout": 5})

    assert (arn, [name for name in aws.names() if "get_function" not in name]) == (
        "arn:function",
        ["iam.create_role", "iam.attach_role_policy", "lambda.create_function", "lambda.wait_function_active_v2"],
    )
    assert shown[0].endswith(
        "function_arn = lambda_.create_function(\n"
        '    FunctionName="pets",\n'
        '    Runtime="python3.12",\n'
        '    Code={"ZipFile": package},\n'
        "    Role=role_arn,\n"
        '    Handler="handler.pets",\n'
        "    Timeout=5,\n"
        '    Environment={"Variables": {"TABLE": "pets"}},\n'
        ')["FunctionArn"]\n'
        '# lambda_.get_waiter("function_active_v2").wait(FunctionName="pets")'
    )
    ast.parse(shown[0])


def test_a_function_that_exists_is_updated(shown: list[str]) -> None:
    """Code first, then configuration, each waited for: Lambda refuses a second update during the first."""
    aws = FakeAws(lambda__update_function_configuration={"FunctionArn": "arn:function"})

    deploy(aws)

    assert aws.names()[1:] == [
        "lambda.update_function_code",
        "lambda.wait_function_updated_v2",
        "lambda.update_function_configuration",
        "lambda.wait_function_updated_v2",
    ]
    assert "ZipFile=package" in shown[0]


def test_a_role_that_exists_is_used(shown: list[str]) -> None:
    """A cell that failed halfway can be run again."""
    aws = FakeAws(
        lambda__get_function_configuration=NEW,
        iam__create_role=refusal("EntityAlreadyExists", 409),
        iam__get_role={"Role": {"Arn": "arn:old"}},
        lambda__create_function={"FunctionArn": "arn:function"},
    )

    deploy(aws)

    assert dict(aws.calls)["lambda.create_function"]["Role"] == "arn:old"
    assert "# the role is there already" in shown[0]


def test_a_new_role_that_lambda_does_not_know_yet_is_waited_for(shown: list[str]) -> None:
    """On AWS it takes some ten seconds until a new role can be assumed."""
    early = refusal("InvalidParameterValueException")
    early.response["Error"]["Message"] = "The role defined for the function cannot be assumed by Lambda."
    aws = FakeAws(
        lambda__get_function_configuration=NEW,
        iam__create_role={"Role": {"Arn": "arn:role"}},
        lambda__create_function=[early, early, {"FunctionArn": "arn:function"}],
    )
    slept: list[float] = []

    deploy(aws, slept)

    assert (slept, shown[0].count("once more")) == ([ROLE_PAUSE, ROLE_PAUSE], 2)


def test_a_zip_needs_the_handler_s_name(shown: list[str]) -> None:
    """A function names itself; bytes do not."""
    with pytest.raises(LabError, match="no handler is named"):
        deploy(FakeAws(), code=b"PK")
    assert shown == []


def test_the_calls_made_before_a_failure_are_shown(shown: list[str]) -> None:
    """Which call failed is the lesson."""
    aws = FakeAws(lambda__get_function_configuration=NEW, iam__create_role=refusal("AccessDenied", 403))

    with pytest.raises(Exception, match="AccessDenied"):
        deploy(aws)

    assert "iam.create_role" in shown[0]


def an_api(aws: FakeAws) -> RestApiBuilder:
    """An API under construction."""
    return RestApiBuilder(Calls(aws), BACKEND, "pets")


def fresh() -> FakeAws:
    """An AWS that makes APIs, and resources whose id is their path part."""
    return FakeAws(
        apigateway__create_rest_api={"id": "a1b2"},
        apigateway__get_resources={"items": [{"id": "root"}]},
        apigateway__create_resource=lambda **asked: {"id": f"id-of-{asked['pathPart']}"},
    )


def test_resources_are_made_down_their_path_and_once(shown: list[str]) -> None:
    """A second path under the same parent adds what is missing."""
    aws = fresh()
    api = an_api(aws)
    api.resource("/pets")
    api.resource("/pets/{id}")

    made = [asked for name, asked in aws.calls if name == "apigateway.create_resource"]

    assert made == [
        {"restApiId": "a1b2", "parentId": "root", "pathPart": "pets"},
        {"restApiId": "a1b2", "parentId": "id-of-pets", "pathPart": "{id}"},
    ]
    assert shown[1] == (
        'pets_id = apigateway.create_resource(restApiId=api_id, parentId=root_id, pathPart="pets")["id"]'
    )


def test_a_lambda_proxy_gets_the_permission_for_its_method_only(shown: list[str]) -> None:
    """A path parameter is any text in the source ARN."""
    aws = fresh()
    an_api(aws).resource("/pets/{id}").method("get").lambda_proxy("pets")

    asked = dict(aws.calls)

    assert asked["apigateway.put_integration"]["uri"] == (
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:111122223333:function:pets/invocations"
    )
    assert asked["lambda.add_permission"] == {
        "FunctionName": "pets",
        "StatementId": "a1b2-GET-pets--",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": "arn:aws:execute-api:us-east-1:111122223333:a1b2/*/GET/pets/*",
    }
    for block in shown:
        ast.parse(block)


def test_an_http_proxy_has_the_method_s_verb(shown: list[str]) -> None:
    """One call is enough: no permission, no response to declare."""
    aws = fresh()
    an_api(aws).resource("/kennels").method("GET").http_proxy("http://shelter.example/kennels")

    asked = dict(aws.calls)["apigateway.put_integration"]

    assert (asked["type"], asked["integrationHttpMethod"], asked["uri"]) == (
        "HTTP_PROXY",
        "GET",
        "http://shelter.example/kennels",
    )
    ast.parse(shown[-1])


def test_a_mock_answers_a_constant_of_any_status(shown: list[str]) -> None:
    """Integration, method response and integration response agree on the status."""
    aws = fresh()
    url = an_api(aws).resource("/").method("GET", api_key=True).mock({"ok": 1}, status=202).deploy("qa")

    asked = dict(aws.calls)

    assert url == "http://h/a1b2/qa//"
    assert asked["apigateway.put_method"]["apiKeyRequired"] is True
    assert asked["apigateway.put_integration"]["requestTemplates"] == {"application/json": '{"statusCode": 202}'}
    assert asked["apigateway.put_method_response"]["statusCode"] == "202"
    assert asked["apigateway.put_integration_response"]["responseTemplates"] == {"application/json": '{"ok": 1}'}


@pytest.mark.parametrize(
    ("value", "python"),
    [
        ("it's", '"it\'s"'),
        ('{"a": 1}', "'{\"a\": 1}'"),
        ({"a": [1, True, None]}, '{"a": [1, True, None]}'),
        (Named("api_id", "x"), "api_id"),
        (b"PK", "b'PK'"),
    ],
)
def test_values_are_written_as_python(value: Any, python: str) -> None:
    """With the quotes that take the fewest escapes, and names for what differs from run to run."""
    assert written(value) == python


def test_a_long_value_is_broken_into_lines_that_are_still_python() -> None:
    """A policy document stays readable."""
    value = {"Statement": [{"Effect": "Allow", "Action": ["lambda:InvokeFunction"] * 4, "Resource": "*"}] * 2}

    text = written(value)

    assert (max(map(len, text.splitlines())) < 110, ast.literal_eval(text)) == (True, value)


def test_a_script_is_shown_as_it_is() -> None:
    """Quotes and brackets are text."""
    assert "a = &lt;b&gt;" in Script(("a = <b>",))._repr_html_()
