"""A plain server, as drop-in users meet it: boto3, curl, and pages in a browser."""

import json
from typing import Any

import pytest
import requests

from tests.deploying import deploy_function, deploy_mock, deploy_proxy
from tests.serving import Served, serving

pytestmark = pytest.mark.slow

OWN = ("health", "clock", "requests", "cache", "arms", "undeployed", "callers", "reset")
OWN_PATHS = tuple(f"/_apiglab/{name}" for name in OWN)


def problem(answered: requests.Response) -> tuple[int, str | None, str]:
    """Status, error type and message of a refusal."""
    return answered.status_code, answered.headers.get("x-amzn-ErrorType"), answered.json()["message"]


def test_a_function_behind_an_api_sees_the_request_as_it_was_sent(server: Served) -> None:
    """Path, parameters and header case of the event are the client's, and those of the answer the function's."""
    api_id = deploy_proxy(server, deploy_function(server, "echo"))

    answered = server.ask("GET", f"/_aws/execute-api/{api_id}/dev/a%2Bb//c?x=%2B", headers={"x-OwN": "1"})
    event = answered.json()["event"]

    assert (answered.status_code, answered.headers["X-CaSe"]) == (200, "Kept")
    assert (event["path"], event["queryStringParameters"], event["headers"]["x-OwN"]) == ("/a%2Bb//c", {"x": "+"}, "1")


def test_a_worker_has_its_role_s_keys_and_this_endpoint(server: Served) -> None:
    """A handler's own boto3 calls come back here, as the function's role."""
    api_id = deploy_proxy(server, deploy_function(server, "worker"))

    env = server.ask("GET", f"/_aws/execute-api/{api_id}/dev/x").json()["env"]
    caller = server.client(
        "sts",
        key=env["AWS_ACCESS_KEY_ID"],
        secret=env["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=env["AWS_SESSION_TOKEN"],
    ).get_caller_identity()

    assert (env["AWS_ENDPOINT_URL"], caller["Arn"]) == (
        server.url,
        "arn:aws:sts::123456789012:assumed-role/worker/worker",
    )


def test_both_forms_of_the_invoke_url_reach_the_api(server: Served) -> None:
    """The path form, AWS's own host, and any other host of that form."""
    api_id = deploy_mock(server)
    hosts = [f"{api_id}.execute-api.us-east-1.amazonaws.com", f"{api_id}.execute-api.localhost:4566"]

    answers = [server.ask("GET", "/dev", headers={"Host": host}).json() for host in hosts]

    assert [server.ask("GET", f"/_aws/execute-api/{api_id}/dev").json(), *answers] == [{"ok": True}] * 3


@pytest.mark.parametrize(
    ("path", "host", "message"),
    [
        ("/_aws/execute-api/abc/dev/@connections/x", "127.0.0.1", "@connections"),
    ],
)
def test_what_is_not_there_yet_is_refused_by_name(server: Served, path: str, host: str, message: str) -> None:
    """@connections say that they are missing. fact: edge.not-built"""
    status, kind, text = problem(server.ask("GET", path, headers={"Host": host}))

    assert (status, kind, message in text) == (501, "NotImplementedException", True)


def test_an_access_key_of_twelve_digits_chooses_its_account(server: Served) -> None:
    """Two accounts do not see each other. fact: edge.account-of-key"""
    server.client("sqs", key="111111111111").create_queue(QueueName="mine")

    assert "111111111111/mine" in server.client("sqs", key="111111111111").list_queues()["QueueUrls"][0]
    assert "QueueUrls" not in server.client("sqs", key="222222222222").list_queues()


def test_a_request_s_journey_can_be_read_and_filtered(server: Served) -> None:
    """``/_apiglab/requests`` has the newest first, and takes the journal's filters."""
    api_id = deploy_mock(server)
    for path in ("/dev", "/dev/nope", "/prod"):
        server.ask("GET", f"/_aws/execute-api/{api_id}{path}")

    def found(query: str) -> list[tuple[str, int]]:
        records = server.ask("GET", f"/_apiglab/requests?api_id={api_id}{query}").json()["requests"]
        return [(record["path"], record["status"]) for record in records]

    assert found("") == [("/", 403), ("/nope", 403), ("/", 200)]
    assert (found("&limit=1"), found("&status=200"), found("&stage=prod")) == (
        [("/", 403)],
        [("/", 200)],
        [("/", 403)],
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("color=red", "There is no filter 'color'. There is: request_id, api_id, stage, status, limit."),
        ("limit=ten", "limit must be a whole number, not 'ten'."),
        ("status=", "status must be a whole number, not ''."),
        ("limit=-1", "limit must be a whole number, not '-1'."),
    ],
)
def test_a_filter_that_is_none_is_refused(server: Served, query: str, message: str) -> None:
    """A mistyped filter is told, not ignored."""
    assert problem(server.ask("GET", f"/_apiglab/requests?{query}")) == (400, "BadRequestException", message)


