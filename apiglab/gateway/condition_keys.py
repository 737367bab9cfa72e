"""The condition keys that a call of an API gives to policies.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
"""

from time import gmtime

from apiglab.gateway.call import Call
from apiglab.gateway.identity import Identity

Values = dict[str, tuple[str, ...]]


def request_keys(call: Call) -> Values:
    """What holds of any call, whoever makes it. fact: iam.condition-keys"""
    request = call.request
    keys: Values = {
        "aws:securetransport": ("true",),
        "aws:requestedregion": (call.deployment.region,),
    }
    keys |= time_keys(call.started_at)
    if call.vpc_endpoint is None:
        keys["aws:sourceip"] = (request.source_ip,)
    else:  # through an endpoint there is no address but the one within the VPC; fact: private.condition-keys
        keys["aws:sourcevpce"] = (call.vpc_endpoint.id,)
        keys["aws:sourcevpc"] = (call.vpc_endpoint.vpc_id,)
        keys["aws:vpcsourceip"] = (request.source_ip,)
    for key, name in (("aws:useragent", "User-Agent"), ("aws:referer", "Referer")):
        sent = request.headers.get(name)
        if sent:
            keys[key] = (sent,)
    return keys


def time_keys(now: float) -> Values:
    """When it is, in seconds since the epoch and as a date."""
    t = gmtime(now)
    return {
        "aws:currenttime": (f"{t[0]:04}-{t[1]:02}-{t[2]:02}T{t[3]:02}:{t[4]:02}:{t[5]:02}Z",),
        "aws:epochtime": (str(int(now)),),
    }


def identity_keys(identity: Identity) -> Values:
    """What holds of a caller whom IAM knows."""
    keys: Values = {
        "aws:principalaccount": (identity.account_id,),
        "aws:principalarn": (identity.role_arn or identity.arn,),
        "aws:principaltype": (_principal_type(identity),),
        "aws:userid": (identity.user_id,),
    }
    if identity.user_name is not None:
        keys["aws:username"] = (identity.user_name,)
    if identity.session_token is not None:
        keys["aws:multifactorauthpresent"] = ("false",)
    for name, value in identity.tags.items():
        keys[f"aws:principaltag/{name.lower()}"] = (value,)
    return keys


def _principal_type(identity: Identity) -> str:
    if identity.root:
        return "Account"
    return "User" if identity.role_arn is None else "AssumedRole"
