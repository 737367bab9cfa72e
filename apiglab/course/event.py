"""Events as API Gateway's Lambda proxy integration makes them, to try a handler with before it is deployed."""

from collections.abc import Mapping
from typing import Any


def proxy_event(
    method: str,
    path: str,
    *,
    resource: str | None = None,
    path_parameters: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    body: str | None = None,
) -> dict[str, Any]:
    """The event (format 1.0) for one request; what the request does not have is None, as on AWS."""
    headers = {"Accept": "*/*", "Host": "example.execute-api.us-east-1.amazonaws.com", "User-Agent": "apiglab"}
    return {
        "resource": resource or path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": dict(path_parameters) if path_parameters else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource or path,
            "httpMethod": method,
            "path": f"/dev{path}",
            "stage": "dev",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "apiglab"},
        },
        "body": body,
        "isBase64Encoded": False,
    }