@pytest.mark.parametrize("query", ["", "?api_id=abc", "?api_id=abc&stage=dev&limit=1"])
def test_a_look_into_a_cache_names_its_stage(server: Served, query: str) -> None:
    """And nothing else."""
    told = "The query string names no stage. Send ?api_id=…&stage=…."
    assert problem(server.ask("GET", f"/_apiglab/cache{query}")) == (400, "BadRequestException", told)


def test_the_clock_is_moved_and_reset(server: Served) -> None:
    """Signed calls go on working after the clock was moved: they are dated in real time."""
    moved = server.ask("POST", "/_apiglab/clock", json={"advance_seconds": 86_400}).json()
    server.client("sqs").list_queues()
    told = server.ask("GET", "/_apiglab/clock").json()
    reset = server.ask("POST", "/_apiglab/clock", json={"reset": True}).json()

    assert (moved["offset"], told["offset"], reset["offset"]) == (86_400, 86_400, 0)
    assert moved["now"] - moved["real"] == pytest.approx(86_400, abs=1)


@pytest.mark.parametrize(
    "body",
    [
        *("", "nonsense", "[]", "{}", '{"reset": false}', '{"advance_seconds": 1, "reset": true}'),
        *(f'{{"advance_seconds": {value}}}' for value in ("-1", '"1"', "NaN", "true", "1e999", "null")),
    ],
)
def test_a_command_that_the_clock_does_not_know_changes_nothing(server: Served, body: str) -> None:
    """Whatever is not a number of seconds or a reset is a 400 that says what is."""
    status, kind, _ = problem(server.ask("POST", "/_apiglab/clock", data=body))

    assert (status, kind, server.ask("GET", "/_apiglab/clock").json()["offset"]) == (400, "BadRequestException", 0)


def test_the_server_s_own_paths_say_what_there_is(server: Served) -> None:
    """An unknown path and a wrong method are told what would be right."""
    assert problem(server.ask("GET", "/_apiglab/nope"))[0::2] == (
        404,
        f"There is no /_apiglab/nope here. There is: {', '.join(OWN_PATHS)}.",
    )
    assert problem(server.ask("GET", "/_apiglab/reset"))[0::2] == (405, "/_apiglab/reset takes POST, not GET.")


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/dev/pets", "/some/thing/else?x=1"])
def test_a_request_for_nobody_is_told_where_apis_are(server: Served, path: str) -> None:
    """A mistyped invoke URL is no missing bucket. fact: edge.for-nobody"""
    status, kind, message = problem(server.ask("GET", path))

    assert (status, kind, "/_aws/execute-api/{api id}/{stage}/{path}" in message) == (404, "NotFoundException", True)


def test_an_operation_that_has_to_be_signed_says_so(server: Served) -> None:
    """AWS takes few operations unsigned; the others are refused in their own protocol."""
    target = server.ask("POST", "/", data="{}", headers={"X-Amz-Target": "DynamoDB_20120810.ListTables"})
    query = server.ask("POST", "/", data={"Action": "ListUsers", "Version": "2010-05-08"})

    assert (target.status_code, target.json()["__type"]) == (400, "MissingAuthenticationTokenException")
    assert (query.status_code, "<Code>MissingAuthenticationToken</Code>" in query.text) == (403, True)


def test_cognito_s_users_sign_in_unsigned(server: Served) -> None:
    """Public operations of Cognito, and its keys, need no AWS credentials."""
    cognito = server.client("cognito-idp")
    pool_id = cognito.create_user_pool(PoolName="pool")["UserPool"]["Id"]
    client_id = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="app")["UserPoolClient"]["ClientId"]

    signed_up = server.ask(
        "POST",
        "/",
        headers={
            "X-Amz-Target": "AWSCognitoIdentityProviderService.SignUp",
            "Content-Type": "application/x-amz-json-1.1",
        },
        data=json.dumps({"ClientId": client_id, "Username": "ann", "Password": "Passw0rd!"}),
    )
    keys = server.ask("GET", f"/{pool_id}/.well-known/jwks.json").json()

    assert (signed_up.status_code, signed_up.json()["UserConfirmed"], len(keys["keys"]) > 0) == (200, False, True)


