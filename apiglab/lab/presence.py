"""Whether a resource is there: asked of AWS, kind by kind."""

from typing import Any

from botocore.exceptions import ClientError

from apiglab.lab.kinds import Key, Kind

_GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist", "404")


def is_gone(error: ClientError) -> bool:
    """Whether an answer says that what was asked for does not exist; every service has its own code for that."""
    said = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    code = str(said.get("Code", ""))
    return status == 404 or any(word in code for word in _GONE) or "does not exist" in str(said.get("Message", ""))


def is_there(client: Any, kind: Kind, key: Key) -> bool:
    """Whether the resource exists."""
    if kind.noun == "log group":
        found = client.describe_log_groups(logGroupNamePrefix=key["logGroupName"])["logGroups"]
        return any(group["logGroupName"] == key["logGroupName"] for group in found)
    if kind.noun == "alarm":
        return bool(client.describe_alarms(AlarmNames=[key["AlarmName"]])["MetricAlarms"])
    if kind.noun == "VPC":
        return bool(client.describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [key["VpcId"]]}])["Vpcs"])
    try:
        seen = getattr(client, kind.look)(**arguments(key))
    except ClientError as error:
        if is_gone(error):
            return False
        raise
    # AWS ends a workflow's executions first, and takes minutes for a VPC endpoint; it tells of both until then.
    if kind.noun == "VPC endpoint":
        return any(each["State"].lower() not in ("deleting", "deleted") for each in seen["VpcEndpoints"])
    return kind.noun != "state machine" or seen.get("status") != "DELETING"


def arguments(key: Key) -> dict[str, Any]:
    """A key as boto3 takes it: the version of a layer is a number, and EC2 takes lists of ids."""
    if "VpcEndpointId" in key:
        return {"VpcEndpointIds": [key["VpcEndpointId"]]}
    return {name: int(value) if name == "VersionNumber" else value for name, value in key.items()}


def was_there(client: Any, kind: Kind, request: dict[str, Any], *, account_id: str, region: str) -> bool:
    """Whether what an idempotent creation asks for exists before it."""
    if kind.noun == "queue":
        return _queue_exists(client, request.get("QueueName", ""))
    if kind.noun == "topic":
        return is_there(client, kind, {"TopicArn": f"arn:aws:sns:{region}:{account_id}:{request.get('Name')}"})
    names = {parameter: where.removeprefix("request.") for parameter, where in kind.key.items()}
    if not all(name in request for name in names.values()):
        return False
    return is_there(client, kind, {parameter: str(request[name]) for parameter, name in names.items()})


def _queue_exists(client: Any, name: str) -> bool:
    try:
        client.get_queue_url(QueueName=name)
    except ClientError as error:
        if is_gone(error):
            return False
        raise
    return True
