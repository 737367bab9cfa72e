"""The kinds of resource that a lab can make: how each is known by its creation, looked for, and removed.

A kind that needs more than one call to go has a function of its own in ``removal``. Whatever comes into being and goes
with its parent (resources, stages, versions, subscriptions, …) is no kind of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Key = dict[str, str]
"""The parameters by which one resource is looked for and deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of resource; ``rank`` is its turn in a cleanup: what holds on to others goes first."""

    noun: str
    service: str
    creates: tuple[str, ...]
    key: Mapping[str, str]
    """Each parameter of ``look`` and ``delete``, and where a creation tells it: ``response.id``, ``request.Name``."""
    look: str
    delete: str
    rank: int
    label: str
    """Where a creation tells what people call it."""
    arn: str = ""
    """A pattern of its ARNs whose groups are ``key``'s parameters, for finding it by tag."""
    waiter: str = ""
    """boto3's waiter for its end, where deleting takes a while."""
    idempotent: bool = False
    """Whether its creation succeeds where it exists already: it is looked for before, so as to take only our own."""

    @property
    def name(self) -> str:
        """What a ledger calls it."""
        return f"{self.service}.{self.creates[0]}"


KINDS: tuple[Kind, ...] = (
    Kind(
        noun="CloudFormation stack", service="cloudformation", creates=("CreateStack",), rank=0,
        key={"StackName": "request.StackName"}, label="request.StackName",
        look="describe_stacks", delete="delete_stack", waiter="stack_delete_complete",
        arn=r"arn:[^:]+:cloudformation:[^:]*:\d*:stack/(?P<StackName>[^/]+)/.*",
    ),
    Kind(
        noun="event source mapping", service="lambda", creates=("CreateEventSourceMapping",), rank=10,
        key={"UUID": "response.UUID"}, label="request.FunctionName",
        look="get_event_source_mapping", delete="delete_event_source_mapping",
    ),
    Kind(
        noun="event rule", service="events", creates=("PutRule",), rank=10,
        key={"Name": "request.Name"}, label="request.Name", idempotent=True,
        look="describe_rule", delete="delete_rule", arn=r"arn:[^:]+:events:[^:]*:\d*:rule/(?P<Name>[^/]+)",
    ),
    Kind(
        noun="usage plan", service="apigateway", creates=("CreateUsagePlan",), rank=20,
        key={"usagePlanId": "response.id"}, label="request.name",
        look="get_usage_plan", delete="delete_usage_plan",
        arn=r"arn:[^:]+:apigateway:[^:]*::/usageplans/(?P<usagePlanId>[^/]+)",
    ),
    Kind(
        noun="API key", service="apigateway", creates=("CreateApiKey",), rank=21,
        key={"apiKey": "response.id"}, label="request.name",
        look="get_api_key", delete="delete_api_key", arn=r"arn:[^:]+:apigateway:[^:]*::/apikeys/(?P<apiKey>[^/]+)",
    ),
    Kind(
        noun="domain name", service="apigateway", creates=("CreateDomainName",), rank=22,
        key={"domainName": "request.domainName"}, label="request.domainName",
        look="get_domain_name", delete="delete_domain_name",
        arn=r"arn:[^:]+:apigateway:[^:]*::/domainnames/(?P<domainName>[^/]+)",
    ),
    Kind(
        noun="domain name", service="apigatewayv2", creates=("CreateDomainName",), rank=22,
        key={"DomainName": "request.DomainName"}, label="request.DomainName",
        look="get_domain_name", delete="delete_domain_name",
    ),
    Kind(
        noun="REST API", service="apigateway", creates=("CreateRestApi", "ImportRestApi"), rank=30,
        key={"restApiId": "response.id"}, label="response.name",
        look="get_rest_api", delete="delete_rest_api",
        arn=r"arn:[^:]+:apigateway:[^:]*::/restapis/(?P<restApiId>[^/]+)",
    ),
    Kind(
        noun="API", service="apigatewayv2", creates=("CreateApi", "ImportApi"), rank=30,
        key={"ApiId": "response.ApiId"}, label="response.Name",
        look="get_api", delete="delete_api", arn=r"arn:[^:]+:apigateway:[^:]*::/apis/(?P<ApiId>[^/]+)",
    ),
    Kind(
        noun="client certificate", service="apigateway", creates=("GenerateClientCertificate",), rank=31,
        key={"clientCertificateId": "response.clientCertificateId"}, label="request.description",
        look="get_client_certificate", delete="delete_client_certificate",
        arn=r"arn:[^:]+:apigateway:[^:]*::/clientcertificates/(?P<clientCertificateId>[^/]+)",
    ),
    Kind(
        noun="VPC link", service="apigateway", creates=("CreateVpcLink",), rank=31,
        key={"vpcLinkId": "response.id"}, label="request.name", look="get_vpc_link", delete="delete_vpc_link",
    ),
    Kind(
        noun="VPC link", service="apigatewayv2", creates=("CreateVpcLink",), rank=31,
        key={"VpcLinkId": "response.VpcLinkId"}, label="request.Name", look="get_vpc_link", delete="delete_vpc_link",
    ),
    Kind(
        noun="state machine", service="stepfunctions", creates=("CreateStateMachine",), rank=40,
        key={"stateMachineArn": "response.stateMachineArn"}, label="request.name",
        look="describe_state_machine", delete="delete_state_machine",
        arn=r"(?P<stateMachineArn>arn:[^:]+:states:[^:]*:\d*:stateMachine:[^:]+)",
    ),
    Kind(
        noun="alarm", service="cloudwatch", creates=("PutMetricAlarm",), rank=40,
        key={"AlarmName": "request.AlarmName"}, label="request.AlarmName", idempotent=True,
        look="describe_alarms", delete="delete_alarms", arn=r"arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:(?P<AlarmName>.+)",
    ),
    Kind(
        noun="queue", service="sqs", creates=("CreateQueue",), rank=45,
        key={"QueueUrl": "response.QueueUrl"}, label="request.QueueName", idempotent=True,
        look="get_queue_attributes", delete="delete_queue", arn=r"arn:[^:]+:sqs:[^:]*:\d*:(?P<QueueName>[^:]+)",
    ),
    Kind(
        noun="topic", service="sns", creates=("CreateTopic",), rank=45,
        key={"TopicArn": "response.TopicArn"}, label="request.Name", idempotent=True,
        look="get_topic_attributes", delete="delete_topic", arn=r"(?P<TopicArn>arn:[^:]+:sns:[^:]*:\d*:[^:]+)",
    ),
    Kind(
        noun="table", service="dynamodb", creates=("CreateTable",), rank=45,
        key={"TableName": "request.TableName"}, label="request.TableName",
        look="describe_table", delete="delete_table", waiter="table_not_exists",
        arn=r"arn:[^:]+:dynamodb:[^:]*:\d*:table/(?P<TableName>[^/]+)",
    ),
    Kind(
        noun="bucket", service="s3", creates=("CreateBucket",), rank=45,
        key={"Bucket": "request.Bucket"}, label="request.Bucket", idempotent=True,
        look="head_bucket", delete="delete_bucket", arn=r"arn:[^:]+:s3:::(?P<Bucket>[^/]+)",
    ),
    Kind(
        noun="stream", service="kinesis", creates=("CreateStream",), rank=45,
        key={"StreamName": "request.StreamName"}, label="request.StreamName",
        look="describe_stream_summary", delete="delete_stream", waiter="stream_not_exists",
        arn=r"arn:[^:]+:kinesis:[^:]*:\d*:stream/(?P<StreamName>[^/]+)",
    ),
    Kind(
        noun="user pool", service="cognito-idp", creates=("CreateUserPool",), rank=45,
        key={"UserPoolId": "response.UserPool.Id"}, label="request.PoolName",
        look="describe_user_pool", delete="delete_user_pool",
        arn=r"arn:[^:]+:cognito-idp:[^:]*:\d*:userpool/(?P<UserPoolId>[^/]+)",
    ),
    Kind(
        noun="event bus", service="events", creates=("CreateEventBus",), rank=46,
        key={"Name": "request.Name"}, label="request.Name", look="describe_event_bus", delete="delete_event_bus",
        arn=r"arn:[^:]+:events:[^:]*:\d*:event-bus/(?P<Name>.+)",
    ),
    Kind(
        noun="secret", service="secretsmanager", creates=("CreateSecret",), rank=46,
        key={"SecretId": "response.ARN"}, label="request.Name", look="describe_secret", delete="delete_secret",
        arn=r"(?P<SecretId>arn:[^:]+:secretsmanager:[^:]*:\d*:secret:.+)",
    ),
    Kind(
        noun="parameter", service="ssm", creates=("PutParameter",), rank=46,
        key={"Name": "request.Name"}, label="request.Name", look="get_parameter", delete="delete_parameter",
        arn=r"arn:[^:]+:ssm:[^:]*:\d*:parameter(?P<Name>/.+)", idempotent=True,
    ),
    Kind(
        noun="function", service="lambda", creates=("CreateFunction",), rank=50,
        key={"FunctionName": "response.FunctionName"}, label="response.FunctionName",
        look="get_function", delete="delete_function",
        arn=r"arn:[^:]+:lambda:[^:]*:\d*:function:(?P<FunctionName>[^:]+)",
    ),
    Kind(
        noun="layer version", service="lambda", creates=("PublishLayerVersion",), rank=51,
        key={"LayerName": "request.LayerName", "VersionNumber": "response.Version"}, label="request.LayerName",
        look="get_layer_version", delete="delete_layer_version",
    ),
    Kind(
        noun="role", service="iam", creates=("CreateRole",), rank=60,
        key={"RoleName": "request.RoleName"}, label="request.RoleName", look="get_role", delete="delete_role",
        arn=r"arn:[^:]+:iam::\d*:role/(?:.*/)?(?P<RoleName>[^/]+)",
    ),
    Kind(
        noun="VPC endpoint", service="ec2", creates=("CreateVpcEndpoint",), rank=50,
        key={"VpcEndpointId": "response.VpcEndpoint.VpcEndpointId"}, label="response.VpcEndpoint.VpcEndpointId",
        look="describe_vpc_endpoints", delete="delete_vpc_endpoints",
    ),
    Kind(
        noun="VPC", service="ec2", creates=("CreateVpc",), rank=51, key={"VpcId": "response.Vpc.VpcId"},
        label="response.Vpc.VpcId", look="describe_vpcs", delete="delete_vpc",
    ),
    Kind(
        noun="user", service="iam", creates=("CreateUser",), rank=60,
        key={"UserName": "request.UserName"}, label="request.UserName", look="get_user", delete="delete_user",
    ),
    Kind(
        noun="policy", service="iam", creates=("CreatePolicy",), rank=61,
        key={"PolicyArn": "response.Policy.Arn"}, label="request.PolicyName", look="get_policy", delete="delete_policy",
    ),
    Kind(
        noun="certificate", service="acm", creates=("RequestCertificate", "ImportCertificate"), rank=62,
        key={"CertificateArn": "response.CertificateArn"}, label="request.DomainName",
        look="describe_certificate", delete="delete_certificate",
        arn=r"(?P<CertificateArn>arn:[^:]+:acm:[^:]*:\d*:certificate/.+)",
    ),
    Kind(
        noun="log group", service="logs", creates=("CreateLogGroup",), rank=70,
        key={"logGroupName": "request.logGroupName"}, label="request.logGroupName",
        look="describe_log_groups", delete="delete_log_group",
        arn=r"arn:[^:]+:logs:[^:]*:\d*:log-group:(?P<logGroupName>[^:]+)(?::\*)?",
    ),
)  # fmt: skip

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
BY_CREATION: Mapping[tuple[str, str], Kind] = {
    (kind.service, operation): kind for kind in KINDS for operation in kind.creates
}

PARTED_SERVICES = frozenset(
    {kind.service for kind in KINDS} | {"sts", "execute-api", "apigatewaymanagementapi", "xray"}
)
"""Services whose other ``Create…`` operations make parts that go with their whole."""


def told(where: str, request: Mapping[str, Any], response: Mapping[str, Any]) -> str | None:
    """What a creation's messages say at ``where``: ``response.UserPool.Id``."""
    value: Any = {"request": request, "response": response}
    for step in where.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return None if value is None else str(value)


def by_arn(arn: str) -> Iterator[tuple[Kind, Key]]:
    """The kind and key that an ARN names; nothing where it is of no kind we know."""
    for kind in KINDS:
        if kind.arn and (match := re.fullmatch(kind.arn, arn)):
            yield kind, match.groupdict()
