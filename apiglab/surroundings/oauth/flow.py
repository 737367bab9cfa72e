"""An answer that comes in steps, each with Cognito to itself, and with nothing held in between."""

from collections.abc import Generator
from typing import Any

from apiglab.model.backend import BackendRequest
from apiglab.model.http import Response
from apiglab.surroundings.lambda_hook import LambdaEvent

Question = BackendRequest | LambdaEvent
"""What an answer needs from elsewhere: another provider's, or a function's."""

Flow = Generator[Question, Any, Response]
"""Questions are yielded; what comes of each is sent in, None where nothing came."""
