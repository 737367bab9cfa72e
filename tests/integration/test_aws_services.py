"""Services that nobody thought of in particular: any that the surroundings have can stand behind an API."""

import pytest

from tests.integration.aws_api import ACCOUNT, Api, an_api
from tests.serving import Served

pytestmark = pytest.mark.slow

FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


def _target(name: str) -> dict[str, str]:
    return {"integration.request.header.X-Amz-Target": f"'{name}'"}


@pytest.fixture(scope="module")
def api(server: Served) -> Api:
    """An API on a server of its own."""
    return an_api(server)


def test_ssm_answers_query_parameters_in_the_query_protocol(api: Api) -> None:
    """By action with a parameter, with a list of them, and of one that is not there. fact: aws-integration.ssm-query"""
    api.aws("ssm").put_parameter(Name="colour", Value="blue", Type="String")
    name = {"integration.request.querystring.Name": "method.request.querystring.name"}
    responses = {"200": {}, "404": {"selectionPattern": "4.."}}
    one = api.method("ssm:action/GetParameter", verb="GET", mappings=name, responses=responses)
    some = api.method(
        "ssm:action/GetParameters",
        mappings={
            "integration.request.querystring.Names.member.1": "'colour'",
            "integration.request.querystring.Names.member.2": "'none'",
            "integration.request.querystring.WithDecryption": "'true'",
        },
    )

    found, missing, several = one(params={"name": "colour"}), one(params={"name": "none"}), some()

    answer = found.json()["GetParameterResponse"]
    assert (answer["GetParameterResult"]["Parameter"]["Value"], sorted(answer)) == (
        "blue",
        ["GetParameterResult", "ResponseMetadata"],
    )
    assert (missing.status_code, missing.json()["__type"]) == (404, "ParameterNotFound")
    assert several.json()["GetParametersResponse"]["GetParametersResult"]["InvalidParameters"] == ["none"]


def test_ssm_by_body_and_by_path(api: Api) -> None:
    """In the service's own protocol."""
    api.aws("ssm").put_parameter(Name="size", Value="7", Type="String")
    by_action = api.method("ssm:action/GetParameter", template='{"Name": "size"}')
    by_path = api.method("ssm:path//", template='{"Name": "size"}', mappings=_target("AmazonSSM.GetParameter"))

    answers = by_action(json={}), by_path(json={})

    assert [answer.json()["Parameter"]["Value"] for answer in answers] == ["7", "7"]


def test_secrets_manager(api: Api) -> None:
    """By action, and by path with a target of its own."""
    api.aws("secretsmanager").create_secret(Name="key", SecretString="hush")
    template = '{"SecretId": "$input.params(\'id\')"}'
    by_action = api.method("secretsmanager:action/GetSecretValue", template=template)
    by_path = api.method("secretsmanager:path//", template=template, mappings=_target("secretsmanager.GetSecretValue"))

    answers = by_action(json={}, params={"id": "key"}), by_path(json={}, params={"id": "key"})

    assert [answer.json()["SecretString"] for answer in answers] == ["hush", "hush"]


def test_cloudwatch(api: Api) -> None:
    """Its name in a URI is monitoring; metrics arrive by action and by form."""
    prefix = "integration.request.querystring."
    by_action = api.method(
        "monitoring:action/PutMetricData",
        mappings={
            f"{prefix}Namespace": "'Pets'",
            f"{prefix}MetricData.member.1.MetricName": "'Fed'",
            f"{prefix}MetricData.member.1.Value": "method.request.querystring.count",
        },
    )
    by_path = api.method(
        "monitoring:path//",
        template="Action=PutMetricData&Namespace=Pets&MetricData.member.1.MetricName=Walked&MetricData.member.1.Value=2",
        mappings=FORM,
    )

    answers = by_action(params={"count": "3"}), by_path(json={})

    metrics = api.aws("cloudwatch").list_metrics(Namespace="Pets")["Metrics"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert sorted(metric["MetricName"] for metric in metrics) == ["Fed", "Walked"]


def test_cognito(api: Api) -> None:
    """A user is made by action and read by path."""
    pool = api.aws("cognito-idp").create_user_pool(PoolName="keepers")["UserPool"]["Id"]
    template = f'{{"UserPoolId": "{pool}", "Username": "$input.path(\'$.name\')"}}'
    make = api.method("cognito-idp:action/AdminCreateUser", template=template)
    read = api.method(
        "cognito-idp:path//", template=template, mappings=_target("AWSCognitoIdentityProviderService.AdminGetUser")
    )

    made, got = make(json={"name": "ada"}), read(json={"name": "ada"})

    assert (made.json()["User"]["Username"], got.json()["UserStatus"]) == ("ada", "FORCE_CHANGE_PASSWORD")


def test_iam(api: Api) -> None:
    """One region, the query protocol, answered in JSON. fact: aws-integration.query-json"""
    make = api.method(
        "iam:action/CreateUser",
        mappings={"integration.request.querystring.UserName": "method.request.querystring.name"},
    )
    by_path = api.method("iam:path//", template="Action=ListUsers&Version=2010-05-08", mappings=FORM)

    made, listed = make(params={"name": "zoe"}), by_path(json={})

    assert made.json()["CreateUserResponse"]["CreateUserResult"]["User"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/zoe"
    users = listed.json()["ListUsersResponse"]["ListUsersResult"]["Users"]
    assert [user["UserName"] for user in users] == ["zoe"]


def test_ec2_answers_in_xml(api: Api) -> None:
    """Whatever is accepted. fact: aws-integration.ec2"""
    describe = api.method("ec2:action/DescribeRegions", verb="GET", backend_verb="GET")

    answer = describe(headers={"Accept": "application/json"})

    assert (answer.status_code, b"<regionName>us-east-1</regionName>" in answer.content) == (200, True)


def test_lambda_s_own_api(api: Api) -> None:
    """A path of Lambda's that invokes nothing is asked as any service is."""
    by_path = api.method("lambda:path/2015-03-31/functions", verb="GET", backend_verb="GET")
    by_action = api.method("lambda:action/ListFunctions", verb="GET", backend_verb="GET")

    assert [ask().json()["Functions"] for ask in (by_path, by_action)] == [[], []]


@pytest.mark.parametrize(
    ("uri", "names"),
    [
        ("scheduler:path/schedules", "Schedules"),
        ("pipes:path/v1/pipes", "Pipes"),
        ("appsync:path/v1/apis", "graphqlApis"),
        ("sts:action/GetCallerIdentity", "GetCallerIdentityResponse"),
    ],
)
def test_services_of_every_protocol(uri: str, names: str, api: Api) -> None:
    """REST with JSON, and the query protocol."""
    ask = api.method(uri, verb="GET", backend_verb="GET")

    answer = ask()

    assert (answer.status_code, next(iter(answer.json()))) == (200, names)