def test_queue_and_object_urls_are_called_bare(server: Served) -> None:
    """curl reads a queue's URL and an object's, as drop-in users do."""
    url = server.client("sqs").create_queue(QueueName="bare")["QueueUrl"]
    s3 = server.client("s3")
    s3.create_bucket(Bucket="bare-bucket")
    s3.put_object(Bucket="bare-bucket", Key="a/b c+d", Body=b"hello", ACL="public-read")

    sent = requests.post(url, data={"Action": "SendMessage", "MessageBody": "hi"}, timeout=30)
    received = server.client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"]

    assert (sent.status_code, received) == (200, "hi")
    assert server.ask("GET", "/bare-bucket/a/b%20c%2Bd").content == b"hello"


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_presigned_object_is_read_by_anybody(server: Served, version: str) -> None:
    """Presigned URLs of both signature versions lead to S3. fact: edge.sigv2"""
    s3 = server.client("s3", config={"signature_version": version})
    s3.create_bucket(Bucket=f"presigned-{version}")
    s3.put_object(Bucket=f"presigned-{version}", Key="key", Body=b"hello")

    url = s3.generate_presigned_url("get_object", Params={"Bucket": f"presigned-{version}", "Key": "key"})

    assert requests.get(url, timeout=30).content == b"hello"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example:4566"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/_apiglab/requests", "/_apiglab/reset", "/restapis", "/?Action=ListQueues"])
def test_pages_of_other_sites_are_kept_out(server: Served, path: str, headers: dict[str, str]) -> None:
    """Neither another site's page nor a name that points here gets further. fact: edge.other-sites"""
    authorization = {"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/apigateway/aws4_request"}

    answered = server.ask("GET", path, headers={**headers, **({} if path.startswith("/_") else authorization)})

    assert problem(answered)[:2] == (403, "AccessDeniedException")


def test_pages_of_other_sites_may_call_deployed_apis(server: Served) -> None:
    """An API's CORS is its own business, and health is everybody's."""
    api_id = deploy_mock(server)
    headers = {"Origin": "http://app.example", "Sec-Fetch-Site": "cross-site"}

    answers = [
        server.ask("GET", f"/_aws/execute-api/{api_id}/dev", headers=headers).status_code,
        server.ask("GET", "/_apiglab/health", headers=headers).status_code,
    ]

    assert answers == [200, 200]


def test_a_reset_empties_everything() -> None:
    """After a reset there is no API, function, queue, journey or worker."""

    def left(server: Served) -> list[Any]:
        return [
            server.client("apigateway").get_rest_apis()["items"],
            server.client("lambda").list_functions()["Functions"],
            server.client("sqs").list_queues().get("QueueUrls", []),
            server.ask("GET", "/_apiglab/requests").json()["requests"],
            server.ask("GET", f"/_aws/execute-api/{api_id}/dev/x").status_code,
            server.descendants(),
        ]

    with serving() as server:
        api_id = deploy_proxy(server, deploy_function(server, "echo"))
        server.client("sqs").create_queue(QueueName="q")
        before = server.ask("GET", f"/_aws/execute-api/{api_id}/dev/x").status_code
        reset = server.ask("POST", "/_apiglab/reset").json()
        after = left(server)

    assert (before, reset, after) == (200, {"status": "reset"}, [[], [], [], [], 403, []])


def test_a_handler_calls_the_server_back_while_it_is_being_waited_for(server: Served) -> None:
    """Nothing of the server is held while learner code runs: a function behind an API lists the APIs."""
    source = """
import boto3, json

def handler(event, context):
    names = [api["name"] for api in boto3.client("apigateway").get_rest_apis()["items"]]
    return {"statusCode": 200, "body": json.dumps(names)}
"""
    api_id = deploy_proxy(server, deploy_function(server, "caller", source, Timeout=30))

    assert "proxy" in server.ask("GET", f"/_aws/execute-api/{api_id}/dev/x").json()
