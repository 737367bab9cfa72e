"""The errors of API keys and usage plans, in AWS's own words; the rest of the catalogue is in ``errors``."""

from apiglab.control.errors import bad_request, conflict, limit_exceeded, not_found
from apiglab.control.protocol.errors import ControlError


def unknown_key() -> ControlError:
    """The account has no such API key. fact: usage-plans.texts"""
    return not_found("Invalid API Key identifier specified")


def key_too_short() -> ControlError:
    """A key that could be guessed."""
    return bad_request("API Key value should be at least 20 characters")


def key_too_long() -> ControlError:
    """A key longer than AWS keeps."""
    return bad_request("API Key value exceeds maximum size of 128 characters")


def key_name_too_long() -> ControlError:
    """A name longer than AWS keeps."""
    return bad_request("Invalid API Key name, can be at most 1024 characters.")


def key_description_too_long() -> ControlError:
    """A description longer than AWS keeps."""
    return bad_request("Invalid API Key description specified.")


def key_exists() -> ControlError:
    """Another key has this value. fact: usage-plans.texts"""
    return conflict("API Key already exists")


def too_many_keys() -> ControlError:
    """The account has as many keys as the default quota allows. fact: control.chosen-texts"""
    return limit_exceeded("Maximum number of API keys for this account has been reached.")


def unknown_plan() -> ControlError:
    """The account has no such usage plan."""
    return not_found("Invalid Usage Plan ID specified")


def unknown_plan_key() -> ControlError:
    """The plan has no such key. fact: usage-plans.texts"""
    return not_found("Invalid Usage Plan Key identifier specified")


def bad_key_type(key_type: str) -> ControlError:
    """A member of a plan that is no API key. fact: control.chosen-texts"""
    return bad_request(f"Invalid keyType specified: {key_type}. Must be API_KEY")


def too_many_plans() -> ControlError:
    """The account has as many plans as the default quota allows. fact: control.chosen-texts"""
    return limit_exceeded("Maximum number of usage plans for this account has been reached.")


def too_many_plans_of_key(most: int) -> ControlError:
    """A key in more plans than AWS lets it. fact: control.chosen-texts"""
    return limit_exceeded(f"An API Key can be associated with at most {most} usage plans.")


def already_in_plan() -> ControlError:
    """The plan has the key. fact: control.chosen-texts"""
    return conflict("Usage Plan already contains this API Key")


def two_plans_for_stage(api_id: str, stage: str) -> ControlError:
    """One key in two plans of one stage. fact: control.chosen-texts"""
    return conflict(f"API Key cannot reference multiple Usage Plans with the same API Stage: {api_id}:{stage}")


def bad_api_stage() -> ControlError:
    """What a patch names is no ``api:stage`` of the plan."""
    return bad_request("Invalid API Stage specified")


def unknown_api_stage(api_id: str, stage: str, plan_id: str) -> ControlError:
    """The account has no such stage."""
    return not_found(f"Invalid API Stage {{api: {api_id}, stage: {stage}}} specified for usageplan {plan_id}")


def plan_in_use(plan_id: str, api_id: str, stage: str) -> ControlError:
    """A plan with stages was to be deleted. fact: usage-plans.texts"""
    return bad_request(
        f"Cannot delete Usage Plan {plan_id} because there are API Stages associated with it, "
        f"including {api_id}:{stage}"
    )


def quota_incomplete() -> ControlError:
    """A quota without its limit or its period. fact: control.chosen-texts"""
    return bad_request("Usage Plan quota must have both a limit and a period specified")


def bad_offset() -> ControlError:
    """An offset that is below 0, or more than the limit leaves. fact: control.chosen-texts"""
    return bad_request("Usage Plan quota offset must be between 0 and the quota limit")


def no_quota() -> ControlError:
    """An extension of a quota that the plan does not have. fact: control.chosen-texts"""
    return bad_request("Usage Plan has no quota to extend")


def bad_date(value: str) -> ControlError:
    """A date that is none, or an end before its start. fact: control.chosen-texts"""
    return bad_request(
        f"Invalid date specified: {value}. Must be of the form YYYY-MM-DD, and the end not before the start"
    )


def bad_csv(why: str) -> ControlError:
    """An import that cannot be read at all. fact: control.chosen-texts"""
    return bad_request(f"Unable to import API Keys: {why}")
