"""The account's own settings for API Gateway in one region.

https://docs.aws.amazon.com/apigateway/latest/api/API_Account.html
"""

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.patching import patched
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import NAMING_OPERATIONS, scalar, values
from apiglab.model.rest import Account

ACCOUNT: PatchTable[Account] = PatchTable(
    (
        scalar("/cloudwatchRoleArn", "cloudwatch_role_arn", removable=True),
        values("/features", "features", missing="Invalid feature specified"),
    ),
    NAMING_OPERATIONS,
)


def get_account(call: Call) -> Output:
    """The settings, among them the limits that hold for all APIs together."""
    return call.here.account


def update_account(call: Call, *, patch_operations: tuple[PatchOperation, ...] = ()) -> Output:
    """Change the role that API Gateway writes logs as."""
    account = patched(ACCOUNT, call.here.account, patch_operations)
    role = account.cloudwatch_role_arn
    if role is not None and not role.startswith("arn:"):
        raise errors.bad_arn()
    call.here.account = account
    return account


OPERATIONS: Operations = {
    "GetAccount": get_account,
    "UpdateAccount": update_account,
}
