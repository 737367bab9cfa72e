"""What is deployed on the server under test, with plain boto3."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HANDLERS = Path(__file__).with_name("handlers.py")
REGION = "us-east-1"
STAGE = "bench"


_CLF = (
    "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
    '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength '
    "$context.requestId $context.extendedRequestId"
)
"""AWS's preset for the common log format."""


class Account:
    """The local account of one server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = boto3.Session(aws_access_key_id="bench", aws_secret_access_key="bench", region_name=REGION)
        self._gateway = self.client("apigateway")

    def client(self, service: str) -> Any:
        """A boto3 client of this server."""
        return self._session.client(service, endpoint_url=self.url)

    def invoke_url(self, api_id: str, path: str) -> str:
        """Where a deployed API answers."""
        return f"{self.url}/_aws/execute-api/{api_id}/{STAGE}{path}"

    def create_function(self, name: str) -> str:
        """Create the function that runs ``name`` of handlers.py, and let API Gateway invoke it: its ARN."""
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role = self.client("iam").create_role(
            RoleName=f"bench-{name}",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )["Role"]["Arn"]
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.write(HANDLERS, "handlers.py")
        functions = self.client("lambda")
        arn: str = functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler=f"handlers.{name}",
            Role=role,
            Timeout=10,
            MemorySize=256,
            Code={"ZipFile": package.getvalue()},
        )["FunctionArn"]
        functions.add_permission(
            FunctionName=name,
            StatementId="bench",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
        )
        return arn

    def create_lambda_api(
        self,
        function_arn: str,
        *,
        authorization_type: str = "NONE",
        api_key_required: bool = False,
        user_pool_arns: Sequence[str] = (),
    ) -> str:
        """Deploy an API whose ``GET /run`` is a Lambda proxy: its invoke URL."""
        api = self._gateway.create_rest_api(name="bench-lambda")
        resource = self._create_resource(api["id"], api["rootResourceId"], "run")
        method = {"restApiId": api["id"], "resourceId": resource, "httpMethod": "GET"}
        guard: dict[str, Any] = {"authorizationType": authorization_type, "apiKeyRequired": api_key_required}
        if user_pool_arns:
            guard["authorizerId"] = self._gateway.create_authorizer(
                restApiId=api["id"], name="pools", type="COGNITO_USER_POOLS", providerARNs=list(user_pool_arns)
            )["id"]
        self._gateway.put_method(**method, **guard)
        self._gateway.put_integration(
            **method,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn}/invocations",
        )
        return self._deploy(api["id"], "/run")

    def create_http_api(self, url: str) -> str:
        """Deploy an API whose ``GET /run`` is passed on to ``url``: its invoke URL."""
        api = self._gateway.create_rest_api(name="bench-http")
        method = self._create_method(api, "run", "GET")
        self._gateway.put_integration(**method, type="HTTP_PROXY", integrationHttpMethod="GET", uri=url)
        return self._deploy(api["id"], "/run")

    def create_queue_api(self, queue: str) -> str:
        """Deploy an API whose ``GET /run`` puts a message into a new queue, without a function: its invoke URL."""
        self.client("sqs").create_queue(QueueName=queue)
        trust = {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
        send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
        iam = self.client("iam")
        role = iam.create_role(
            RoleName=f"bench-{queue}",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )["Role"]["Arn"]
        document = json.dumps({"Version": "2012-10-17", "Statement": [send]})
        iam.put_role_policy(RoleName=f"bench-{queue}", PolicyName="send", PolicyDocument=document)
        api = self._gateway.create_rest_api(name=f"bench-{queue}")
        method = self._create_method(api, "run", "GET")
        self._gateway.put_method_response(**method, statusCode="200")
        self._gateway.put_integration(
            **method,
            type="AWS",
            integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:{REGION}:sqs:path/{role.split(':')[4]}/{queue}",
            credentials=role,
            requestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
            requestTemplates={"application/json": "Action=SendMessage&MessageBody=$util.urlEncode('hello')"},
        )
        self._gateway.put_integration_response(**method, statusCode="200")
        return self._deploy(api["id"], "/run")

    def create_user_pool_api(self, function_arn: str) -> tuple[str, str]:
        """Deploy the same API behind a user pool: its invoke URL, and a user's ID token."""
        cognito, password = self.client("cognito-idp"), "Bench-1234"
        pool = cognito.create_user_pool(PoolName="bench")["UserPool"]
        flows = ["ALLOW_USER_PASSWORD_AUTH"]
        made = cognito.create_user_pool_client(UserPoolId=pool["Id"], ClientName="bench", ExplicitAuthFlows=flows)
        cognito.admin_create_user(UserPoolId=pool["Id"], Username="bench")
        cognito.admin_set_user_password(UserPoolId=pool["Id"], Username="bench", Password=password, Permanent=True)
        tokens = cognito.initiate_auth(
            ClientId=made["UserPoolClient"]["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "bench", "PASSWORD": password},
        )["AuthenticationResult"]
        url = self.create_lambda_api(
            function_arn, authorization_type="COGNITO_USER_POOLS", user_pool_arns=[pool["Arn"]]
        )
        return url, tokens["IdToken"]

    def create_caller(self, name: str) -> Credentials:
        """A user who may call every API: the credentials to sign with."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        call = {
            "Effect": "Allow",
            "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:{REGION}:*:*/*/GET/*",
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [call]})
        iam.put_user_policy(UserName=name, PolicyName="calls", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def switch_on_cache(self, url: str) -> None:
        """Have the stage of an invoke URL cache what its GET methods answer."""
        on = [{"op": "replace", "path": "/cacheClusterEnabled", "value": "true"}]
        self._gateway.update_stage(restApiId=api_of(url), stageName=STAGE, patchOperations=on)

    def create_plan(self, url: str, *, other_keys: int) -> str:
        """Create a key among others, and a plan that opens a stage with limits that nobody reaches: the key's value."""
        lines = (f"other {number},{number:030}" for number in range(other_keys))
        self._gateway.import_api_keys(body="\n".join(("Name,Key", *lines)).encode(), format="csv")
        wide = {"rateLimit": 1e9, "burstLimit": 10**9}
        stage = {"apiId": api_of(url), "stage": STAGE, "throttle": {"/run/GET": wide}}
        plan = self._gateway.create_usage_plan(
            name="bench", apiStages=[stage], throttle=wide, quota={"limit": 10**9, "period": "DAY"}
        )["id"]
        key = self._gateway.create_api_key(name="bench", enabled=True)
        self._gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
        limits = [
            {"op": "replace", "path": f"/*/*/throttling/{member}", "value": str(10**9)}
            for member in ("rateLimit", "burstLimit")
        ]
        self._gateway.update_stage(restApiId=api_of(url), stageName=STAGE, patchOperations=limits)
        value: str = key["value"]
        return value

    def switch_on_monitoring(self, url: str) -> None:
        """Have the stage of an invoke URL log each request and count it by its method."""
        self.client("logs").create_log_group(logGroupName="bench")
        role = {"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::123456789012:role/logs"}
        self._gateway.update_account(patchOperations=[role])
        settings = {
            "/accessLogSettings/destinationArn": f"arn:aws:logs:{REGION}:123456789012:log-group:bench",
            "/accessLogSettings/format": _CLF,
            "/*/*/metrics/enabled": "true",
        }
        operations = [{"op": "replace", "path": path, "value": said} for path, said in settings.items()]
        self._gateway.update_stage(restApiId=api_of(url), stageName=STAGE, patchOperations=operations)

    def fill_queue(self, queue: str, depth: int) -> None:
        """Let a queue hold so many messages."""
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        for first in range(0, depth, 10):
            entries = [{"Id": str(n), "MessageBody": "hello"} for n in range(first, min(first + 10, depth))]
            sqs.send_message_batch(QueueUrl=url, Entries=entries)

    def create_mock_api(self, resources: int = 2) -> str:
        """Deploy an API of so many resources, the root among them, whose others are MOCKs: the last one's URL."""
        api = self._gateway.create_rest_api(name=f"bench-mock-{resources}")
        for number in range(1, resources):
            resource = self._create_resource(api["id"], api["rootResourceId"], f"resource-{number}")
            self._put_mock(api["id"], resource)
        return self._deploy(api["id"], f"/resource-{resources - 1}")

    def _create_method(self, api: dict[str, Any], path_part: str, verb: str) -> dict[str, str]:
        """A new resource with one open method: what names it."""
        resource = self._create_resource(api["id"], api["rootResourceId"], path_part)
        method = {"restApiId": api["id"], "resourceId": resource, "httpMethod": verb}
        self._gateway.put_method(**method, authorizationType="NONE")
        return method

    def _create_resource(self, api_id: str, parent_id: str, path_part: str) -> str:
        resource: str = self._gateway.create_resource(restApiId=api_id, parentId=parent_id, pathPart=path_part)["id"]
        return resource

    def _put_mock(self, api_id: str, resource_id: str) -> None:
        method = {"restApiId": api_id, "resourceId": resource_id, "httpMethod": "GET"}
        self._gateway.put_method(**method, authorizationType="NONE")
        self._gateway.put_method_response(**method, statusCode="200")
        templates = {"application/json": '{"statusCode": 200}'}
        self._gateway.put_integration(**method, type="MOCK", requestTemplates=templates)
        self._gateway.put_integration_response(
            **method, statusCode="200", responseTemplates={"application/json": '{"message": "hello"}'}
        )

    def _deploy(self, api_id: str, path: str) -> str:
        self._gateway.create_deployment(restApiId=api_id, stageName=STAGE)
        return self.invoke_url(api_id, path)


def api_of(url: str) -> str:
    """The id of the API that an invoke URL calls."""
    return url.partition("/_aws/execute-api/")[2].partition("/")[0]


def signature(url: str, credentials: Credentials) -> dict[str, str]:
    """The headers that sign a GET of ``url``."""
    request = AWSRequest("GET", url)
    SigV4Auth(credentials, "execute-api", REGION).add_auth(request)
    return dict(request.headers.items())
