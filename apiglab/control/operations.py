"""Every operation of ``apigateway`` that apiglab has; all others are refused by name."""

from apiglab.control import (
    deployments,
    integration_responses,
    integrations,
    method_responses,
    methods,
    resources,
    rest_apis,
    stages,
)
from apiglab.control.call import Operations

OPERATIONS: Operations = {
    **rest_apis.OPERATIONS,
    **resources.OPERATIONS,
    **methods.OPERATIONS,
    **method_responses.OPERATIONS,
    **integrations.OPERATIONS,
    **integration_responses.OPERATIONS,
    **deployments.OPERATIONS,
    **stages.OPERATIONS,
}

RECORDS: dict[str, type] = {
    "DeploymentCanarySettings": deployments.DeploymentCanarySettings,
    "EndpointConfiguration": rest_apis.EndpointConfigurationInput,
    "TlsConfig": integrations.TlsConfigInput,
}
"""What each structure within an input becomes, by AWS's name of the shape."""
