"""What moto does for its own users that a server cannot afford: small settings, made once, each with its reason.

Each has a test in tests/integration that fails when moto no longer needs it.
"""

import functools
from typing import Any

from moto.core import config, responses, utils
from moto.core.common_models import BaseModel
from moto.moto_server import werkzeug_app

from apiglab.surroundings import moto_clock
from apiglab.surroundings.lambda_hook import Callback, Outbox

# Typed so that their attributes can be replaced, which is the purpose of this file.
_RESPONSES: Any = responses
_SERVER: Any = werkzeug_app
_MODEL: Any = BaseModel


def adjust_moto() -> None:
    """Make moto fit to serve."""
    # Any web page may read an answer that moto's CORS has marked; the edge decides about browsers.
    _SERVER.DISABLE_GLOBAL_CORS = True
    # moto lists a class's methods by reflection on every request.
    _RESPONSES.method_names_from_class = _method_names
    # moto keeps every queue message, log group and item it ever made in a list, for a dashboard that we do not serve.
    _MODEL.__new__ = _make_untracked
    # AWS's own policies are in every account, and roles for functions name AWSLambdaBasicExecutionRole; moto leaves
    # them out to save its users' tests a quarter of a second.
    config.default_user_config["iam"]["load_aws_managed_policies"] = True


ADAPTED = frozenset(
    {
        "moto.awslambda.models",
        "moto.cloudwatch.models",
        "moto.cognitoidp.models",
        "moto.events.models",
        "moto.logs.models",
        "moto.sns.models",
        "moto.stepfunctions.models",
    }
)
"""The modules of moto that have an adapter."""


def adapt(module: str, outbox: Outbox, callback: Callback) -> None:
    """Put our classes into one of moto's modules, which has just been imported."""
    if module == "moto.awslambda.models":
        from apiglab.surroundings import moto_lambda

        moto_lambda.install(outbox)
    elif module == "moto.cloudwatch.models":
        from apiglab.surroundings import moto_cloudwatch

        moto_cloudwatch.install()
    elif module == "moto.events.models":
        from apiglab.surroundings import moto_events

        moto_events.install(outbox)
    elif module == "moto.logs.models":
        from apiglab.surroundings import moto_logs

        moto_logs.install()
    elif module == "moto.sns.models":
        from apiglab.surroundings import moto_sns

        moto_sns.install(outbox)
    elif module == "moto.stepfunctions.models":
        from apiglab.surroundings import moto_stepfunctions

        moto_stepfunctions.install(callback)
    elif module == "moto.cognitoidp.models":
        from apiglab.surroundings import (
            moto_cognito,
            moto_cognito_documents,
            moto_cognito_operations,
            moto_cognito_sign_in,
        )

        moto_clock.follow_in(module)
        for adapter in (moto_cognito, moto_cognito_documents, moto_cognito_operations, moto_cognito_sign_in):
            adapter.install()


@functools.cache
def _method_names(response_class: type) -> frozenset[str]:
    return frozenset(utils.method_names_from_class(response_class))


def _make_untracked(cls: type, *_: object, **__: object) -> Any:
    return super(_MODEL, cls).__new__(cls)
