"""What a stage's logging and method settings may be.

https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
"""

import re

from apiglab.control import stage_errors as errors
from apiglab.control.errors import not_built, unknown_choice
from apiglab.model.rest import Account
from apiglab.model.stage import AccessLogSettings, Stage

LOGGING_LEVELS = ("OFF", "ERROR", "INFO")
CACHE_STRATEGIES = ("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")
LONGEST_TTL = 3600
_LARGEST = 2**31 - 1
_LOG_GROUP = re.compile(r"arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:[^:*]{1,512}(?::\*)?")
_IDS = ("$context.requestId", "$context.extendedRequestId")


def check_method_settings(stage: Stage) -> None:
    """Raise where a setting of a stage's methods is out of range or none of AWS's."""
    for setting in stage.method_settings.values():
        if setting.logging_level not in (None, *LOGGING_LEVELS):
            raise unknown_choice("loglevel", LOGGING_LEVELS)
        if setting.unauthorized_cache_control_header_strategy not in CACHE_STRATEGIES:
            raise unknown_choice("unauthorizedCacheControlHeaderStrategy", CACHE_STRATEGIES)
        for member, value, most in (
            ("ttlInSeconds", setting.cache_ttl_in_seconds, LONGEST_TTL),
            ("burstLimit", setting.throttling_burst_limit, _LARGEST),
            ("rateLimit", setting.throttling_rate_limit, _LARGEST),
        ):
            if not 0 <= value <= most:
                raise errors.bad_number(member, 0, most)


def check_logging(old: Stage, stage: Stage, account: Account) -> None:
    """Raise where logging is switched on in an account without a role for it, or to where and as it can't be.

    fact: control.logging-needs-a-role
    """
    if stage.access_log_settings != old.access_log_settings:
        _check_access_log(stage.access_log_settings or AccessLogSettings())
    if account.cloudwatch_role_arn is None and _logs(stage) and not _logs(old):
        raise errors.no_logging_role()


def _check_access_log(settings: AccessLogSettings) -> None:
    """Raise where a log's format or destination is none. fact: access-log.format, access-log.firehose"""
    destination, form = settings.destination_arn, settings.format
    if destination and ":firehose:" in destination:
        raise not_built("access logs that go to Firehose")
    if destination and not _LOG_GROUP.fullmatch(destination):
        raise errors.bad_log_destination(destination)
    if form and ("\n" in form or not any(name in form for name in _IDS)):
        raise errors.bad_log_format()


def _logs(stage: Stage) -> bool:
    if stage.access_log_settings is not None and stage.access_log_settings.destination_arn:
        return True
    return any(setting.logging_level in ("ERROR", "INFO") for setting in stage.method_settings.values())
